"""The set-up script and the lock it installs from."""

from __future__ import annotations

import importlib.metadata
import os
import re
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest
from packaging.requirements import Requirement

import bootstrap

ROOT = Path(__file__).resolve().parent.parent
LOCK = (ROOT / "requirements.lock").read_text(encoding="utf-8")
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))


def name(requirement: str) -> str:
    """The package that a line asks for, in the spelling that a lock uses."""
    found = re.match(r"[A-Za-z0-9._-]+", requirement)
    assert found, requirement
    return re.sub(r"[-_.]+", "-", found.group()).lower()


def locked() -> set[str]:
    """The packages of the lock."""
    return {name(line) for line in LOCK.splitlines() if re.match(r"\w", line)}


# --- the lock


def test_the_lock_names_no_address() -> None:
    assert not re.findall(r"\w+://\S*", LOCK)
    assert "--index-url" not in LOCK


def test_the_lock_holds_everything_the_project_asks_for() -> None:
    asked = {name(line) for line in PROJECT["project"]["dependencies"] + PROJECT["dependency-groups"]["dev"]}
    assert asked <= locked()


def test_the_lock_is_whole_so_that_nothing_else_need_be_looked_for() -> None:
    """What its packages need is here, and of a fitting version: they were installed from it and nothing else."""
    here = {name(it.metadata["Name"]): it for it in importlib.metadata.distributions()}
    needed = [Requirement(text) for one in locked() & here.keys() for text in here[one].requires or []]
    for one in (it for it in needed if it.marker is None or it.marker.evaluate({"extra": ""})):
        assert name(one.name) in locked(), one
        assert one.specifier.contains(here[name(one.name)].version, prereleases=True), one


def test_every_package_is_pinned_and_hashed() -> None:
    for entry in LOCK.replace("\\\n", " ").splitlines():
        assert re.match(r"[\w.-]+==\S+ ", entry), entry
        assert "--hash=sha256:" in entry, entry


def test_the_lock_serves_every_supported_python() -> None:
    """Where a package needs two versions, the markers leave no Python without one."""
    numpy = re.findall(r"^numpy==\S+ ; python_full_version (\S+ '\S+')", LOCK, re.MULTILINE)
    assert numpy in ([], ["< '3.12'", ">= '3.12'"])


def test_the_build_tools_are_in_the_lock_since_the_project_is_built_without_isolation() -> None:
    asked = {name(line) for line in PROJECT["build-system"]["requires"]}
    assert asked <= {name(line) for line in PROJECT["dependency-groups"]["dev"]}


def test_the_command_is_installed() -> None:
    (command,) = importlib.metadata.entry_points(group="console_scripts", name="slasim")
    assert command.value == "sim.cli:main"


# --- the stamp


@pytest.fixture
def files(tmp_path: Path) -> tuple[Path, Path]:
    lock, project = tmp_path / "requirements.lock", tmp_path / "pyproject.toml"
    lock.write_bytes(b"numpy==2.4.6\n")
    project.write_bytes(b"[project]\n")
    return lock, project


def test_the_stamp_stays_while_nothing_changes(files: tuple[Path, Path]) -> None:
    assert bootstrap.stamp(*files, "3.11", Path("a")) == bootstrap.stamp(*files, "3.11", Path("a"))


def test_the_stamp_does_not_mind_windows_line_ends(files: tuple[Path, Path]) -> None:
    before = bootstrap.stamp(*files, "3.11", Path("a"))
    files[0].write_bytes(b"numpy==2.4.6\r\n")
    assert bootstrap.stamp(*files, "3.11", Path("a")) == before


@pytest.mark.parametrize("changed", [0, 1])
def test_a_new_lock_or_project_changes_only_the_second_line(files: tuple[Path, Path], changed: int) -> None:
    before = bootstrap.stamp(*files, "3.11", Path("a")).split("\n")
    files[changed].write_bytes(b"something else\n")
    after = bootstrap.stamp(*files, "3.11", Path("a")).split("\n")
    assert before[0] == after[0]
    assert before[1] != after[1]


@pytest.mark.parametrize(("python", "venv"), [("3.12", Path("a")), ("3.11", Path("b"))])
def test_another_python_or_folder_needs_another_environment(files: tuple[Path, Path], python: str, venv: Path) -> None:
    before = bootstrap.stamp(*files, "3.11", Path("a")).split("\n")
    after = bootstrap.stamp(*files, python, venv).split("\n")
    assert before[0] != after[0]
    assert before[1] == after[1]


# --- the environment


def test_where_the_interpreter_is() -> None:
    assert bootstrap.interpreter(Path("v"), "posix") == Path("v/bin/python")
    assert bootstrap.interpreter(Path("v"), "nt") == Path("v/Scripts/python.exe")


def test_the_environment_has_a_pip_of_its_own_where_python_can_give_it_one() -> None:
    assert bootstrap.chooses_own_pip(ensurepip=True, pip=None)


@pytest.mark.parametrize("pip", [(22, 3), (23, 0), (26, 1)])
def test_without_ensurepip_the_pip_outside_is_borrowed(pip: tuple[int, int]) -> None:
    assert not bootstrap.chooses_own_pip(ensurepip=False, pip=pip)


@pytest.mark.parametrize(("pip", "said"), [(None, "no pip"), ((22, 2), "pip 22.2"), ((9, 0), "pip 9.0")])
def test_with_neither_the_user_is_told_what_to_install(pip: tuple[int, int] | None, said: str) -> None:
    with pytest.raises(bootstrap.Stop) as stopped:
        bootstrap.chooses_own_pip(ensurepip=False, pip=pip)
    text = str(stopped.value)
    assert said in text
    assert text.count("sudo apt install python3-venv") == 2, "in English and in Chinese"


@pytest.mark.skipif(os.name == "nt", reason="links need special rights there")
def test_an_environment_that_is_only_linked_is_left_alone(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    other = tmp_path / "other"
    other.mkdir()
    (other / "kept").touch()
    (tmp_path / ".venv").symlink_to(other)
    monkeypatch.setattr(bootstrap, "VENV", tmp_path / ".venv")
    bootstrap.make_environment(own_pip=False)
    assert (other / "kept").exists()
    assert bootstrap.interpreter(tmp_path / ".venv").exists() and not (tmp_path / ".venv").is_symlink()


def test_programs_started_here_read_and_write_utf_8() -> None:
    answer = bootstrap.quiet([sys.executable, "-c", "import sys; print(sys.flags.utf8_mode, '恢复')"])
    assert answer == "1 恢复\n"


def test_exit_codes_are_passed_on() -> None:
    assert bootstrap.call([sys.executable, "-c", "raise SystemExit(3)"], None) == 3


# --- the commands


def script(*arguments: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-X", "utf8", str(ROOT / "bootstrap.py"), *arguments]
    return subprocess.run(command, capture_output=True, encoding="utf-8", timeout=60)


@pytest.mark.parametrize("arguments", [[], ["help"], ["--help"]])
def test_help_names_every_command_and_installs_nothing(arguments: list[str]) -> None:
    answer = script(*arguments)
    assert answer.returncode == 0
    for command in bootstrap.COMMANDS:
        assert f"\n  {command} " in answer.stdout


def test_an_unknown_command_is_refused_with_the_list_of_commands() -> None:
    answer = script("dmeo")
    assert answer.returncode == 2
    assert "dmeo" in answer.stderr
    assert "\n  demo " in answer.stderr


def test_help_survives_a_console_that_cannot_show_chinese() -> None:
    command = [sys.executable, str(ROOT / "bootstrap.py"), "help"]
    console = {**os.environ, "PYTHONIOENCODING": "cp1252", "PYTHONUTF8": "0"}
    answer = subprocess.run(command, capture_output=True, env=console)
    assert answer.returncode == 0
    assert b"demo" in answer.stdout


def test_the_makefile_offers_the_same_commands() -> None:
    targets = set(re.findall(r"^(\w+):$", (ROOT / "Makefile").read_text(encoding="utf-8"), re.MULTILINE))
    assert targets - {"lock", "help"} == set(bootstrap.COMMANDS) - {"run"}


def test_the_demo_scenario_exists() -> None:
    assert (ROOT / bootstrap.DEMO[1]).is_file()

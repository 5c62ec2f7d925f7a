"""`slasim check`, `new` and `schema`: what a planner sees."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest
from typer.testing import CliRunner

from sim.arrivals import faults_a_year
from sim.cli import app
from sim.messages import LANGUAGES
from sim.problems import InputError, Place, Problem
from sim.report.refusal import refusal
from sim.report.register import clauses_markdown
from sim.report.text import width
from sim.scenario_file import load
from sim.scenario_file.starter import DEFAULTS
from tests.written import SMALL, changed, read

SAMPLES = sorted((Path(__file__).parent.parent / "scenarios").glob("*.yaml"))


def slasim(*words):
    return CliRunner().invoke(app, [str(word) for word in words])


def written(folder, text, name="x.yaml"):
    path = folder / name
    path.write_text(text, encoding="utf-8")
    return path


# ------------------------------------------------------------------ errors


def test_the_caret_stands_under_the_very_word_behind_chinese_text(tmp_path):
    path = written(tmp_path, changed("north: {band: city}", "north: {zh: 北方站点, band: cty}"))
    lines = slasim("check", path, "--lang", "en").output.split("\n")
    at = next(i for i, line in enumerate(lines) if "cty" in line)
    caret = lines[at + 1]
    assert caret.strip() == "^^^"
    assert width(lines[at][: lines[at].index("cty")]) == len(caret) - 3
    assert lines[at + 2].strip() == "no band is called cty. Did you mean city?"


def test_a_long_line_is_cut_around_the_caret(tmp_path):
    note = "x" * 300
    path = written(tmp_path, changed("north: {band: city}", f"north: {{note: {note}, band: cty, en: {note}}}"))
    lines = slasim("check", path, "--lang", "en").output.split("\n")
    at = next(i for i, line in enumerate(lines) if "cty" in line)
    assert max(width(line) for line in lines[at : at + 3]) <= 100
    assert lines[at + 1].index("^") == lines[at].index("cty")
    assert lines[at].strip().startswith("...") and lines[at].endswith("...")


def test_the_comment_behind_a_mistake_is_not_shown(tmp_path):
    path = written(tmp_path, changed("    north: {band: city}", "    north: {band: cty}     # capital"))
    shown = slasim("check", path, "--lang", "en").output
    assert "    north: {band: cty}\n" in shown


def test_every_error_is_counted_and_the_exit_code_is_two(tmp_path):
    text = SMALL.replace("20..30 min", "20..30").replace("70%", "700%")
    result = slasim("check", written(tmp_path, text), "--lang", "en")
    assert result.exit_code == 2
    assert result.output.endswith("\n2 errors. Nothing was run.\n")
    assert "共 2 处错误" in slasim("check", tmp_path / "x.yaml", "--lang", "zh").output


def test_many_errors_of_one_kind_in_one_table_are_told_together(tmp_path):
    sites = "".join(f"    n{number}: {{band: cty}}\n" for number in range(9))
    path = written(tmp_path, changed("    north: {band: city}\n", "    north: {band: city}\n" + sites))
    shown = slasim("check", path, "--lang", "en").output
    assert shown.count("Did you mean city?") == 3
    assert "    and 6 more of this kind: lines 13, 14, 15, 16, 17, 18\n" in shown
    assert shown.endswith("\n9 errors. Nothing was run.\n")


def test_every_command_that_is_named_works_as_typed(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    told = slasim("check", "my own.yaml", "--lang", "en").output
    assert "made by: slasim new" in told
    path = written(tmp_path, SMALL.replace("B: {faults: 30", "B: {faults：30"))
    assert f"slasim check {path} --fix" in slasim("check", path, "--lang", "en").output.replace("\n", " ")
    assert slasim("check", path, "--fix").exit_code == 0
    assert f"    slasim check {path} --assumptions\n" in slasim("check", path, "--lang", "en").output


def test_a_problem_without_a_line_is_told_too(tmp_path):
    result = slasim("check", tmp_path / "none.yaml", "--lang", "en")
    assert result.exit_code == 2
    assert "none.yaml: there is no such file" in result.output


def test_a_place_beyond_the_file_shows_no_excerpt(tmp_path):
    path = written(tmp_path, "a: 1\n")
    error = InputError([Problem(Place(str(path), 9, 9), (), "check_yaml")])
    assert refusal(error, "en")[0].startswith(f"{path}:9:9: this line cannot be read")


def test_fix_mends_the_signs_and_nothing_else(tmp_path):
    text = SMALL.replace("south: {band: city, size: 2}", "south: {band：city，size: 2}")
    path = written(tmp_path, text)
    assert slasim("check", path).exit_code == 2
    result = slasim("check", path, "--fix", "--lang", "en")
    assert result.exit_code == 0
    assert "signs mended: 2, in lines: 10" in result.output
    assert path.read_text(encoding="utf-8") == SMALL


def test_fix_leaves_a_file_that_mending_would_break(tmp_path, monkeypatch):
    monkeypatch.setattr("sim.scenario_file.signs.mend", lambda text: text + "}")
    text = SMALL.replace("south: {band: city, size: 2}", "south: {band: city，size：2}")
    path = written(tmp_path, text)
    assert "stays as it was" in slasim("check", path, "--fix", "--lang", "en").output
    assert path.read_text(encoding="utf-8") == text


# ------------------------------------------------------------------ a scenario in order


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize("path", SAMPLES, ids=lambda path: path.stem)
def test_samples_are_in_order_and_their_text_fits_a_chinese_screen(path, lang):
    for options in ((), ("--clauses",), ("--assumptions",)):
        result = slasim("check", path, "--lang", lang, *options)
        assert result.exit_code == 0, result.output
        assert result.output.encode("gbk")


def test_the_overview_tells_size_people_and_what_to_look_at(tmp_path):
    lines = slasim("check", written(tmp_path, SMALL), "--lang", "en").output.split("\n")
    assert "sites 3, levels 2, pools 2, plans 2; about 408 faults a year." in " ".join(lines[:3])
    local = next(line for line in lines if line.startswith("local"))
    assert local.split()[1:] == ["(2", "places)", "3", "1", "+", "1", "c", "1", "+", "1", "c"] * 1 + [
        "3", "1", "+", "1", "c", "1", "+", "1", "c",
    ]  # fmt: skip
    assert any("local at north (day)" in line for line in lines)


def test_faults_a_year_count_sites_by_size(tmp_path):
    scenario = read(tmp_path)
    a, b = scenario.demand.levels
    assert faults_a_year(scenario, a) == pytest.approx(12 * 4)
    assert faults_a_year(scenario, b) == pytest.approx(12 * 30)


def test_every_clause_has_a_line_in_the_document():
    scenario = load(next(path for path in SAMPLES if path.stem == "southwest"))
    lines = clauses_markdown(scenario, "zh")
    assert len(lines) == len(scenario.agreements.clauses) + 2
    assert all(line.count("|") == lines[0].count("|") for line in lines)


# ------------------------------------------------------------------ new and schema


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize(
    "options",
    [
        (),
        ("--travel", "none"),
        ("--faults", "1"),
        ("--faults", "7 per workday"),
        ("--faults", "２０..30 per month", "--travel", "uniform 20 min to 1 h"),
        ("--window", "mon-fri 09:00-17:00", "--desk", "2", "--engineers", "3", "--within", "2 h"),
    ],
)
def test_a_new_scenario_is_in_order(tmp_path, lang, options):
    path = tmp_path / "mine.yaml"
    assert slasim("new", path, "--lang", lang, *options).exit_code == 0
    assert slasim("check", path, "--lang", lang).exit_code == 0


@pytest.mark.parametrize("sample", ["helpdesk", "mmc", "southwest"])
def test_a_sample_can_be_copied_under_another_name(tmp_path, sample):
    assert slasim("new", tmp_path / "mine.yaml", "--from", sample).exit_code == 0
    assert load(tmp_path / "mine.yaml").name == "mine"
    assert "$schema" not in (tmp_path / "mine.yaml").read_text(encoding="utf-8")


def test_a_file_that_is_there_is_never_overwritten(tmp_path):
    path = written(tmp_path, "mine")
    for options in ((), ("--from", "mmc")):
        result = slasim("new", path, *options)
        assert result.exit_code == 2
        assert path.read_text() == "mine"


def test_an_answer_that_cannot_be_read_is_told(tmp_path):
    result = slasim("new", tmp_path / "mine.yaml", "--within", "5", "--lang", "en")
    assert result.exit_code == 2
    assert "--within: the unit is missing" in result.output
    assert not (tmp_path / "mine.yaml").exists()


def test_all_answers_that_cannot_be_read_are_told_at_once(tmp_path):
    result = slasim("new", tmp_path / "mine.yaml", "--faults", "20 per dy", "--desk", "two", "--window", "day", "--yes")
    told = [line.partition(":")[0] for line in result.output.splitlines() if line.startswith("--")]
    assert (result.exit_code, told) == (2, ["--desk", "--faults", "--window"])
    assert not (tmp_path / "mine.yaml").exists()


def test_answers_for_a_sample_would_be_lost_and_are_refused(tmp_path):
    result = slasim("new", tmp_path / "mine.yaml", "--from", "helpdesk", "--desk", "3", "--lang", "en")
    assert (result.exit_code, "has its own figures" in result.output) == (2, True)
    assert not (tmp_path / "mine.yaml").exists()


def test_the_faults_of_any_time_are_shared_out(tmp_path):
    for answer, urgent, normal in (
        ("40", "8 per week", "32 per week"),
        ("7 per workday", "1.4 per workday", "5.6 per workday"),
        ("20..30 per month", "4..6 per month", "16..24 per month"),
    ):
        path = tmp_path / f"{answer[0]}.yaml"
        assert slasim("new", path, "--faults", answer).exit_code == 0
        text = path.read_text(encoding="utf-8")
        assert f"faults: {urgent}," in text and f"faults: {normal}," in text


def test_what_is_given_is_not_asked_and_what_is_assumed_is_told(tmp_path, at_the_screen):
    asked = ("faults", "window", "travel", "desk", "engineers", "within")
    words = [f"--{name}={DEFAULTS[name]}" for name in asked]
    assert CliRunner().invoke(app, ["new", str(tmp_path / "a.yaml"), *words], input="").exit_code == 0
    result = CliRunner().invoke(app, ["new", str(tmp_path / "b.yaml"), *words[:4], "--yes", "--lang", "en"], input="")
    assert result.exit_code == 0
    assert 'Assumed, since nobody was asked: --engineers 2 --within "4 h"' in result.output
    a, b = ((tmp_path / name).read_text(encoding="utf-8") for name in ("a.yaml", "b.yaml"))
    assert a.replace("name: a", "name: b") == b


@pytest.mark.parametrize("name", ["faults", "desk", "engineers", "within"])
def test_nothing_at_all_is_no_answer(tmp_path, name):
    result = slasim("new", tmp_path / "mine.yaml", f"--{name}", "0 h" if name == "within" else "0", "--lang", "en")
    assert (result.exit_code, "more than 0" in result.output) == (2, True)


@pytest.fixture
def at_the_screen(monkeypatch):
    monkeypatch.setattr("sim.cli.new._somebody_there", lambda: True)


def test_a_wrong_answer_is_asked_for_again(tmp_path, at_the_screen):
    path = tmp_path / "mine.yaml"
    given = "0\nmany\n10\noffice hours\nworkdays 09:00-17:00\nnone\n0\n2\n3\n4\n4 h\n"
    result = CliRunner().invoke(app, ["new", str(path), "--lang", "en"], input=given)
    assert result.exit_code == 0, result.output
    assert result.output.count("This cannot be used") == 5
    assert "--" not in result.output
    text = path.read_text(encoding="utf-8")
    assert "faults: 2 per week" in text and "engineers: 3 office" in text
    assert slasim("check", path).exit_code == 0


def test_an_interruption_at_a_question_ends_quietly(tmp_path, at_the_screen):
    assert CliRunner().invoke(app, ["new", str(tmp_path / "mine.yaml")], input="").exit_code == 130


def test_the_starter_promises_what_its_steps_do(tmp_path):
    for travel, kinds in (("45 min", {"answer", "onsite", "restore"}), ("none", {"answer", "restore"})):
        path = tmp_path / f"{kinds and len(kinds)}.yaml"
        assert slasim("new", path, "--travel", travel, "--faults", "1").exit_code == 0
        scenario = load(path)
        assert {promise.kind for promise in scenario.agreements.promises} == kinds
        assert sum(faults_a_year(scenario, level) for level in scenario.demand.levels) == pytest.approx(365.25 / 7)


@pytest.mark.parametrize(("lang", "told"), [("en", "the folder {} does not exist."), ("zh", "文件夹 {} 不存在。")])
def test_a_folder_that_is_missing_is_told_before_anything_is_asked(tmp_path, lang, told):
    result = slasim("new", tmp_path / "away" / "mine.yaml", "--lang", lang)
    assert (result.exit_code, result.output.strip()) == (2, told.format(tmp_path / "away"))


def test_a_language_that_is_not_there_is_refused(tmp_path):
    path = written(tmp_path, SMALL)
    for lang, code in (("fr", 2), ("zh_CN", 0), ("en-GB", 0)):
        assert slasim("check", path, "--lang", lang).exit_code == code


def test_help_is_there_for_every_command_and_loads_no_heavy_library():
    heavy = ("numpy", "numba", "scipy", "matplotlib", "pydantic", "ruamel")
    code = f"import sys, sim.cli; sys.exit(any(name in sys.modules for name in {heavy}))"
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0
    for command in ("check", "new", "schema"):
        result = slasim(command, "--help")
        assert result.exit_code == 0
        assert "Example:" in result.output


def test_a_mistake_of_the_program_is_told_without_a_traceback(tmp_path, monkeypatch):
    def fail(*_):
        raise ZeroDivisionError("by nought")

    monkeypatch.setattr("sim.report.overview.overview", fail)
    result = slasim("check", written(tmp_path, SMALL), "--lang", "en")
    assert result.exit_code == 70
    assert "ZeroDivisionError at test_check.py" in result.output


def test_an_interruption_ends_quietly(tmp_path, monkeypatch):
    def stop(*_):
        raise KeyboardInterrupt

    monkeypatch.setattr("sim.report.overview.overview", stop)
    result = slasim("check", written(tmp_path, SMALL), "--lang", "en")
    assert (result.exit_code, result.output) == (130, "")


def test_a_screen_that_cannot_show_a_sign_does_not_stop_the_program(tmp_path):
    path = written(tmp_path, changed("north: {band: city}", "north: {zh: ✓站, band: cty}"))
    environment = {**os.environ, "PYTHONIOENCODING": "gbk"}
    done = subprocess.run(
        [sys.executable, "-m", "sim", "check", str(path)], capture_output=True, env=environment, check=False
    )
    assert done.returncode == 2
    assert b"Traceback" not in done.stderr

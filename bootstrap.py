"""Sets slasim up in a folder of its own and runs it; needs nothing but Python 3.11 or newer.

    make demo     or, without make:   python3 bootstrap.py demo     (Windows: run demo)

The first command makes `.venv` beside this file and installs exactly the packages that `requirements.lock` names,
each checked against its hash. Later commands start at once. Nothing outside this folder is changed; to undo
everything, delete `.venv`. pip does the work, so that its settings (mirror, proxy, offline folder) hold here too.

This file must stay readable to Python 3.6: an old one is to print a message, not a syntax error.
"""

import hashlib
import os
import re
import subprocess
import sys
from pathlib import Path

PYTHON_TOO_OLD = """\
slasim needs Python 3.11 or newer; this is Python {found} ({where}).
Install a newer one and name it:  make demo PYTHON=python3.12   or   python3.12 bootstrap.py demo
slasim 需要 Python 3.11 或更高版本，当前为 Python {found}。
请安装新版本并指明它：make demo PYTHON=python3.12，或 python3.12 bootstrap.py demo
"""
if sys.version_info < (3, 11):  # noqa: UP036
    sys.exit(PYTHON_TOO_OLD.format(found=sys.version.split()[0], where=sys.executable))

ROOT = Path(__file__).resolve().parent
VENV = ROOT / ".venv"
LOCK = ROOT / "requirements.lock"
PROJECT = ROOT / "pyproject.toml"
STAMP = VENV / ".stamp"

OLDEST_OUTER_PIP = (22, 3)  # the first whose --python option installs into another environment

# The budget is for machines without the compiled engine; with it the demo ends long before.
DEMO = ["run", "scenarios/southwest.yaml", "--replications", "300", "--budget", "100"]
LINT = [
    ["ruff", "check", "."],
    ["ruff", "format", "--check", "."],
    ["mypy"],
    ["lint-imports", "--no-logo"],
]

HELP = """\
make COMMAND,  python3 bootstrap.py COMMAND,  or on Windows: run COMMAND

  demo    simulate the example scenario            模拟示例场景
  test    run the tests (pytest options may follow) 运行测试
  lint    check style, types and layers            检查代码风格、类型与分层
  bench   measure the speed                        测速
  prove   play random cases on both engines        用随机案例核对两个引擎
  reference                                        更新 README 中的参考结果
          keep a demo run as the one the README shows
  run     any slasim command: run --help           运行 slasim 的任意命令
  setup   only install into .venv                  只安装到 .venv
  help    this text                                本说明

The first command installs the packages into .venv, once; that takes about a minute.
首次运行会把依赖包安装到 .venv，约一分钟，仅此一次。
"""

NO_PIP = """\
This Python ({where}) can neither put pip into a new environment (its venv part is missing)
nor lend its own pip ({pip}; 22.3 or newer is needed).
  Debian, Ubuntu:  sudo apt install python3-venv
  Fedora, openEuler:  sudo dnf install python3-pip
  elsewhere: the installer from the Python home page brings both
此 Python 缺少 venv 组件，也没有可用的 pip（需要 22.3 或更高版本），无法建立运行环境。
  Debian、Ubuntu：sudo apt install python3-venv
  Fedora、openEuler：sudo dnf install python3-pip
  其他系统：使用 Python 官网的安装程序
"""

INSTALL_FAILED = """\
The packages could not be installed; pip's message is above. What often helps:
  slow or no connection:  set PIP_INDEX_URL to a mirror near you, or PIP_PROXY to your proxy, and try again
  no network at all:  bring the packages in a folder, then set PIP_NO_INDEX=1 and PIP_FIND_LINKS to that folder
依赖包安装失败，原因见上方 pip 的信息。常用办法：
  网络慢或不通：将 PIP_INDEX_URL 设为就近的镜像，或将 PIP_PROXY 设为代理，然后重试
  完全离线：把安装包放入一个文件夹，设 PIP_NO_INDEX=1，并将 PIP_FIND_LINKS 设为该文件夹
"""


class Stop(Exception):
    """Set-up cannot go on; the text tells the user why and what to do."""


def main(arguments: list[str]) -> int:
    """Carry out one command and return its exit code."""
    command, rest = (arguments[0], arguments[1:]) if arguments else ("help", [])
    if command in ("help", "-h", "--help"):
        print(HELP)
        return 0
    if command not in COMMANDS:
        raise Stop("Unknown command / 未知命令: " + command + "\n\n" + HELP)
    set_up()
    return COMMANDS[command](rest)


# --- the commands -----------------------------------------------------------------------------------------------


def setup(rest: list[str]) -> int:
    """Nothing is left to do: every command sets up first."""
    print("Ready / 已就绪:", VENV)
    return 0


def demo(rest: list[str]) -> int:
    """Simulate the example scenario."""
    return module("sim", DEMO + rest, cwd=ROOT)


def slasim(rest: list[str]) -> int:
    """Pass everything on to slasim, in the folder where the user stands."""
    return module("sim", rest, cwd=None)


def test(rest: list[str]) -> int:
    """Run the tests on all cores."""
    return module("pytest", ["-q", "-n", "auto", *rest], cwd=ROOT)


def lint(rest: list[str]) -> int:
    """Run every check even if an earlier one failed, so that one call shows all there is to mend."""
    failed = 0
    for program, *options in LINT:
        print("$", program, *options, flush=True)
        failed = call([str(interpreter(VENV).with_name(program)), *options], ROOT) or failed
    return failed


def bench(rest: list[str]) -> int:
    """Measure the speed."""
    return module("benchmarks", rest, cwd=ROOT)


def prove(rest: list[str]) -> int:
    """Play random cases on both engines and tell where they differ."""
    return module("tests.prove", rest, cwd=ROOT)


def reference(rest: list[str]) -> int:
    """Run the demo anew and keep it as the reference."""
    return module("tools.reference", rest, cwd=ROOT)


COMMANDS = {
    "setup": setup,
    "demo": demo,
    "run": slasim,
    "test": test,
    "lint": lint,
    "bench": bench,
    "prove": prove,
    "reference": reference,
}


def module(name: str, arguments: list[str], cwd: Path | None) -> int:
    """Run a module with the project's own Python and return its exit code.

    Where the user chose the folder it is kept off the import path (-P): it may hold a `sim` of its own.
    """
    path = [] if cwd else ["-P"]
    return call([str(interpreter(VENV)), *path, "-m", name, *arguments], cwd)


# --- setting up -------------------------------------------------------------------------------------------------


def set_up() -> None:
    """Make or mend `.venv`, unless its stamp says that it is what this checkout needs.

    A new lock is installed over the old one; another Python or another folder needs a new environment. The stamp is
    written last, so that a set-up cut short is begun anew.
    """
    wanted = stamp(LOCK, PROJECT, sys.version, VENV)
    found = STAMP.read_text(encoding="utf-8") if STAMP.exists() else ""
    if found == wanted:
        return
    print("Installing into / 正在安装到", VENV, flush=True)
    STAMP.unlink(missing_ok=True)
    own_pip = chooses_own_pip(has_ensurepip(), outer_pip())
    if found.split("\n")[0] != wanted.split("\n")[0]:
        make_environment(own_pip)
    # The lock is whole. Asked to look for more, older pips take "coverage[toml]" for another package than the locked
    # coverage, and fail on the day a newer one appears.
    install(own_pip, "--require-hashes", "--no-deps", "--only-binary", ":all:", "-r", str(LOCK))
    install(own_pip, "--no-deps", "--no-build-isolation", "-e", str(ROOT))
    STAMP.write_text(wanted, encoding="utf-8")


def stamp(lock: Path, project: Path, python: str, venv: Path) -> str:
    """Two lines that tell what an environment was made from: the Python and folder, and the packages."""
    place = hashlib.sha256((python + "\n" + str(venv)).encode()).hexdigest()
    # Line ends may differ between two checkouts of the same text.
    packages = hashlib.sha256(b"\n".join(p.read_bytes().replace(b"\r\n", b"\n") for p in (lock, project))).hexdigest()
    return place + "\n" + packages


def interpreter(venv: Path, system: str = os.name) -> Path:
    """The Python inside an environment."""
    return venv / "Scripts" / "python.exe" if system == "nt" else venv / "bin" / "python"


def has_ensurepip() -> bool:
    """Whether this Python can put pip into a new environment; Debian keeps that in a package of its own."""
    return quiet([sys.executable, "-m", "ensurepip", "--version"]) is not None


def outer_pip() -> tuple[int, ...] | None:
    """The version of the pip that belongs to this Python, if it has one."""
    answer = quiet([sys.executable, "-m", "pip", "--version"])
    found = re.match(r"pip (\d+)\.(\d+)", answer or "")
    return tuple(int(part) for part in found.groups()) if found else None


def chooses_own_pip(ensurepip: bool, pip: tuple[int, ...] | None) -> bool:
    """Whether the environment gets a pip of its own or borrows the one outside; Stop if neither can be."""
    if ensurepip:
        return True
    if pip is not None and pip >= OLDEST_OUTER_PIP:
        return False
    version = "pip " + ".".join(map(str, pip)) if pip else "no pip / 无 pip"
    raise Stop(NO_PIP.format(where=sys.executable, pip=version))


def make_environment(own_pip: bool) -> None:
    """Make `.venv` anew. Where it is a link, the environment that it leads to is somebody else's, and stays."""
    if VENV.is_symlink():
        VENV.unlink()
    options = ["--clear"] if own_pip else ["--clear", "--without-pip"]
    if call([sys.executable, "-m", "venv", *options, str(VENV)], ROOT):
        raise Stop("Cannot make / 无法建立 " + str(VENV))


def install(own_pip: bool, *what: str) -> None:
    """Have pip install into `.venv`; its progress is shown to a person and spared a log."""
    pip = [str(interpreter(VENV)), "-m", "pip"]
    if not own_pip:
        pip = [sys.executable, "-m", "pip", "--python", str(interpreter(VENV))]
    loudness = [] if sys.stdout.isatty() else ["--quiet"]
    if call([*pip, "install", *loudness, *what], ROOT):
        raise Stop(INSTALL_FAILED)


# --- other programs ---------------------------------------------------------------------------------------------


def environment() -> dict[str, str]:
    """What every program started here is told: texts are UTF-8, and pip shall install where it is asked to."""
    return {**os.environ, "PYTHONUTF8": "1", "PIP_DISABLE_PIP_VERSION_CHECK": "1", "PIP_USER": "0"}


def call(command: list[str], cwd: Path | None) -> int:
    """Run a program in plain sight and return its exit code; one that a signal ended counts as a shell counts it."""
    code = subprocess.call(command, cwd=cwd, env=environment())
    return 128 - code if code < 0 else code


def quiet(command: list[str]) -> str | None:
    """What a program says, or None if it fails."""
    answer = subprocess.run(command, env=environment(), capture_output=True, encoding="utf-8", errors="replace")
    return answer.stdout if answer.returncode == 0 else None


if __name__ == "__main__":
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):  # a console that cannot show Chinese shows question marks
            stream.reconfigure(errors="replace")
    try:
        sys.exit(main(sys.argv[1:]))
    except Stop as reason:
        print(reason, file=sys.stderr)
        sys.exit(2)
    except KeyboardInterrupt:
        sys.exit(130)

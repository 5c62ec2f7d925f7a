"""`slasim run` as a user meets it: what stands on the screen, in the folder, and what happens to a slip."""

from __future__ import annotations

import csv
import json
from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

import sim
from sim.cli import app
from sim.cli.progress import told
from sim.experiment import Progress
from sim.messages import LANGUAGES
from sim.report.run import report
from sim.report.text import width
from sim.results import load
from tests.made_result import made
from tests.test_experiment import SMALL


@pytest.fixture
def scenario(tmp_path: Path) -> Path:
    file = tmp_path / "small.yaml"
    file.write_text(SMALL, encoding="utf-8")
    return file


def slasim(scenario: Path, *options: str) -> Result:
    out = str(scenario.parent / "kept")
    always = ("run", str(scenario), "--replications", "3", "--workers", "1", "--out", out, "--lang", "en")
    return CliRunner().invoke(app, [*always, *options])


def folder(scenario: Path) -> Path:
    (only,) = (scenario.parent / "kept" / "small").iterdir()
    return only


def test_a_run_shows_the_table_and_where_everything_is_kept(scenario: Path) -> None:
    done = slasim(scenario, "--no-charts")
    assert done.exit_code == 0, done.output
    assert done.stdout.startswith("small: 2 plans, each on the same 3 runs of 28 days from 2026-01-01")
    assert "restored 8 h" in done.stdout
    assert f"{folder(scenario).as_posix()}/    report.txt" in done.stdout
    assert done.stderr == "", "no progress where nobody watches"


def test_the_folder_holds_the_same_figures_as_the_screen(scenario: Path) -> None:
    done = slasim(scenario)
    kept = folder(scenario)
    result = load(kept)
    for lang, name in zip(LANGUAGES, ("report.txt", "report.zh.txt"), strict=True):
        assert (kept / name).read_text(encoding="utf-8-sig").splitlines() == report(result, lang)
    assert "\n".join(report(result, "en")) in done.stdout
    charts = {file.name for file in (kept / "charts").iterdir()}
    assert {"attainment.svg", "attainment.zh.png", "response.png", "week.zh.svg"} <= charts
    with (kept / "measures.csv").open(encoding="utf-8-sig", newline="") as file:
        rows = list(csv.DictReader(file))
    found = {(row["plan"], row["promise"], row["measure"]): row["value"] for row in rows if not row["reading"]}
    for plan in result.plans:
        for entry in plan.as_written:
            assert entry.attainment is not None
            assert float(found[plan.name, entry.promise, "in_time"]) == entry.attainment.value


def test_json_is_all_that_stands_on_stdout(scenario: Path) -> None:
    done = slasim(scenario, "--json", "--no-charts")
    told = json.loads(done.stdout)
    assert told["ended"] == "enough"
    assert told["result"]["replications"] == 3
    assert [plan["name"] for plan in told["result"]["plans"]] == ["one", "two", "ceiling"]
    assert Path(told["folder"]) == folder(scenario)


def test_a_single_run_is_told_as_one_that_knows_no_interval(scenario: Path) -> None:
    done = slasim(scenario, "--no-charts", "--replications", "1", "--plan", "two")
    assert done.stdout.startswith("small: 1 plan on 1 run of 28 days from 2026-01-01")
    assert "1 run in" in done.stdout and "1 runs" not in done.stdout and "+/- 50" not in done.stdout


def test_one_plan_can_be_chosen(scenario: Path) -> None:
    done = slasim(scenario, "--plan", "two", "--json", "--no-charts")
    assert [plan["name"] for plan in json.loads(done.stdout)["result"]["plans"]] == ["two", "ceiling"]


def test_an_unknown_plan_is_refused_with_the_nearest_before_anything_is_played(scenario: Path) -> None:
    done = slasim(scenario, "--plan", "tow")
    assert done.exit_code == 2
    assert "There is no plan called tow; did you mean two? The plans are: one, two." in done.stderr
    assert done.stdout == "" and not (scenario.parent / "kept").exists()


def test_a_folder_that_cannot_be_made_is_told_before_the_run(scenario: Path) -> None:
    (scenario.parent / "kept").write_text("a file, not a folder")
    done = slasim(scenario)
    assert done.exit_code == 2
    assert "cannot be written" in done.stderr and "Traceback" not in done.output


def test_a_second_run_in_the_same_minute_has_a_folder_of_its_own(scenario: Path) -> None:
    for _ in range(2):
        assert slasim(scenario, "--no-charts", "--json").exit_code == 0
    assert len(list((scenario.parent / "kept" / "small").iterdir())) == 2


def test_the_report_is_chinese_when_asked(scenario: Path) -> None:
    done = slasim(scenario, "--no-charts", "--lang", "zh")
    assert "个方案" in done.stdout and "下一步" in done.stdout


@pytest.mark.parametrize("lang", LANGUAGES)
def test_the_progress_line_tells_how_fast_and_how_long_in_a_narrow_terminal(lang: str) -> None:
    slow = told(Progress(done=12, likely=300, most=5000, seconds=54.0, result=made()), 3, lang)
    quick = told(Progress(done=620, likely=1000, most=5000, seconds=41.0, result=made()), 3, lang)
    assert "4.5" in slow and "21" in slow, "4.5 s each, about 21 or 22 min left"
    assert "15" in quick and "25" in quick, "15 a second, about 25 s left"
    for line in (slow, quick):
        line.encode("gbk")
        assert width(line) <= 100
    assert width(slow[: slow.index("21")]) < 76, "the time left is what must be seen in 80 columns"


def test_the_version_can_be_asked_for() -> None:
    told = CliRunner().invoke(app, ["--version"])
    assert (told.exit_code, told.output) == (0, f"slasim {sim.__version__}\n")

"""A scenario file means what it says, whatever way it is said, and every mistake is told at its place."""

from __future__ import annotations

import json
import random
from dataclasses import fields, is_dataclass, replace
from pathlib import Path

import pytest

from sim.calendars import HOUR, MINUTE
from sim.distributions import Law, Range, fixed
from sim.measures import events
from sim.messages import LANGUAGES, say
from sim.phrases import Word
from sim.scenario import Bursts, Busyness, settled
from sim.scenario_file import kinds, load
from sim.scenario_file.schema import schema_text
from sim.scenario_file.spell import spelled
from sim.scenario_file.tree import Table, parse
from tests.written import SMALL, changed, problems, read

SAMPLES = sorted((Path(__file__).parent.parent / "scenarios").glob("*.yaml"))


def keys(folder, text):
    return [problem.key for problem in problems(folder, text)]


# ------------------------------------------------------------------ the samples


@pytest.mark.parametrize("path", SAMPLES, ids=lambda path: path.stem)
def test_every_sample_is_in_order(path):
    assert load(path).operation.plans


@pytest.mark.parametrize("path", SAMPLES, ids=lambda path: path.stem)
def test_a_resolved_sample_is_the_same_scenario(path, tmp_path):
    first = load(path)
    file = tmp_path / "resolved.yaml"
    file.write_text("\n".join(spelled(first)) + "\n", encoding="utf-8")
    assert meaning(load(file)) == meaning(first)


def meaning(scenario):
    """The scenario without what a resolved file does not say: places in the file, bands, the register."""
    sites = tuple(replace(site, band="") for site in scenario.demand.sites)
    return replace(
        scenario,
        demand=replace(scenario.demand, sites=sites),
        agreements=replace(scenario.agreements, clauses=()),
        hours={},
        figures=(),
        places=(),
    )


def test_the_order_of_tables_and_lines_changes_nothing(tmp_path):
    def shuffled(table: Table, rng: random.Random, depth: int = 0) -> list[str]:
        entries = list(table)
        rng.shuffle(entries)
        lines = []
        for entry in entries:
            if isinstance(entry.value, Table):
                inner = shuffled(entry.value, rng, depth + 1)
                lines += (
                    [f"{'  ' * depth}{entry.key.text}:", *inner] if inner else [f"{'  ' * depth}{entry.key.text}: {{}}"]
                )
            else:
                lines.append(f"{'  ' * depth}{entry.key.text}: {entry.value.text}")
        return lines

    def sorted_out(scenario):
        agreed = scenario.agreements
        return replace(
            scenario,
            operation=replace(scenario.operation, plans=tuple(sorted(scenario.operation.plans, key=lambda p: p.name))),
            agreements=replace(agreed, promises=tuple(sorted(agreed.promises, key=lambda p: p.name))),
            figures=(),
            places=(),
        )

    plain = sorted_out(read(tmp_path))
    for seed in range(5):
        text = "\n".join(shuffled(parse(SMALL, "x"), random.Random(seed))) + "\n"
        again = read(tmp_path, text)
        assert sorted_out(again) == plain
        assert list(again.demand.steps) == list(plain.demand.steps)


def test_no_word_of_the_file_is_left_in_the_nouns(tmp_path):
    def walk(node):
        assert not isinstance(node, Word)
        if is_dataclass(node):
            for entry in fields(node):
                walk(getattr(node, entry.name))
        elif isinstance(node, dict):
            for key, value in node.items():
                walk(key)
                walk(value)
        elif isinstance(node, tuple):
            for item in node:
                walk(item)

    walk(read(tmp_path))


# ------------------------------------------------------------------ what it means


def test_a_band_hands_on_to_its_sites(tmp_path):
    sites = {site.name: site for site in read(tmp_path).demand.sites}
    assert sites["east"].travel == sites["north"].travel
    assert sites["east"].travel_from_home == fixed(3.0 * HOUR)
    assert sites["north"].travel_from_home == sites["north"].travel
    assert (sites["south"].size, sites["north"].size) == (2, 1)
    assert [sites[name].with_base for name in ("east", "north", "south")] == [False, True, True]


def test_one_written_range_is_one_draw_wherever_it_is_inherited(tmp_path):
    scenario = read(tmp_path)
    year = settled(scenario, seed=7, replication=3)
    north, south, east = (next(s.travel for s in year.demand.sites if s.name == n) for n in ("north", "south", "east"))
    assert north == south == east
    assert 20 * MINUTE <= north.parameters[0] <= 30 * MINUTE
    work = scenario.demand.steps["remote"].work["B", "north"].parameters[0]
    assert work == Range(40.0 * MINUTE, 60.0 * MINUTE, "demand > steps > remote > work > others")


def test_the_work_factor_scales_our_own_work_and_nothing_else(tmp_path):
    steps = read(tmp_path).demand.steps
    assert steps["contact"].work["A", "north"] == fixed(5.0 * MINUTE)
    assert steps["contact"].work["B", "north"] == fixed(10.0 * MINUTE)
    assert steps["hotline"].work["A", "north"] == Law("lognormal_mean", (2.5 * MINUTE, 0.8))
    assert steps["third_party"].work["A", "north"] == fixed(8.0 * HOUR)
    assert steps["remote"].work["A", "south"] == fixed(10.0 * MINUTE)


def test_the_last_step_solves_and_a_hotline_that_says_nothing_does_not(tmp_path):
    steps = read(tmp_path).demand.steps
    assert set(steps["onsite"].solves.values()) == {1.0}
    assert set(steps["hotline"].solves.values()) == {0.0}
    assert steps["remote"].solves["A", "east"] == 0.5


def test_a_second_visit_is_a_step_with_the_work_of_the_first(tmp_path):
    text = changed("onsite: {work: 1 h}", "onsite: {work: 1 h, solves: 75%, second_visit: 100%}")
    steps = read(tmp_path, text).demand.steps
    assert list(steps)[-3:] == ["onsite", "second_visit", "third_party"]
    assert steps["second_visit"].work == steps["onsite"].work
    assert set(steps["second_visit"].solves.values()) == {1.0}
    assert keys(tmp_path, text.replace("100%}", "90%}")) == ["check_last_must_solve"]


def test_a_plan_says_only_what_differs(tmp_path):
    scenario = read(tmp_path)
    day, more = scenario.operation.plans
    assert more.staff["local"] == day.staff["local"]
    assert [shift.headcount for shift in more.staff["desk"][""]] == [2]
    assert [shift.label for shift in day.staff["local"]["north"]] == ["2 office", "1 off_hours on call"]
    assert [shift.label for shift in day.staff["local"]["south"]] == ["1 always"]
    assert day.pools["local"].places == ("north", "south")
    assert scenario.operation.base.staff == {}
    assert day.who["diagnosis"] == day.who["contact"] == ("local", "desk")


def test_a_plan_may_change_the_operation_and_take_lines_away(tmp_path):
    text = changed(
        "more: {like: day, desk: 2}",
        "more: {like: day, who: {contact: desk}, handling: {A: {onsite: none}}, costs: {on_cost: 1.4}, local: none}",
    )
    found = problems(tmp_path, text)
    assert [p.key for p in found] == ["check_nobody"]
    text = text.replace(", local: none", "")
    day, more = read(tmp_path, text).operation.plans
    assert (day.who["contact"], more.who["contact"]) == (("local", "desk"), ("desk",))
    assert (day.handling["A"].onsite_at_once, more.handling["A"].onsite_at_once) == (True, False)
    assert (day.costs.on_cost, more.costs.on_cost) == (1.0, 1.4)


def test_promises_take_each_line_from_the_first_that_says_it(tmp_path):
    promises = {promise.name: promise for promise in read(tmp_path).agreements.promises}
    assert list(promises) == ["every_level/contact/A", "every_level/contact/B", "A/onsite", "A/restore"]
    restore, onsite = promises["A/restore"], promises["A/onsite"]
    assert (restore.from_event, restore.to_event, restore.causes) == ("logged", "restored", ("own", "cannot_tell"))
    assert (restore.attain, restore.period, restore.counting, restore.by) == (0.95, "quarter", "carry", ())
    assert onsite.limit == {"north": 30 * MINUTE, "south": 30 * MINUTE, "east": 4 * HOUR}
    assert (onsite.sites, onsite.by, onsite.causes) == (("north", "south"), ("local",), kinds.CAUSES)
    assert promises["every_level/contact/B"].group == "every_level/contact"
    assert [reading.name for reading in restore.readings] == ["call"]
    assert restore.readings[0].promise == replace(restore, from_event="raised", readings=())


def test_a_reading_that_changes_nothing_is_left_out(tmp_path):
    text = changed("restore: {within: 4 h}", "restore: {within: 4 h, readings: call same}")
    promise = read(tmp_path, text).agreements.promises[-1]
    assert [reading.name for reading in promise.readings] == ["call"]


def test_events_and_kinds_are_those_that_are_judged():
    assert set(kinds.EVENTS) == set(events.EVENTS)
    for kind in kinds.KINDS:
        for lang in LANGUAGES:
            assert say(f"check_promise_{kind}", lang)


def test_study_lengths_follow_the_calendar(tmp_path):
    study = read(tmp_path, SMALL + "study: {start: 2028-01-01, length: 1 year, warm_up: 4 weeks}\n").study
    assert (study.days, study.warm_up_days, study.cool_down_days) == (366, 28, 14)
    assert read(tmp_path, SMALL + "study: {start: 2026-04-01, length: 2 quarters}\n").study.days == 183


def test_figures_carry_their_source_and_are_assumptions_without_one(tmp_path):
    text = changed("  causes: {own: 70%", "  causes: {source: {own: S1 for table 3}, own: 70%").replace(
        "local: {at: each base", "local: {source: measured, at: each base"
    )
    figures = {figure.path: figure for figure in read(tmp_path, text).figures}
    assert (figures["demand", "causes", "own"].status, figures["demand", "causes", "own"].source) == ("cited", "S1")
    assert figures["demand", "causes", "environment"].status == "assumption"
    assert figures["operation", "pools", "local", "ready_in"].status == "measured"
    assert ("operation", "plans", "day", "desk") not in figures
    assert keys(tmp_path, text.replace("S1 for table 3", "S9")) == ["check_no_source"]
    assert keys(tmp_path, text.replace("{own: S1 for table 3}", "{owm: S1}")) == ["check_no_marked_key_near"]


# ------------------------------------------------------------------ tables from files


def test_a_table_may_stand_in_a_csv_file(tmp_path):
    plain = read(tmp_path)
    (tmp_path / "sites.csv").write_text("site,band,size,base\nnorth,city,,\nsouth,city,2,\neast,town,,north\n")
    begin, end = SMALL.index("  sites:\n"), SMALL.index("  levels:\n")
    text = SMALL[:begin] + "  sites: from sites.csv\n" + SMALL[end:]
    assert read(tmp_path, text).demand == plain.demand
    (tmp_path / "sites.csv").write_text("site,band,size,base\nnorth,city,,\nsouth,citty,2,\neast,town,,nrth\n")
    found = problems(tmp_path, text)
    assert [(Path(p.place.file).name, p.place.line, p.place.column, p.key) for p in found] == [
        ("sites.csv", 3, 7, "check_no_band_near"),
        ("sites.csv", 4, 12, "check_no_site_near"),
    ]


def test_a_csv_file_from_chinese_excel_is_understood(tmp_path):
    (tmp_path / "sites.csv").write_bytes(
        "site,zh,band\nnorth,北站,city\nsouth,南站,city\neast,东站,city\n".encode("gbk")
    )
    begin, end = SMALL.index("  sites:\n"), SMALL.index("  levels:\n")
    text = SMALL[:begin] + "  sites: from sites.csv\n" + SMALL[end:]
    scenario = read(tmp_path, text.replace("{city: 30 min, east: 4 h}", "30 min"))
    assert [site.title.zh for site in scenario.demand.sites] == ["东站", "北站", "南站"]


def test_durations_and_a_week_may_stand_in_files(tmp_path):
    (tmp_path / "times.csv").write_text("duration\n5 min\n7 min\n")
    days = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
    rows = [",".join([day, *(str(hour % 7) for hour in range(24))]) for day in days]
    (tmp_path / "week.csv").write_text("\n".join(["day," + ",".join(map(str, range(24))), *rows]))
    text = changed("contact: {work: 10 min", "contact: {work: from times.csv").replace("60% office", "from week.csv")
    scenario = read(tmp_path, text)
    assert scenario.demand.steps["contact"].work["B", "east"] == Law("sample", (5.0 * MINUTE, 7.0 * MINUTE))
    assert len(scenario.demand.levels[1].rhythm.weights) == 7


@pytest.mark.parametrize(
    "file", ["../secret.csv", "/etc/passwd.csv", "C:/x.csv", "a/../../secret.csv", "link.csv", "x.txt"]
)
def test_no_file_outside_the_folder_is_read(tmp_path, file):
    (tmp_path / "secret.csv").write_text("site,band\nnorth,city\n")
    folder = tmp_path / "in"
    folder.mkdir()
    (folder / "link.csv").symlink_to(tmp_path / "secret.csv")
    begin, end = SMALL.index("  sites:\n"), SMALL.index("  levels:\n")
    found = keys(folder, SMALL[:begin] + f"  sites: from {file}\n" + SMALL[end:])
    assert "check_csv_outside" in found


def test_busier_times_and_bursts_are_spelled_as_they_are_read(tmp_path):
    lines = "  busyness: cv 0.3 per site per month\n  bursts: {share: 10..20%, size: 3, within: 30 min}\n"
    first = read(tmp_path, changed("  causes: {own", lines + "  causes: {own"))
    assert first.demand.busyness == Busyness(0.3, "month", True)
    assert first.demand.bursts == Bursts(Range(0.1, 0.2, "demand > bursts > share"), 3, 30 * 60_000)
    again = read(tmp_path, "\n".join(spelled(first)) + "\n")
    assert (again.demand.busyness, again.demand.bursts) == (first.demand.busyness, first.demand.bursts)


# ------------------------------------------------------------------ what is refused


@pytest.mark.parametrize(
    ("old", "new", "key", "spot"),
    [
        ("remote: {work: {A: 20 min, others", "remote: {work: {C: 20 min, others", "check_no_level", "C"),
        ("remote: {work: {A: 20 min, others", "remote: {work: {A: 20 min, B", "", ""),
        ("solves: {A: 50%, others: 60%}", "solves: {A: 50%}", "check_level_missing", "{A: 50%}"),
        ("solves: {A: 50%, others: 60%}", "solves: {A B: 50%, A: 60%}", "check_level_twice", "A"),
        ("solves: {A: 50%, others: 60%}", "solves: {city: 50%, east: 60%}", "", ""),
        ("solves: {A: 50%, others: 60%}", "solves: {north: 50%, south: 1%}", "check_place_missing", "{north"),
        ("cannot_tell: 10%", "cannot_tell: 15%", "check_causes_sum", "{own"),
        ("cannot_tell: 10%", "cannot_tell: 5..15%", "", None),
        (", solves: 20%", "", "check_needs_solves", "{work: 10 min}"),
        ("onsite: {work: 1 h}", "onsite: {work: 1 h, solves: 90%}", "check_last_must_solve", "90%"),
        ("    third_party: {request: 30 min, turnaround: 8 h}\n", "", "check_no_third_party", "steps"),
        ("band: town, base: north", "band: town, base: nort", "check_no_site_near", "nort"),
        ("city: {travel: 20..30 min}", "city: {travel_from_home: 20 min}", "check_no_travel", "sites"),
        ("remote: desk,", "remote: dsk,", "check_no_pool_near", "dsk"),
        ("remote: desk,", "", "check_who", "{hotline"),
        ("contact: {work: 10 min", "contact: {work: mean 10 mn", "phrases_unit_near", "mn"),
        ("onsite: at once", "onsite: at onc", "check_no_such_choice_near", "at onc"),
        ("onsite: at once", "hq_support: at once", "check_step_not_written", "hq_support"),
        ("  causes:", "  bursts: {share: 5%, size: 1, within: 1 h}\n  causes:", "check_burst_size", "1"),
        ("  causes:", "  bursts: {share: 5%, within: 1 h}\n  causes:", "check_needs", "{share"),
        ("rank: A B", "rank: A B, absence: 100%", "check_all_absent", "100%"),
        ("ready_in: 10 min", "absence: 2..4%", "", ""),
        ("rank: A B", "rank: A", "check_rank_missing", "A"),
        ("  rules: {rank: A B}\n", "", "check_rank_needed", None),
        ("others: 1 always}", "south: 0}", "check_nobody_for_also", "day"),
        ("more: {like: day, desk: 2}", "more: {like: dya, desk: 2}", "check_no_sibling_near", "dya"),
        ("restore: {within: 4 h}", "restored: {within: 4 h}", "check_no_kind_near", "restored"),
        ("restore: {within: 4 h}", "restore: {within: 4 h, to: restord}", "check_no_such_choice_near", "restord"),
        ("restore: {within: 4 h}", "restore: {withn: 4 h}", "check_no_such_key_near", "withn"),
        ("restore: {within: 4 h}", "connect: {within: 4 h}", "check_connect_measured", "within"),
        ("sites: with_base", "sites: with_bas", "check_no_place_near", "with_bas"),
        ("restore: {readings: call}", "restore: {readings: cal}", "check_no_reading_near", "cal"),
        ("95% per quarter", "95% per month", "", ""),
        ("off_hours: outside office}", "off_hours: outside off_hours}", "check_hours_circle", "outside"),
        ("north: {band: city}", "north: {band: cty}", "check_no_band_near", "cty"),
        ("desk: {}", "others: {}", "check_word_of_language", "others"),
        ("attain: 95% per quarter,", "attain: 95% per quarter, from: logged,", "check_not_for_all", "from"),
        ("desk: {}", "desk: {pay: 9 USD per year}\n    costs: {pay: 9 yuan per year}", "check_one_currency", "9 yuan"),
        ("desk: {}", "desk: {}\n    costs: {}", "check_word_of_language", "{}"),
    ],
)
def test_a_mistake_is_told_at_its_place(tmp_path, old, new, key, spot):
    text = changed(old, new)
    found = problems(tmp_path, text)
    if not key and spot is not None:
        assert found == ()
        return
    assert found
    if key:
        assert key in [problem.key for problem in found]
        problem = next(problem for problem in found if problem.key == key)
        for lang in LANGUAGES:
            assert say(problem.key, lang, **problem.values)
        if spot is not None:
            line = text.split("\n")[problem.place.line - 1]
            assert line[problem.place.column - 1 :].startswith(spot)


def test_where_remote_work_is_last_nothing_may_pass_it_by(tmp_path):
    text = (
        changed("    onsite: {work: 1 h}\n", "")
        .replace(", others: 60%}}", ", others: 100%}}")
        .replace("A: 50%", "A: 100%")
    )
    text = text.replace(", onsite: local", "").replace("    A: {onsite: at once}\n", "    A: {}\n")
    assert keys(tmp_path, text) == ["check_cannot_tell_needs_visit"]
    sure = text.replace("environment: 20%, cannot_tell: 10%", "environment: 30%")
    assert keys(tmp_path, sure) == []
    asked = sure.replace("remote: {work", "remote: {authorisation: {granted: 90%}, work")
    assert keys(tmp_path, asked) == ["check_refusal_needs_visit"]


def test_a_study_that_cuts_a_period_is_refused(tmp_path):
    assert keys(tmp_path, SMALL + "study: {start: 2026-02-01, length: 1 year}\n") == [
        "check_period_start",
        "check_period_length",
    ]
    assert keys(tmp_path, SMALL + "study: {start: 2026-01-01, length: 100 days}\n") == ["check_period_length"]


def test_people_who_are_never_there_in_the_window_are_told(tmp_path):
    text = changed("A: {onsite: at once}", "A: {onsite: at once}\n    B: {window: office}").replace(
        "others: 1 always}", "others: 1 off_hours}"
    )
    found = problems(tmp_path, text)
    assert [(p.key, p.values["step"], p.values["reached"]) for p in found] == [
        ("check_never_meet_also", "onsite", "B at south")
    ]


def test_nobody_is_missed_in_a_plan_whose_base_is_not_there(tmp_path):
    text = changed("more: {like: day, desk: 2}", "more: {like: dya, desk: 2}\n    most: {like: more, desk: 3}")
    assert keys(tmp_path, text) == ["check_no_sibling_near"]
    assert keys(tmp_path, changed("more: {like: day, desk: 2}", "more: {desk: 2}")) == ["check_nobody"]


def test_hours_of_permission_must_fill_the_week(tmp_path):
    text = changed("remote: {", "remote: {authorisation: {delay: {office: 5 min, off_hours: 9 min}}, ")
    assert read(tmp_path, text).demand.authorisation is not None
    gap = text.replace("off_hours: 9 min", "restdays: 9 min")
    assert keys(tmp_path, gap) == ["check_hours_gap"]
    assert keys(tmp_path, gap.replace("9 min}}", "9 min, others: 1 h}}")) == []


def test_all_mistakes_are_told_at_once_in_the_order_of_the_file(tmp_path):
    text = SMALL.replace("20..30 min", "20..30").replace("70%", "700%").replace("call: {from", "call: {form")
    found = problems(tmp_path, text)
    assert len(found) == 4
    assert [p.place.line for p in found] == sorted(p.place.line for p in found)


def test_every_clause_of_the_register_needs_a_place_or_a_reason(tmp_path):
    (tmp_path / "c.csv").write_text("clause,en,zh\nX-1,one,一\nX-2,two,二\nX-3,three,三\n", encoding="utf-8")
    text = changed("agreements:\n", "agreements:\n  clauses: c.csv\n  not_simulated: {X-2: no number}\n").replace(
        "restore: {within: 4 h}", "restore: {clause: X-1, within: 4 h}"
    )
    found = problems(tmp_path, text)
    assert [(p.key, p.values["names"]) for p in found] == [("check_clause_missing", "X-3")]
    whole = text.replace("clause: X-1", "clause: X-1 X-3")
    scenario = read(tmp_path, whole)
    assert [(place.clause, place.path) for place in scenario.places] == [
        ("X-1", ("agreements", "promises", "A", "restore")),
        ("X-3", ("agreements", "promises", "A", "restore")),
    ]
    assert keys(tmp_path, whole.replace("X-1 X-3", "X-1 X-3 X-4")) == ["check_no_clause_near"]
    assert keys(tmp_path, whole.replace("X-1 X-3", "X-1 X-3 X-2")) == ["check_clause_both"]


# ------------------------------------------------------------------ the name


@pytest.mark.parametrize(
    ("name", "key"),
    [
        ("../../esc", "check_name_sign"),
        ("a/b", "check_name_sign"),
        ("a\\b", "check_name_sign"),
        ("/tmp/x", "check_name_sign"),
        ("what?", "check_name_sign"),
        ("'a:b'", "check_name_sign"),
        ("..", "check_name_ends"),
        (".hidden", "check_name_ends"),
        ("dot.", "check_name_ends"),
        ("-rf", "check_name_ends"),
        ("''", "check_name_ends"),
        ("nul", "check_name_device"),
        ("COM1.txt", "check_name_device"),
        ("x" * 81, "check_name_long"),
    ],
)
def test_a_name_that_is_no_plain_file_name_is_refused(tmp_path, name, key):
    assert keys(tmp_path, f"name: {name}\n" + SMALL) == [key]


@pytest.mark.parametrize("name", ["西南 网通-2026", "v1.2_final", "control"])
def test_a_plain_name_in_any_script_is_kept(tmp_path, name):
    assert read(tmp_path, f"name: {name}\n" + SMALL).name == name


def test_a_name_made_from_the_file_stays_inside_the_folder(tmp_path):
    for file, name in (("...yaml", "scenario"), ("场景（一）.yaml", "场景_一_"), ("nul.yaml", "scenario")):
        (tmp_path / file).write_text(SMALL, encoding="utf-8")
        assert load(tmp_path / file).name == name


# ------------------------------------------------------------------ the schema


def test_the_schema_beside_the_samples_is_the_one_of_the_program():
    path = SAMPLES[0].parent / "scenario.schema.json"
    assert path.read_text(encoding="utf-8") == schema_text()


@pytest.mark.parametrize("path", SAMPLES, ids=lambda path: path.stem)
def test_samples_fit_the_schema_and_a_misspelt_key_does_not(path):
    jsonschema = pytest.importorskip("jsonschema")
    from ruamel.yaml import YAML

    data = YAML(typ="safe", pure=True).load(path.read_text(encoding="utf-8"))
    checker = jsonschema.Draft202012Validator(json.loads(schema_text()))
    assert not [error.message for error in checker.iter_errors(as_json(data))]
    data["demand"]["stepps"] = {}
    assert list(checker.iter_errors(as_json(data)))


def as_json(node):
    if isinstance(node, dict):
        return {str(key): as_json(value) for key, value in node.items()}
    return node if isinstance(node, int | float | str) else str(node)

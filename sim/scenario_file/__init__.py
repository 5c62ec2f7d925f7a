"""The scenario file: text in, nouns out, with every input error at once.

text        read from disk; signs that a Chinese keyboard or Excel slips in
tree        words and tables that know where they stand
shape       which keys stand where, and what they mean; the JSON Schema (`schema`) is made from it
tables      tables that come from CSV files beside the scenario
inherit     `like`, bands, a plan over the operation, `none`
differs     values that differ by level, place or hours
demand, steps, operation, roster, staffing, agreements, kinds, study, named_hours, overlap, marks
            each part of the file as nouns, with its cross-checks
load        all of it in order
spell       the way back: a scenario as a file with everything said
starter     a scenario to begin with
"""

from sim.scenario_file.load import load

__all__ = ["load"]

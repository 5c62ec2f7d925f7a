"""What all parts of the reading share: the problems found so far, and how a value in words is read.

Reading never stops at an error. A value that cannot be read is noted with its place and stands as its default, so
that everything else can still be looked at; the scenario is given out only if nothing was noted.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from pathlib import Path
from typing import Concatenate, ParamSpec, TypeVar

from sim.calendars import Holidays, Hours
from sim.phrases import Word, half_width, named, near
from sim.problems import PhraseError, Place, Problem
from sim.scenario import Title
from sim.scenario_file.tree import Entry, Node, Table, Words

T = TypeVar("T")
P = ParamSpec("P")

NOT_NAMES = {
    "others",
    "every_level",
    "each",
    "then",
    "and",
    "all",
    "none",
    "anyone",
    "nowhere",
    "with_base",
    "like",
    "duties",
}
"""Words of the language, which cannot be names of levels, sites, bands, pools or plans."""


class Reader:
    """Collects problems. `hours` that the file has named, and its `holidays`, once its calendar has been read;
    the `currency` of the first amount of money, which must be that of all others; whether the file has any
    `carried_phones`."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self.problems: list[Problem] = []
        self.hours: Mapping[str, Hours] = {}
        self.holidays = Holidays()
        self.currency = ""
        self.carried_phones = False

    def add(self, place: Place, path: tuple[str, ...], key: str, **values: object) -> None:
        """Note a problem, once for each place, kind and heading: a cell of a sheet may be read for several pools."""
        if not any((found.place, found.path, found.key) == (place, path, key) for found in self.problems):
            self.problems.append(Problem(place, path, key, values))

    def at(self, node: Node, key: str, **values: object) -> None:
        """Note a problem with a whole value or table."""
        self.add(node.place, node.path, key, **values)

    def needs(self, table: Table, examples: Mapping[str, str]) -> None:
        """Every line without which `table` says nothing is a problem where it is missing, told with its example."""
        for name, example in examples.items():
            if name not in table:
                self.at(table, "check_needs", name=name, example=example)

    def words(self, node: Node | None) -> Words | None:
        """`node` if it is words; a table where words belong is a problem."""
        if isinstance(node, Table):
            self.at(node, "check_value_expected", name=node.path[-1])
            return None
        return node

    def read(
        self,
        node: Node | None,
        phrase: Callable[Concatenate[str, P], T],
        default: T,
        *args: P.args,
        **kwargs: P.kwargs,
    ) -> T:
        """The value of `node` by the reader `phrase`; `default` if it is not written or cannot be read.

        Numbers that are not known exactly are called after the place where they are written.
        """
        words = self.words(node)
        if words is None:
            return default
        try:
            return named(phrase(words.text, *args, **kwargs), " > ".join(words.path))
        except PhraseError as error:
            self.add(words.part(error.start, error.end), words.path, error.key, **error.values)
            return default

    def one_of(self, node: Node | None, choices: Mapping[str, T], default: T) -> T:
        """What the words of `node` stand for among `choices`."""
        words = self.words(node)
        if words is None:
            return default
        text = " ".join(half_width(words.text).split())
        if text not in choices:
            self.unknown(words, words.place, text, choices, "check_no_such_choice")
            return default
        return choices[text]

    def names(
        self, node: Node | None, known: Iterable[str], key: str, phrase: Callable[[str], tuple[Word, ...]]
    ) -> tuple[str, ...]:
        """The names in `node`, read by `phrase`, each of which must be `known`; `key` is said of one that is not."""
        words = self.words(node)
        if words is None:
            return ()
        found = self.read(words, phrase, ())
        for name in found:
            if name not in known:
                self.unknown(words, words.part(name.start, name.end), name, known, key)
        return tuple(str(name) for name in found if name in known)

    def unknown(self, node: Node, place: Place, name: str, known: Iterable[str], key: str) -> None:
        """Note that `name` is none of the `known` ones; `key` has a twin `.._near` for when one is like it."""
        names = tuple(known)
        meant = near(name, names)
        self.add(place, node.path, f"{key}_near" if meant else key, name=name, near=meant, known=", ".join(names))

    @property
    def knows_sites(self) -> bool:
        """Whether the sites could be read. Where not, what follows from a site's place is no second error."""
        return not any(problem.path[:2] == ("demand", "sites") for problem in self.problems)

    def named_tables(self, table: Table) -> dict[str, Table]:
        """The tables in `table` by name; the names must be single words that the language does not use itself."""
        found = {}
        for entry in table:
            self.check_name(entry)
            if isinstance(entry.value, Table):
                found[entry.key.text] = entry.value
        return found

    def check_name(self, entry: Entry) -> None:
        """A name is one word, without signs, and none of the words of the language."""
        text = entry.key.text
        if text in NOT_NAMES:
            self.add(entry.key.place, entry.key.path, "check_word_of_language", name=text)
        elif not text or half_width(text) != text or not all(sign.isalnum() or sign in "_-." for sign in text):
            self.add(entry.key.place, entry.key.path, "check_not_a_name", name=text)


def title(table: Table, name: str) -> Title:
    """The titles written in `table`; the name itself, with spaces for underscores, where there is none."""
    english = table.text("en") or (name.replace("_", " ") if not table.text("zh") or name.isascii() else name)
    return Title(en=english, zh=table.text("zh") or english)


def clauses(table: Table) -> tuple[str, ...]:
    """The clauses that a table names."""
    return tuple(half_width(table.text("clause")).split())

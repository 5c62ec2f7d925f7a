"""Reading a value from left to right, knowing at every moment where in the text one is.

All phrases share one `Cursor`. It asks for what the grammar wants next ("the word `cv`", "a number") and turns the
answer "that is not there" into a `PhraseError` which points at the very word. Full-width signs, digits and spaces are
read as their half-width twins, one for one, so that offsets stay those of the written text.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from functools import wraps
from typing import Concatenate, NoReturn, ParamSpec, TypeVar

from sim.problems import PhraseError, nearest

P = ParamSpec("P")
T = TypeVar("T")

HALF_WIDTH = {code: code - 0xFEE0 for code in range(0xFF01, 0xFF5F)} | {0x3000: 0x20, 0x09: 0x20}
NOT_USED = re.compile(r"[,;()\[\]{}<>=\"'“”‘’、。《》【】]")


class Word(str):
    """A word of a value, with the offsets `start` and `end` of its place in it."""

    start: int
    end: int

    @classmethod
    def at(cls, text: str, start: int) -> Word:
        """The word `text` that begins at offset `start`."""
        word = cls(text)
        word.start, word.end = start, start + len(text)
        return word


class Cursor:
    """A place in the value `text`; `example` is a good value of the wanted kind, shown with every error."""

    def __init__(self, text: str, example: str) -> None:
        self.text = text
        self.example = example
        self.at = 0
        self._skip_spaces()

    def sees(self, pattern: str) -> bool:
        """Whether `pattern` matches here. Nothing is read."""
        return re.compile(pattern).match(self.text, self.at) is not None

    def take(self, pattern: str) -> Word | None:
        """Read what matches `pattern` here and the spaces after it; None when it does not match."""
        match = re.compile(pattern).match(self.text, self.at)
        if match is None:
            return None
        self.at = match.end()
        self._skip_spaces()
        return Word.at(match.group(), match.start())

    def take_word(self, *words: str) -> Word | None:
        """Read one of `words` if the next word is one of them."""
        return self.take(rf"(?:{'|'.join(map(re.escape, words))})(?![\w-])")

    def peek(self) -> Word:
        """The next word, up to a space, `+` or `%`; "" at the end."""
        match = re.compile(r"[^\s+%]+|\S|").match(self.text, self.at)
        assert match is not None
        return Word.at(match.group(), match.start())

    def name(self) -> Word:
        """Read a name: a run of letters, digits, `_`, `-` and `.`, whatever it may mean."""
        word = self.take(r"[^\s+%]+")
        return word if word is not None else self.missing("phrases_name")

    def need(self, *words: str) -> Word:
        """Read one of `words`; it is an error if none of them is next."""
        word = self.take_word(*words)
        return word if word is not None else self.unexpected(words)

    def choice(self, key: str, known: Iterable[str]) -> Word:
        """Read one of the `known` words; otherwise fail with `key`, the word found and the nearest known one."""
        names = tuple(known)
        word = self.peek()
        if word not in names:
            self.unknown(key, word, names)
        self.at = word.end
        self._skip_spaces()
        return word

    def finish(self) -> None:
        """The value must end here."""
        if self.at < len(self.text):
            word = self.peek()
            self.fail("phrases_left_over", word, found=word, before=self.text[: self.at].strip())

    def unexpected(self, words: Iterable[str]) -> NoReturn:
        """Fail because none of `words` is next."""
        expected, found = " / ".join(words), self.peek()
        if found:
            self.fail("phrases_expected", found, expected=expected, found=found)
        self.fail("phrases_ends_early", expected=expected)

    def unknown(self, key: str, word: Word, known: Iterable[str], **values: object) -> NoReturn:
        """Fail because `word` is not `known`; the twin `.._near` of `key` is for when a known one is like it."""
        names = tuple(known)
        meant = near(word, names)
        self.fail(f"{key}_near" if meant else key, word, name=word, near=meant, known=", ".join(names), **values)

    def missing(self, key: str) -> NoReturn:
        """Fail with `key` because what it speaks of is not next."""
        self.fail(key, self.peek(), found=self.peek())

    def fail(self, key: str, word: Word | None = None, **values: object) -> NoReturn:
        """Raise the error `key` at `word`, or at the end of the text."""
        start, end = (word.start, word.end) if word else (len(self.text), None)
        raise PhraseError(key, start, end, **{"example": self.example, **values})

    def fail_since(self, start: int, key: str, **values: object) -> NoReturn:
        """Raise the error `key` at all that has been read from offset `start` on."""
        read = self.text[start : self.at].rstrip()
        self.fail(key, Word.at(read, start), found=read, **values)

    def _skip_spaces(self) -> None:
        while self.at < len(self.text) and self.text[self.at] == " ":
            self.at += 1


def half_width(text: str) -> str:
    """`text` with full-width signs, digits, letters and spaces made half-width, one character for one."""
    return text.translate(HALF_WIDTH)


def near(word: str, known: Iterable[str]) -> str:
    """What `word` was probably meant to be: a known name but for capitals, or the nearest one, or ""."""
    names = tuple(known)
    return next((name for name in names if name.casefold() == word.casefold()), "") or nearest(word, names)


def phrase(example: str) -> Callable[[Callable[Concatenate[Cursor, P], T]], Callable[Concatenate[str, P], T]]:
    """Turn a reader on a cursor into a function of a text, which must be read to its end.

    Commas, brackets and quotes are refused here for all phrases; the cure offered is the text without them, if that
    can be read, else the `example`.
    """

    def decorate(read: Callable[Concatenate[Cursor, P], T]) -> Callable[Concatenate[str, P], T]:
        @wraps(read)
        def whole(text: str, /, *args: P.args, **kwargs: P.kwargs) -> T:
            def attempt(plain: str) -> T:
                cursor = Cursor(plain, example)
                if not plain.strip():
                    cursor.fail("phrases_empty")
                value = read(cursor, *args, **kwargs)
                cursor.finish()
                return value

            plain = half_width(text)
            if NOT_USED.search(plain):
                raise PhraseError("phrases_punctuation", 0, len(text), example=_cure(plain, attempt) or example)
            return attempt(plain)

        return whole

    return decorate


def _cure(plain: str, attempt: Callable[[str], object]) -> str:
    """`plain` without the signs that are not used, if it can be read so; else ""."""
    text = re.sub(r"(?<=\d),(?=\d{3}(?!\d))", "", plain)
    text = re.sub(r"(?<=\d),(?=\d)", ".", text)
    text = " ".join(NOT_USED.sub(" ", text).replace("lognormal", "").split())
    try:
        attempt(text)
    except PhraseError:
        return ""
    return text

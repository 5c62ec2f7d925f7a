"""The catalogue of sentences: whole in both languages, and showable everywhere."""

from __future__ import annotations

import ast
import tomllib
from pathlib import Path
from string import Formatter

import pytest

from sim import messages

ROOT = Path(messages.__file__).parent
PAGES = {page.stem: tomllib.loads(page.read_text(encoding="utf-8")) for page in sorted(ROOT.glob("*.toml"))}
ENTRIES = [(page, key, texts) for page, entries in PAGES.items() for key, texts in entries.items()]


DATE_PARTS = {"weekday", "day", "month", "year"}
"""Of these each language takes what its dates are made of."""


def placeholders(text: str) -> set[str]:
    return {name for _, name, _, _ in Formatter().parse(text) if name is not None} - DATE_PARTS


@pytest.mark.parametrize("page", PAGES)
def test_every_sentence_is_there_in_both_languages_with_the_same_values(page: str) -> None:
    for key, texts in PAGES[page].items():
        assert set(texts) == set(messages.LANGUAGES), key
        assert placeholders(texts["en"]) == placeholders(texts["zh"]), key
        assert texts["en"].strip() and texts["zh"].strip(), key


def test_a_key_names_its_page() -> None:
    astray = [key for page, key, _ in ENTRIES if not key.startswith(page.replace("-", "_"))]
    assert not astray


def test_every_sentence_can_be_shown_by_a_chinese_windows_console() -> None:
    for _, key, texts in ENTRIES:
        for text in texts.values():
            try:
                text.encode("gbk")
            except UnicodeEncodeError as error:
                pytest.fail(f"{key}: {text[error.start]!r} is not in GBK")


def test_english_has_no_chinese_signs() -> None:
    for _, key, texts in ENTRIES:
        assert not set("，。；：（）") & set(texts["en"]), key


def test_every_sentence_that_the_program_names_is_there() -> None:
    """Keys written out in a call of `say` or in a `Problem`; keys put together at run time are not looked at."""
    known = set(messages.keys())
    missing = []
    for file in ROOT.parent.rglob("*.py"):
        for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == "say" and node.args:
                first = node.args[0]
                if isinstance(first, ast.Constant) and first.value not in known:
                    missing.append(f"{file.name}:{node.lineno} {first.value}")
    assert not missing

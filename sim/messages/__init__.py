"""The message catalogue: every sentence a customer sees, in English and Chinese.

The pages of the catalogue are TOML files beside this module (`check.toml`, `report.toml`, ...). An entry has a `zh`
and an `en` text; texts are filled with `str.format`. Nothing outside this catalogue is shown to a customer.
"""

from __future__ import annotations

import tomllib
from functools import cache
from importlib.resources import files

LANGUAGES = ("en", "zh")


@cache
def _catalogue() -> dict[str, dict[str, str]]:
    """All pages together: key -> language -> text. Two pages that hold the same key are a mistake."""
    entries: dict[str, dict[str, str]] = {}
    for page in sorted(files(__name__).iterdir(), key=lambda path: path.name):
        if page.name.endswith(".toml"):
            for key, texts in tomllib.loads(page.read_text(encoding="utf-8")).items():
                if key in entries:
                    raise KeyError(f"two messages are called {key}")
                entries[key] = texts
    return entries


def say(key: str, lang: str = "en", **values: object) -> str:
    """The sentence `key` in language `lang` ("en" or "zh"), with `values` filled in. An unknown key is a KeyError."""
    return _catalogue()[key][lang].format(**values)


def keys() -> tuple[str, ...]:
    """The names of all messages."""
    return tuple(_catalogue())

"""What the tables of a scenario file are made of: values in words, values that differ, and keys with their meaning."""

from __future__ import annotations

from typing import Annotated, Any

from pydantic import BaseModel, ConfigDict, Discriminator, Field, Tag, WithJsonSchema

VALUE, TABLE = "<value>", "<table>"


def _either(value: object) -> str:
    return TABLE if isinstance(value, dict) else VALUE


def line(en: str, zh: str, *examples: str) -> Any:
    """A key with its meaning in both languages and good values."""
    return Field(default=None, description=f"{en}\n{zh}", examples=list(examples) or None)


Value = Annotated[str, WithJsonSchema({"type": ["string", "number"]})]
"""Words: a number with its unit, a phrase, names. YAML takes some of them for numbers."""

_OneLevel = Annotated[
    Annotated[Value, Tag(VALUE)] | Annotated[dict[str, Value], Tag(TABLE)],
    Discriminator(_either),
]
Varied = Annotated[
    Annotated[Value, Tag(VALUE)] | Annotated[dict[str, _OneLevel], Tag(TABLE)],
    Discriminator(_either),
]
"""A value, or one for each level, place or part of the week; `others` is the rest, names may be joined by spaces."""

Names = dict[str, Value]


class Block(BaseModel):
    """What every table may hold beside its own keys."""

    model_config = ConfigDict(extra="forbid", strict=True)

    en: Value | None = line("title in English; not written: the name", "英文名称；不写则用键名")
    zh: Value | None = line("title in Chinese; not written: the English one", "中文名称；不写则用英文名称")
    note: Value | None = line("a remark for readers", "备注")
    clause: Value | None = line("numbers of the clauses this stands for", "对应的条款编号", "P-05", "P-03 P-04")
    source: Varied | None = line(
        "where the figures of this table come from: keys of `sources`, computed, measured or expert",
        "本表数字的出处：sources 中的编号，或 computed、measured、expert",
        "S41",
    )

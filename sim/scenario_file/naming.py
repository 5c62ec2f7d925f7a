"""The name of a scenario. It becomes the name of a folder of results, so it must be a plain file name anywhere."""

from __future__ import annotations

import unicodedata

from sim.scenario_file.reader import Reader
from sim.scenario_file.tree import Table

LONGEST = 80
DEVICES = {"CON", "PRN", "AUX", "NUL", *(f"{port}{digit}" for port in ("COM", "LPT") for digit in range(10))}
"""Names that Windows keeps for devices, with any ending."""


def scenario_name(reader: Reader, tree: Table) -> str:
    """The name written, which must be plain; else one made from the name of the file."""
    words = tree.words("name")
    if words is None or words.text == "none":
        return made_plain(reader.path.stem)
    name = words.text
    sign = next((at for at, sign in enumerate(name) if not _plain_sign(sign)), None)
    if sign is not None:
        reader.add(words.part(sign, sign + 1), words.path, "check_name_sign", sign=name[sign])
    elif name != name.strip(" .") or not name or name[0] == "-":
        reader.at(words, "check_name_ends")
    elif name.split(".")[0].strip().upper() in DEVICES:
        reader.at(words, "check_name_device", name=name)
    elif len(name) > LONGEST:
        reader.at(words, "check_name_long", limit=LONGEST)
    return name


def _plain_sign(sign: str) -> bool:
    return sign in " _-." or unicodedata.category(sign)[0] in "LMN"


def made_plain(stem: str) -> str:
    """A name from that of a file, which may be called what a folder had better not be."""
    name = "".join(sign if _plain_sign(sign) else "_" for sign in stem)[:LONGEST].strip(" .").lstrip("-")
    return "scenario" if not name or name.split(".")[0].strip().upper() in DEVICES else name

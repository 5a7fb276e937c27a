"""Finding products by what somebody typed: names in both languages, aliases, category and maker."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Sequence

from rapidfuzz import fuzz, process

from bot.catalog import Ware

LONGEST = 60
NOT_WORDS = re.compile(r"[^a-z ]+")
FILLERS = frozenset(
    re.findall(
        r"\w+",
        "kak mau pesan beli minta tolong ada yang dan sama dengan ya dong bks bungkus pcs biji kirim ke"
        " the and please order want some a of with to",
    )
)


def plain(text: str) -> str:
    """Lower-case ASCII words without numbers and fillers."""
    folded = unicodedata.normalize("NFKD", text[:400].casefold()).encode("ascii", "ignore").decode()
    words = NOT_WORDS.sub(" ", folded).split()
    return " ".join(word for word in words if word not in FILLERS)[:LONGEST]


def find(text: str, wares: Iterable[Ware]) -> Sequence[Ware]:
    """The products that the text may mean, best first; none when nothing is near."""
    wanted = plain(text)
    if len(wanted) < 2:
        return []
    scored = [(_score(wanted, ware), ware) for ware in wares]
    best = max((score for score, _ware in scored), default=0)
    near = [(score, ware) for score, ware in scored if score >= max(70, best - 25)]
    return [ware for _score_, ware in sorted(near, key=lambda one: (-one[0], one[1].id))]


def _score(wanted: str, ware: Ware) -> float:
    names = [plain(one) for one in (ware.name_id, ware.name_en, *ware.aliases)]
    by_name = max(_name_score(wanted, name) for name in names if name)
    elsewhere = plain(f"{ware.maker} {ware.category} {ware.description_id} {ware.description_en}").split()
    all_there = all(any(word.startswith(one) for word in elsewhere) for one in wanted.split())
    return max(by_name, 72.0 if all_there else 0.0)


def _name_score(wanted: str, name: str) -> float:
    if wanted == name:
        return 100.0
    words, typed = name.split(), wanted.split()
    if all(any(word.startswith(one) for word in words) for one in typed):
        return 95.0
    if all(word in typed for word in words):
        return 92.0
    cutoff = 88 if len(wanted) <= 5 else 80
    near = process.extractOne(wanted, [name, *words], scorer=fuzz.ratio, score_cutoff=cutoff)
    return min(near[1], 90.0) if near else 0.0

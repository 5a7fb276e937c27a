"""Which goods ought to carry a halal number and a P-IRT or BPOM number: food and drink, told by HS chapter.

A hint for the coordinator, no legal advice: which number a product needs is for its maker to know.
"""

from __future__ import annotations

FOOD_CHAPTERS = frozenset(
    f"{chapter:02}" for chapter in (2, 3, 4, 7, 8, 9, 10, 11, 12, 15, 16, 17, 18, 19, 20, 21, 22)
)
"""HS chapters of what is eaten and drunk.

Sources: PP 42/2024 art. 160 (2), food and drink of micro and small firms to be halal certified from
October 2026 (whether it was put off again is not known); PerBPOM 22/2018, packed food at home needs P-IRT,
canned food BPOM MD instead (as its summaries tell it).
"""


def is_food(hs_code: str) -> bool:
    """Whether goods of this HS code are eaten or drunk."""
    return hs_code[:2] in FOOD_CHAPTERS

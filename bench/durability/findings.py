"""What was found lost or doubled; the same finding counts once, however often it is met again."""

from __future__ import annotations

import sys
from collections import Counter
from dataclasses import dataclass, field

from bench.durability.fault import Counts

UPDATES, ORDERS, NOTICES = "updates", "orders", "notices"


@dataclass
class Findings:
    """Collects them with a word on each, which goes to the error output as it comes."""

    _lost: Counter[str] = field(default_factory=Counter)
    _doubled: Counter[str] = field(default_factory=Counter)
    _met: set[str] = field(default_factory=set)

    def lose(self, what: str, said: str, times: int = 1) -> None:
        """So many of UPDATES, ORDERS or NOTICES are lost, `said` tells which."""
        self._count(self._lost, what, f"lost: {said}", times)

    def double(self, what: str, said: str, times: int = 1) -> None:
        """So many happened once too often."""
        self._count(self._doubled, what, f"doubled: {said}", times)

    def differ(self, what: str, said: str, is_now: int, should: int) -> None:
        """Counts a difference as lost or doubled, by its sign."""
        words = f"{said}: {is_now} instead of {should}"
        if is_now < should:
            self.lose(what, words, should - is_now)
        elif is_now > should:
            self.double(what, words, is_now - should)

    def _count(self, where: Counter[str], what: str, said: str, times: int) -> None:
        if said not in self._met:
            self._met.add(said)
            where[what] += times
            sys.stderr.write(f"{said}\n")

    @property
    def lost(self) -> Counts:
        """All that was lost."""
        return Counts(self._lost[UPDATES], self._lost[ORDERS], self._lost[NOTICES])

    @property
    def doubled(self) -> Counts:
        """All that was doubled."""
        return Counts(self._doubled[UPDATES], self._doubled[ORDERS], self._doubled[NOTICES])

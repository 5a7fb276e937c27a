"""Decides whether a message complains, and of what; whether it wants a person.

Cues are looked for sentence by sentence. A sentence with a cue of `no_complaint` supposes, asks, wishes or
praises, and complains of nothing: `kalau rusak di jalan gimana?`, `biar gak remuk`.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import TypeVar, get_args

from bot.understanding.decide.cues import GOODS, NUMBER, CueIndex
from bot.understanding.decide.topics import forms_in
from bot.understanding.lexicon.vocabulary import Vocabulary
from bot.understanding.result import Complaint, Wanted
from bot.understanding.spot.scene import Scene

COMPLAINTS: tuple[Complaint, ...] = get_args(Complaint)
WANTED: tuple[Wanted, ...] = get_args(Wanted)
Kind = TypeVar("Kind", bound=str)
ANY = "any"
HEARD, NONE, WISH, STATUS, PERSON, NO_PERSON = "complaint", "none", "wish", "status", "person", "no person"
Meant = tuple[str, str]
"""What a cue says, and of which kind: (`complaint`, `damaged`)."""


@dataclass(frozen=True, slots=True)
class Grievance:
    """What a message complains of, and what it wants to be done."""

    complaint: Complaint | None = None
    wanted: Wanted | None = None
    asks_how_far: bool = False
    wants_person: bool = False


class Grievances:
    """The cues of complaints, found by the words with which they begin."""

    def __init__(self, words: Vocabulary) -> None:
        self._cues = CueIndex(_listed(words))

    def heard(self, scene: Scene) -> Grievance:
        """What the message complains of, wants, and asks of an earlier complaint. Raises TooMuchToRead."""
        heard = [self._cues.heard(forms, scene.message.effort) for forms in _sentences(scene)]
        return Grievance(
            next((one for one in COMPLAINTS if any(_complains(each, one) for each in heard)), None),
            next((one for one in WANTED if any(_wants(each, one) for each in heard)), None),
            any((STATUS, "") in each for each in heard),
            any((PERSON, "") in each and (NO_PERSON, "") not in each for each in heard),
        )


def _listed(words: Vocabulary) -> Iterator[tuple[Meant, str]]:
    yield from _each(HEARD, words.complaints)
    yield from _each(NONE, words.no_complaint)
    yield from _each(WISH, words.wanted)
    alone = ((STATUS, words.asks_of_complaint), (PERSON, words.wants_person), (NO_PERSON, words.no_person))
    for says, cues in alone:
        yield from (((says, ""), cue) for cue in cues)


def _each(says: str, cues: Mapping[Kind, Iterable[str]]) -> Iterator[tuple[Meant, str]]:
    return (((says, kind), cue) for kind, of_kind in cues.items() for cue in of_kind)


def _sentences(scene: Scene) -> Iterator[Sequence[frozenset[str]]]:
    """The words of each sentence in all their forms.

    Those of goods (`kopi bubuk`) say nothing else, those of addresses and names (`Jalan Kapok`) nothing.
    """
    message = scene.message
    goods = {at for one in scene.known for at in range(one.start, one.end)}
    for part in message.sentences:
        forms = forms_in(scene, part)
        for at in part:
            if at in scene.away:
                forms[at - part.start] = frozenset()
            if at in goods:
                forms[at - part.start] = frozenset({GOODS})
            if message.kind(at) == "number" or message.plain(at) in message.vocabulary.value:
                forms[at - part.start] |= {NUMBER}
        yield forms


def _complains(heard: set[Meant], kind: Complaint) -> bool:
    return (HEARD, kind) in heard and (NONE, ANY) not in heard and (NONE, kind) not in heard


def _wants(heard: set[Meant], wanted: Wanted) -> bool:
    return (WISH, wanted) in heard and (NONE, ANY) not in heard

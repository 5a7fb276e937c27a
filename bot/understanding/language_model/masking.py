"""Takes out of a message what names or reaches people, before it leaves the machine."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass

from bot.understanding.annotate.message import Message
from bot.understanding.annotate.numbers import is_number_word
from bot.understanding.language_model.abstention import named_goods, spelled_as_goods
from bot.understanding.spot.addresses import contact_of
from bot.understanding.spot.personal_data import contact_in
from bot.understanding.spot.scene import Scene

HIDDEN = "[hidden]"
_LONG_NUMBER = re.compile(r"\d(?:[.,:/-]?\d){4,}")
"""From five digits on a number is no quantity, and may be a telephone's, a postal code or a passport's."""
HEADS = ("order", "self", "hello", "to")
"""What stands behind a name that begins a sentence (`Siti mau …`)."""
BEFORE_A_NAME = ("address", "self", "at", "for", "third", "person_label")
"""What stands before a name or a town that is written in small letters."""
IN_ADDRESSES = frozenset({"street", "number_label", "to", "at", "other_label"})
MOST_SPELLED_OUT = 5
"""From so many words for numbers in a row on they are no quantity."""
MOST_PLACES = 10
"""The places of one stretch that are looked at."""
LONGEST_TITLE = 3
"""The letters of a word behind which a dot ends no sentence (`Ny.`, `Bpk.`, `St.`)."""


@dataclass(frozen=True, slots=True)
class Masked:
    """A message in which HIDDEN stands for each masked stretch.

    `origin` has the place in the message of each character of `text`.
    """

    text: str
    origin: tuple[int, ...]

    def places(self, stretch: str, within: range | None = None) -> Iterator[range]:
        """The first places of `text` (characters) where this stretch stands, letter by letter."""
        inside = within or range(len(self.text))
        at = inside.start - 1
        for _ in range(MOST_PLACES if stretch else 0):
            at = self.text.find(stretch, at + 1, inside.stop)
            if at < 0:
                return
            yield range(at, at + len(stretch))

    def own(self, place: range) -> tuple[int, int]:
        """The characters of the message that a place covers: the first, and behind the last."""
        return self.origin[place[0]], self.origin[place[-1]] + 1


def masked(message: Message, hidden: Collection[int]) -> Masked:
    """The message with HIDDEN for each run of hidden tokens."""
    pieces: list[str] = []
    origin: list[int] = []
    end, was_hidden = 0, False
    for at, token in enumerate(message.tokens):
        is_hidden = at in hidden
        gap = "" if is_hidden and was_hidden else message.text[end : token.start]
        own = "" if is_hidden and was_hidden else HIDDEN if is_hidden else token.text
        pieces += [gap, own]
        origin += range(end, end + len(gap))
        origin += [token.start] * len(own) if is_hidden else range(token.start, token.start + len(own))
        end, was_hidden = token.end, is_hidden
    return Masked("".join(pieces), tuple(origin))


def private_tokens(scene: Scene) -> set[int]:
    """The tokens that must not leave: names, telephones, addresses, what others wrote, other numbers.

    With one of the first four goes all of its part of the sentence, unless that names goods.
    """
    message = scene.message
    found = set(scene.away) | contact_in(message)
    for stretch in contact_of(scene, "order"):
        start = message.text.find(stretch)
        found.update(message.tokens_in(start, start + len(stretch)) if start >= 0 else ())
    found.update(at for one in scene.persons for at in range(one.start, one.end))
    found.update(at for at in range(1, len(message)) if _is_of_address(message, at))
    for match in _LONG_NUMBER.finditer(message.text):
        found.update(message.tokens_in(*match.span()))
    goods = named_goods(scene) | spelled_as_goods(scene)
    found.update(_strangers(scene, goods))
    found.update(_unsaid(scene, goods))
    found.update(_spelled_out(message))
    parts = list(message.parts)
    for order in (parts, parts[::-1]):
        _spread(scene, found, goods, order)
    return found.union(at for one in scene.ignored for at in range(one.start, one.end))


def labels_a_number(message: Message, at: int) -> bool:
    """Whether this token says that the number behind it is a house's, a floor's, a room's, or a size."""
    return (
        message.says_at(at, "number_label", "street") or message.plain(at) in message.vocabulary.people.rooms
    )


def _is_of_address(message: Message, at: int) -> bool:
    return message.kind(at) == "number" and labels_a_number(message, at - 1)


def _spread(scene: Scene, found: set[int], goods: set[int], parts: Sequence[range]) -> None:
    """Hides whole parts: those with something hidden, and capitalised or numbered ones that follow such."""
    message, counts = scene.message, {one.start for one in scene.amounts if one.with_unit}
    was_hidden = False
    for part in parts:
        is_number = message.kind(part[0]) == "number" and part[0] not in counts
        is_capital = message.tokens[part[0]].text[:1].isupper()
        is_written_so = is_capital or is_number or _is_bare_line(message, part)
        is_hidden = not found.isdisjoint(part) or (was_hidden and is_written_so)
        was_hidden = is_hidden and goods.isdisjoint(part)
        found.update(part if was_hidden else ())


def _is_bare_line(message: Message, part: range) -> bool:
    """Whether a line has only words that mean nothing here, or stand in addresses: `siti rahmawati`."""
    whole = message.kind(part[0] - 1) == "break" and message.kind(part[-1] + 1) == "break"
    return whole and all(message.says[at] <= IN_ADDRESSES for at in part)


def _strangers(scene: Scene, goods: set[int]) -> Iterator[int]:
    """Capitalised words that are neither goods, places nor any words of the vocabulary: most likely names."""
    message = scene.message
    known = goods | {at for one in scene.places for at in range(one.start, one.end)}
    for at, token in enumerate(message.tokens):
        if token.kind != "word" or not token.text[:1].isupper() or at in known or message.says[at]:
            continue
        capital_says_nothing = message.text.isupper() or _begins_sentence(message, at)
        is_ordinary = token.plain in message.vocabulary.ordinary and not message.says_at(at + 1, *HEADS)
        if not (capital_says_nothing and is_ordinary):
            yield at


def _unsaid(scene: Scene, goods: set[int]) -> Iterator[int]:
    """Runs of words without a meaning here where a name or a town stands: `mbak wulandari`, `aku rina,`."""
    message, counted = scene.message, {at for one in scene.amounts for at in (one.start, one.end)}
    for start, end in _runs_of_unsaid(scene):
        owned = message.plain(start - 1) in message.grammar.owned_by
        led = owned or message.says_at(start - 1, *BEFORE_A_NAME)
        alone = (
            _ends_part(message, start - 1) and _ends_part(message, end) and (start, end) != (0, len(message))
        )
        if (led or alone) and goods.isdisjoint(range(start, end)) and not {start, end} & counted:
            yield from range(start, end)


def _ends_part(message: Message, at: int) -> bool:
    return message.kind(at) == "break" or message.strong_break(at) or message.plain(at) == ","


def _runs_of_unsaid(scene: Scene) -> Iterator[tuple[int, int]]:
    """Each run of words that the vocabulary does not know: its first token, and the one behind its last."""
    message, start = scene.message, -1
    placed = {at for one in scene.places for at in range(one.start, one.end)}
    for at in range(len(message) + 1):
        if message.kind(at) != "word" or message.says[at] or at in placed:
            if start >= 0:
                yield start, at
            start = -1
        elif start < 0:
            start = at


def _spelled_out(message: Message) -> Iterator[int]:
    """Numbers said digit by digit, `kosong sembilan satu dua …`: a telephone's."""
    run: list[int] = []
    for at in range(len(message) + 1):
        if message.kind(at) == "word" and is_number_word(message.vocabulary, message.plain(at)):
            run.append(at)
            continue
        if len(run) >= MOST_SPELLED_OUT:
            yield from run
        run = []


def _begins_sentence(message: Message, at: int) -> bool:
    behind_title = message.plain(at - 1) == "." and len(message.plain(at - 2)) <= LONGEST_TITLE
    return at == 0 or (message.strong_break(at - 1) and not behind_title)

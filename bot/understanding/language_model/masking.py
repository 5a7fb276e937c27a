"""Takes out of a message what names or reaches people, before it leaves the machine."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass

from bot.understanding.annotate.message import Message
from bot.understanding.language_model.abstention import named_goods, spelled_as_goods
from bot.understanding.spot.addresses import contact_of
from bot.understanding.spot.personal_data import contact_in, parts_of
from bot.understanding.spot.scene import Scene

HIDDEN = "[hidden]"
_LONG_NUMBER = re.compile(r"\d(?:[.,:/-]?\d){4,}")
"""From five digits on a number is no quantity, and may be a telephone's, a postal code or a passport's."""
HEADS = ("order", "self", "hello", "to")
"""What stands behind a name that begins a sentence (`Siti mau …`)."""
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
    parts = list(parts_of(message))
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
        is_written_so = message.tokens[part[0]].text[:1].isupper() or is_number
        is_hidden = not found.isdisjoint(part) or (was_hidden and is_written_so)
        was_hidden = is_hidden and goods.isdisjoint(part)
        found.update(part if was_hidden else ())


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


def _begins_sentence(message: Message, at: int) -> bool:
    behind_title = message.plain(at - 1) == "." and len(message.plain(at - 2)) <= LONGEST_TITLE
    return at == 0 or (message.strong_break(at - 1) and not behind_title)

"""Where the reader abstains: what it leaves open or in doubt, and a language model may be asked about."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from bot.understanding.decide.doubts import DOES
from bot.understanding.explain import Read
from bot.understanding.result import Unclear
from bot.understanding.spot.countries import Place
from bot.understanding.spot.friends import Person
from bot.understanding.spot.products import Mention
from bot.understanding.spot.quantities import Amount, Ignored
from bot.understanding.spot.scene import Scene

OPEN = ("intent", "number", "goods")
"""The doubts that another reading can settle; whether somebody really wants so `many`, only they know."""
SAYS_WHICH = frozenset({"describe", "kind_words", "weak", "goods"})
"""What a word may say that helps to tell one product from another."""


def abstains(read: Read) -> bool:
    """Whether the reader abstains from a part of a message.

    It does where a word is unclear, where the intent, a number or goods are in doubt, where it finds an order
    without goods, and where it finds neither order, change nor question and is not sure of that. It does not
    where a message is a plain yes or no or cancels everything, nor where a word only leaves a choice that
    nothing else in its sentence decides: that is the customer's to make.
    """
    found = read.interpretation
    if found.confirms or found.declines or found.all_off:
        return False
    if any(one.kind in OPEN for one in found.doubts) or any(
        _is_open(read.scene, one) for one in found.unclear
    ):
        return True
    without_goods = found.intent == "order" and not found.lines and not found.unclear
    return without_goods or (found.intent not in (*DOES, "question") and read.decided.is_unsure)


def _is_open(scene: Scene, unclear: Unclear) -> bool:
    """Whether more than a choice is open, or words beside it may decide that: `keripik 2 yang pedes`."""
    if len(unclear.any_of) < 2:
        return True
    return any(
        tells_apart(scene, scene.message.sentence_at(one.start), one)
        for one in scene.known
        if scene.message.slice(one.start, one.end) == unclear.text
    )


def tells_apart(scene: Scene, tokens: Sequence[int], mention: Mention) -> bool:
    """Whether these tokens hold a word, beside what was spotted, that may say which product is meant."""
    spotted = {at for one in (mention, *scene.known) for at in range(one.start, one.end)}
    return any(at not in spotted for at in telling_words(scene, tokens))


def telling_words(scene: Scene, tokens: Sequence[int]) -> Iterator[int]:
    """The words that may describe goods: no cue, no number, place, person or address."""
    things: list[Amount | Ignored | Place | Person] = [*scene.amounts, *scene.ignored]
    things += [*scene.places, *scene.persons]
    taken = scene.away.union(at for one in things for at in range(one.start, one.end))
    for at in tokens:
        says = scene.message.says[at]
        describes = says <= SAYS_WHICH or "describe" in says
        if at not in taken and describes and scene.message.kind(at) == "word":
            yield at

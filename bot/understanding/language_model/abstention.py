"""Where the reader abstains: what it leaves open or in doubt, and a language model may be asked about."""

from __future__ import annotations

from bot.understanding.decide.doubts import DOES
from bot.understanding.explain import Read
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
    or a change of nothing at all, and where it finds neither order, change nor question and is not sure of
    that. It does not where a message is a plain yes or no or cancels everything, nor where a word only leaves
    a choice that nothing else in its sentence decides: that is the customer's to make.
    """
    found = read.interpretation
    if found.confirms or found.declines or found.all_off:
        return False
    choices = _open_choices(read.scene) if found.unclear else set()
    if any(len(one.any_of) < 2 or one.text in choices for one in found.unclear):
        return True
    says_nothing = not any((found.lines, found.unclear, found.contact, found.destination))
    is_other = found.intent not in (*DOES, "question") and read.decided.is_unsure
    is_open = is_other or any(one.kind in OPEN for one in found.doubts)
    return is_open or (found.intent in DOES and says_nothing)


def _open_choices(scene: Scene) -> set[str]:
    """The goods, as typed, of sentences whose other words may decide a choice: `keripik 2 yang pedes`."""
    telling = telling_words(scene)
    told = {at for one in scene.message.sentences if not telling.isdisjoint(one) for at in one}
    return {scene.message.slice(one.start, one.end) for one in scene.known if one.start in told}


def telling_words(scene: Scene) -> frozenset[int]:
    """The tokens that may describe goods without naming any: no cue, number, place, person or address."""
    message = scene.message
    things: list[Mention | Amount | Ignored | Place | Person] = [*scene.known, *scene.amounts]
    things += [*scene.ignored, *scene.places, *scene.persons]
    taken = scene.away.union(at for one in things for at in range(one.start, one.end))
    return frozenset(
        at
        for at, token in enumerate(message.tokens)
        if at not in taken
        and token.kind == "word"
        and (message.says[at] <= SAYS_WHICH or "describe" in message.says[at])
    )

"""Where the reader abstains: what it leaves open or in doubt, and a language model may be asked about."""

from __future__ import annotations

from bot.understanding.decide.doubts import DOES
from bot.understanding.explain import Read
from bot.understanding.lexicon.catalogue import LEAST_SURE_ALONE
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
    or a change of nothing at all, and where it finds neither though a word is spelled as goods are, or is not
    sure of that. It does not where a message is a plain yes or no or cancels everything, nor where a word
    only leaves a choice that nothing else in its sentence decides: that is the customer's to make.
    """
    found = read.interpretation
    if found.confirms or found.declines or found.all_off:
        return False
    choices = _open_choices(read.scene) if found.unclear else set()
    if any(len(one.any_of) < 2 or one.text in choices for one in found.unclear):
        return True
    if any(one.kind in OPEN for one in found.doubts):
        return True
    if found.intent in DOES:
        return not any((found.lines, found.unclear, found.contact, found.destination))
    overlooked = not read.scene.known and bool(spelled_as_goods(read.scene))
    unsure = read.decided.is_unsure
    return (unsure and overlooked) if found.intent == "question" else (unsure or overlooked)


def _open_choices(scene: Scene) -> set[str]:
    """The goods, as typed, of sentences whose other words may decide a choice: `keripik 2 yang pedes`."""
    telling = telling_words(scene)
    told = {at for one in scene.message.sentences if not telling.isdisjoint(one) for at in one}
    return {scene.message.slice(one.start, one.end) for one in scene.known if one.start in told}


def named_goods(scene: Scene) -> set[int]:
    """The tokens that name goods."""
    return {at for one in scene.known for at in range(one.start, one.end)}


def spelled_as_goods(scene: Scene) -> set[int]:
    """The tokens of words that no vocabulary knows and that are spelled nearly as goods are."""
    words = ((at, one) for at, one in enumerate(scene.message.tokens) if one.kind == "word")
    unknown = ((at, one) for at, one in words if at not in scene.away and not scene.message.says[at])
    meant = ((at, scene.lexicon.meant(one.plain)[0]) for at, one in unknown)
    return {at for at, near in meant if any(sure >= LEAST_SURE_ALONE for _words, sure in near)}


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

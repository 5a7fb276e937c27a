"""What somebody must not eat, as a message says it."""

from __future__ import annotations

from dataclasses import dataclass

from bot.catalog import Allergen
from bot.understanding.decide.criteria import allergens_named
from bot.understanding.decide.said import Said
from bot.understanding.spot.scene import Scene


@dataclass(frozen=True, slots=True)
class Avoided:
    """What somebody must not eat: the allergens that are named, and the goods that these words would name.

    `cue`: a word says that it is not to be in the goods, or asks whether it is.
    """

    allergens: tuple[Allergen, ...]
    goods: frozenset[str]
    cue: bool


def avoided_in(scene: Scene) -> Avoided | None:
    """What a message says of things that somebody must not eat; None if it names none and no allergy."""
    said = Said(scene)
    found = allergens_named(said)
    places = {at for _allergen, place in found for at in place}
    if not found and not said.places(said.words.allergic):
        return None
    goods = (one.skus for one in scene.known if not places.isdisjoint(range(one.start, one.end)))
    kinds = tuple(dict.fromkeys(allergen for allergen, _place in found))
    return Avoided(kinds, frozenset().union(*goods), not found or bool(said.places(said.words.free_of)))

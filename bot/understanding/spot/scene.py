"""The scene of a message: its goods, quantities, places, people, and stretches without goods."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from bot.understanding.annotate.message import Message
from bot.understanding.known import NOTHING, Known
from bot.understanding.lexicon.catalogue import Lexicon
from bot.understanding.spot import (
    countries,
    list_heads,
    namesakes,
    options,
    personal_data,
    products,
    references,
    unknown_products,
)
from bot.understanding.spot.countries import Place
from bot.understanding.spot.country_spotter import CountrySpotter
from bot.understanding.spot.friends import Person
from bot.understanding.spot.products import Mention
from bot.understanding.spot.quantities import Amount, Ignored, amounts_of, shared

NEAR = 4
A_KIND = 0.65
"""The score of a word that names a kind of goods by its own letters; one that is only like it has less."""
SWAPPED = 2
"""The most tokens between goods and those that take their place."""
FEW = 4
"""The most tokens of a message that is about nothing but goods."""


@dataclass(frozen=True, slots=True)
class Scene:
    """What stands where in a message; `away` are the tokens that cannot be goods or quantities."""

    message: Message
    lexicon: Lexicon
    goods: tuple[Mention, ...]
    amounts: tuple[Amount, ...]
    ignored: tuple[Ignored, ...]
    places: tuple[Place, ...]
    away: frozenset[int]
    persons: tuple[Person, ...] = ()
    conversation: Known = NOTHING

    @property
    def known(self) -> list[Mention]:
        """The mentions of goods that the catalogue has."""
        return [one for one in self.goods if one.skus]

    def is_all_held(self, one: Mention) -> bool:
        """Whether a mention is all of the cart or the order in one word."""
        return one.every and set(one.skus) == self.conversation.held.keys()

    def mention_before(self, at: int) -> Mention | None:
        """The last goods that end before this token."""
        return next((one for one in reversed(self.goods) if one.end <= at), None)

    def mention_after(self, at: int) -> Mention | None:
        """The first goods that begin with this token or later."""
        return next((one for one in self.goods if one.start >= at), None)

    def amount_in(self, start: int, end: int) -> bool:
        """Whether a quantity stands in this stretch."""
        return any(start <= one.start < end for one in self.amounts)


def scene_of(
    message: Message, lexicon: Lexicon, spotter: CountrySpotter, conversation: Known = NOTHING
) -> Scene:
    """Spots everything in a message."""
    placed = spotter.quieten(message)
    codes = [*products.codes_of(message, lexicon), *references.pointed_at(message, conversation)]
    coded = _covered(codes)
    away = personal_data.away_of(message) - coded
    both = references.both_in(message)
    numbers = list(shared(message, amounts_of(message, away | coded | both)))
    taken = away | coded | both | _covered(numbers)
    named = products.mentions_of(message, lexicon, taken | placed)
    named, heads = list_heads.under_heads(message, lexicon, named)
    named = products.completed(message, lexicon, named, taken | placed | heads)
    named = [one for one in named if _is_goods(message, one, numbers, named)]
    named = sorted([*codes, *named], key=lambda one: one.start)
    sized = options.spotted(message, lexicon, named, numbers, conversation)
    named, numbers, away = sized.goods, sized.numbers, away | sized.away
    taken |= away | _covered(numbers)
    if conversation != NOTHING:
        named = references.in_conversation(message, lexicon, named, numbers, conversation)
        named = options.in_sizes(lexicon, named, conversation)
        _mark_swaps(message, named, conversation)
    said = _covered(one for one in named if len(one.skus) < 2 or one.every)
    counts = (one.start for one in numbers if message.plain(one.start) != "2" or one.start - 1 in said)
    glued = any(message.tokens[at].glued for at in counts)
    said = _covered(named) if glued else said  # "karak2 intip3" counts
    kinds = _covered(named) - said
    numbers = [one for one in numbers if not _repeats(message, one, said, kinds)]
    numbers = [one for one in numbers if not _means_and(message, one, named, numbers)]
    places = countries.places_of(message, spotter, taken | _covered(named), away)
    persons, places = namesakes.told_apart(
        message, named, numbers, namesakes.unknown_to(conversation, message, places), away | heads
    )
    for at in _covered(persons):
        message.mark(at, "third")
    named, places = _with_strangers(message, lexicon, named, places, taken | _covered(persons))
    scene = _scene(message, lexicon, named, numbers, places, away)
    return replace(scene, persons=tuple(persons), conversation=conversation)


def _mark_swaps(message: Message, named: Sequence[Mention], conversation: Known) -> None:
    """`karaknya jadi semprong`, `yang M jadi L`: between held goods and others, `jadi` exchanges them."""
    for one, other in pairwise(named):
        between = range(one.end, other.start)
        becomes = [at for at in between if message.says_at(at, "becomes") or _to_another(message, at)]
        of_held = one.sure and one.skus[0] in conversation.held and other.skus
        if of_held and becomes and len(between) <= SWAPPED and not set(one.skus) & set(other.skus):
            message.mark(becomes[0], "change")


def _to_another(message: Message, at: int) -> bool:
    """`ganti M ke L`."""
    return message.says_at(at, "to") and message.says_at(at, "replaced_by")


def _scene(
    message: Message,
    lexicon: Lexicon,
    named: Sequence[Mention],
    numbers: Sequence[Amount | Ignored],
    places: Sequence[Place],
    away: set[int],
) -> Scene:
    amounts = [one for one in numbers if isinstance(one, Amount) and not _sums_up(message, one, numbers)]
    ignored = [one for one in numbers if isinstance(one, Ignored)]
    return Scene(
        message,
        lexicon,
        tuple(named),
        tuple(_weighed_packs(named, amounts)),
        tuple(ignored),
        tuple(places),
        frozenset(away),
    )


def _sums_up(message: Message, one: Amount, numbers: Sequence[Amount | Ignored]) -> bool:
    """`karak 2 ditambah brem 1 jadi total 3`: the quantity is the sum of all others."""
    others = [other for other in numbers if isinstance(other, Amount) and other is not one]
    is_total = message.has("total", start=max(one.start - 2, 0), end=one.start)
    return is_total and len(others) > 1 and one.pieces == sum(other.pieces or 0 for other in others)


def _covered(stretches: Iterable[Mention | Amount | Ignored | Place | Person]) -> set[int]:
    return {at for one in stretches for at in range(one.start, one.end)}


def _is_goods(
    message: Message, one: Mention, numbers: Sequence[Amount | Ignored], named: Sequence[Mention]
) -> bool:
    """Whether a mention is goods; an everyday word (`tas`) is only beside a quantity or an order.

    A word that also asks must be counted in units: `kok 3 slop` are shuttlecocks, `kok 3?` is surprise. So is
    a word of a sentence that is only like a kind of goods: nobody who docks (`sandar`) wants sandals.
    """
    everyday = message.says[one.start] - {"goods", "describe", "weak", "address_also_goods", "order_label"}
    like = len(one.skus) > 1 and one.score < A_KIND and len(message) > FEW
    only_like = like and len(named) == 1 and not numbers and not message.has("order", "stock", "question")
    if one.end - one.start > 1 or not (everyday or only_like):
        return True
    asks = "question" in everyday
    taken = {other.end for other in named if other is not one}  # "karak 5 kok belum"
    beside = any(
        isinstance(number, Amount)
        and (not asks or (number.with_unit and number.pieces is not None))
        and (number.start == one.end or (number.end == one.start and number.start not in taken))
        for number in numbers
    )
    return beside or (not asks and message.says_at(one.start - 1, "order"))


def _repeats(message: Message, one: Amount | Ignored, named: Collection[int], kinds: Collection[int]) -> bool:
    """`cepet2 ya`: a `2` at the end of a word repeats it, unless it is goods, or a word that is not known.

    A kind of goods is repeated too: `keripik2 yang pedes`.
    """
    word, two = one.start - 1, one.start
    if message.plain(two) != "2" or one.end != two + 1 or word in named or message.kind(word) != "word":
        return False
    of_kind = word in kinds
    known = message.says[word] or message.plain(word) in message.vocabulary.ordinary
    known = of_kind or (bool(known) and not message.says_at(word, "goods"))
    return message.tokens[two].glued and known and len(message.plain(word)) > 2


def _means_and(
    message: Message, one: Amount | Ignored, named: Sequence[Mention], numbers: Sequence[Amount | Ignored]
) -> bool:
    """`kalih` between two goods, or between a quantity and the next goods, is "and"."""
    if message.plain(one.start) not in message.vocabulary.numbers.also_and or one.end != one.start + 1:
        return False
    follows = any(mention.start == one.end for mention in named)
    ends = {mention.end for mention in named} | {number.end for number in numbers if number is not one}
    means = follows and one.start in ends
    if means:
        message.mark(one.start, "and")
    return means


def _with_strangers(
    message: Message,
    lexicon: Lexicon,
    named: Sequence[Mention],
    places: Sequence[Place],
    taken: set[int],
) -> tuple[list[Mention], list[Place]]:
    covered = taken | _covered(named) | _covered(places)
    strange = unknown_products.strange_runs(message, lexicon, covered, _covered(named))
    joined = unknown_products.compounds(message, lexicon, named, strange)
    for at, one in enumerate(joined):
        place = next((place for place in places if place.start == one.end and place.how == "bare"), None)
        if place is not None and not one.sure and _names_goods(message, one, place, places):
            joined[at] = Mention(one.start, place.end, (), whole=False)
            places = [other for other in places if other is not place]
    return joined, list(places)


def _names_goods(message: Message, one: Mention, place: Place, places: Sequence[Place]) -> bool:
    """`mie korea 3 ke jepang`: the country is part of the goods' name."""
    counted = message.kind(place.end) == "number" or message.plain(place.end) in message.vocabulary.value
    asked = message.says_at(one.start - 1, "stock")
    return counted or asked or any(other.how == "to" for other in places)


def _weighed_packs(named: Sequence[Mention], amounts: Sequence[Amount]) -> list[Amount]:
    """Joins a count and a weight beside each other into one quantity: `2 bks 250gr`."""
    found: list[Amount] = []
    starts = {mention.start for mention in named}
    for one in amounts:
        last = found[-1] if found else None
        if last is None or not _belong(last, one) or (one.end in starts and one.start != last.end):
            found.append(one)
            continue
        if any(last.end <= mention.start < one.start for mention in named):
            found.append(one)
            continue
        pieces, grams = last.pieces or one.pieces, last.grams or one.grams
        found[-1] = replace(last, end=one.end, pieces=pieces, grams=grams, volume=last.volume or one.volume)
    return found


def _belong(first: Amount, second: Amount) -> bool:
    kinds = {(first.pieces is None, first.grams is None), (second.pieces is None, second.grams is None)}
    return kinds == {(True, False), (False, True)} and second.start - first.end <= NEAR

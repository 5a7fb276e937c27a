"""Reads answers to "which one?" that name no product: `terserah`, `yang paling murah 2`, `gak jadi itu`."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from itertools import pairwise
from typing import Literal
from unicodedata import category

from bot.core.spelling import squeezed
from bot.understanding.annotate.message import Message
from bot.understanding.decide.short_answers import BESIDE, ENDS
from bot.understanding.lexicon.word_lists import Phrase
from bot.understanding.spot.quantities import Amount, amounts_of

LONGEST = 12
"""The most tokens of such an answer."""
MOST_NUMBERS = 2
"""The most numbers of a text that corrects one: the wrong one and the right one."""
MOST_OF_OUTCRY = 30
"""The most tokens of a text that takes the last one back, or wonders at it."""
Way = Literal[
    "cheapest", "dearest", "lightest", "biggest", "any", "all", "both", "neither", "cancel", "wait", "compare"
]
Superlative = Literal["cheapest", "lightest"]
Going = Literal["checkout", "cart", "english", "indonesian", "erase", "own_data"]
GOING: tuple[Going, ...] = ("checkout", "cart", "english", "indonesian", "erase", "own_data")
"""In this order the first one counts."""
WAYS: tuple[Way, ...] = (
    *("compare", "neither", "cancel", "wait", "cheapest", "dearest", "lightest", "biggest"),
    *("all", "both", "any"),
)
"""In the order in which they are tried; of a question only those that settle nothing."""
QUIET = frozenset(".,!?")
"""Signs beside an answer that take nothing back."""
FACES = ("So", "Sk", "Mn", "Cf")
"""The Unicode categories of faces: symbols, with their skin, their look and what joins them."""
DOUBTING = frozenset("😭🤔🙄😕🤨😐😒🧐😑❓🤷🫤🙃")
"""Faces that doubt what they stand beside."""


@dataclass(frozen=True, slots=True)
class Choosing:
    """How somebody chooses among products, and how many; None where no number was said."""

    way: Way
    pieces: int | None = None


def choosing_in(message: Message, named: frozenset[str]) -> Choosing | None:
    """The way a message chooses; None for anything else. `named` are the words that were asked about."""
    if not 0 < len(message) <= LONGEST:
        return None
    found = amounts_of(message, ())
    amounts = [one for one in found if isinstance(one, Amount) and one.pieces is not None]
    counted = {at for one in amounts for at in range(one.start, one.end)}
    asks = "?" in message.text or message.has("how_much", "stock")
    for way in WAYS if not asks else ("compare", "wait", "neither"):
        said = set(_said(message, _phrases(message, way)))
        rest = [at for at in range(len(message)) if at not in said | counted]
        if said and all(_is_beside(message, at, named) for at in rest):
            amounts = [one for one in amounts if one.start not in said]
            return Choosing(way, amounts[0].pieces if len(amounts) == 1 else None)
    return None


def superlative_in(message: Message) -> Superlative | None:
    """`yg plg murah apa`: the cheapest or the lightest, with small words and kinds of goods in general."""
    beside = (
        message.vocabulary.choosing.beside | message.vocabulary.choosing.sure | message.vocabulary.answers.yes
    )
    ways: tuple[Superlative, ...] = ("cheapest", "lightest")
    found = [one for one in ways if _is_all(message, message.vocabulary.choices[one], beside)]
    return found[0] if len(found) == 1 else None


def place_in(message: Message) -> int | None:
    """The place in a list that a message names and no more: 1 is the first, -1 the last, 0 the middle."""
    if not 0 < len(message) <= LONGEST:
        return None
    phrases = message.vocabulary.place_of
    places = {place for phrase, place in phrases.items() if {*_said(message, [phrase])}}
    words = message.vocabulary.choosing
    is_all = _is_all(message, phrases, words.sure | words.pointing)
    return places.pop() if len(places) == 1 and is_all and "?" not in message.text else None


def undoes(message: Message) -> bool:
    """Whether a message wants what the one before it did to be taken back: `balikin kayak tadi`."""
    return len(message) <= MOST_OF_OUTCRY and bool({*_said(message, message.vocabulary.choices["undo"])})


def is_astonished(message: Message) -> bool:
    """Whether a message wonders at what the one before it did: `kok jadi 3??`, `kok 25?`."""
    wonders = message.vocabulary.choosing.wonders
    said = [*_said(message, message.vocabulary.choices["astonished"])]
    said += [
        at for at in range(len(message)) if message.plain(at) in wonders and message.kind(at + 1) == "number"
    ]
    return bool(said) and len(message) <= MOST_OF_OUTCRY


def lone_numbers(message: Message) -> tuple[int, ...]:
    """The numbers of a text which says nothing else, the right one last: `tiga aja plis`, `kok 8? 3 aja`.

    Only small words, surprise and forms of address may stand beside it, and nothing that counts from another
    number (`kurangi 1`, `3 lagi`). Two numbers side by side are a name or a telephone.
    """
    found = [one for one in amounts_of(message, ()) if isinstance(one, Amount)]
    side_by_side = any(one.end == other.start for one, other in pairwise(found))
    if not found or len(found) > MOST_NUMBERS or side_by_side or len(message) > MOST_OF_OUTCRY:
        return ()
    if len(found) == 1 and "?" in message.text:
        return ()  # "kok jadi 8?" names the wrong one
    counted = {at for one in found for at in range(one.start, one.end)}
    counted.update(_said(message, message.vocabulary.choices["astonished"]))
    words = message.vocabulary.choosing
    small = words.sure | words.wonders | words.correcting
    rest = (at for at in range(len(message)) if at not in counted and message.kind(at) == "word")
    is_all = all(
        {message.plain(at), squeezed(message.plain(at))} & small or message.says_at(at, "address")
        for at in rest
    )
    numbers = tuple(one.pieces for one in found if one.pieces is not None)
    return numbers if is_all and len(numbers) == len(found) else ()


def agrees(message: Message, restated: Collection[int] = ()) -> bool:
    """Whether a message says yes, or to go on, and nothing else: `iyaa bener semuaa, gas lanjut pesen`.

    A button may follow, so whatever asks, doubts, thanks, tells or supposes is none. `restated` are the
    tokens that name again what is there.
    """
    phrases = [*message.vocabulary.choices["agree"], *((one,) for one in message.vocabulary.answers.yes)]
    words = message.vocabulary.choosing
    beside = words.sure | words.pointing if restated else words.sure
    return doubts_nothing(message) and _is_all(message, phrases, beside, restated)


def doubts_nothing(message: Message) -> bool:
    """Whether neither a question mark nor a face doubts what a message says."""
    return "?" not in message.text and DOUBTING.isdisjoint(message.text)


def denies_complaint(message: Message) -> bool:
    """Whether a message says that it complains of nothing, and no more: `bukan komplain kak`."""
    words = message.vocabulary
    return _is_all(message, words.choices["no_complaint"], words.answers.beside | words.choosing.sure)


def begins_with_denial(message: Message) -> bool:
    """Whether a message says first that something is not meant: `bukann, gw mau camilan`, `dudu sandal`."""
    sighs = {word for phrase in message.vocabulary.clauses.sighs for word in phrase.split()}
    for at in range(len(message)):
        plain = squeezed(message.plain(at))
        if message.says_at(at, "denial") or plain in message.vocabulary.words("denial"):
            return True
        if not (plain in sighs or message.says_at(at, "address") or plain in QUIET):
            return False
    return False


def mentions_no_complaint(message: Message) -> bool:
    """Whether a message says so among other things."""
    return bool({*_said(message, message.vocabulary.choices["no_complaint"])})


def way_in(message: Message) -> Going | None:
    """The place of the shop that a message asks for and nothing else: `mana troli saya`, `checkout kak`."""
    ways = message.vocabulary.ways
    named = [one for one in GOING if {*_said(message, ways[one])}]
    if named == ["checkout"] and (message.has("question", "how_much") or "?" in message.text):
        return None  # "mau bayar pakai apa?"
    every = [phrase for one in named for phrase in ways[one]]
    beside = message.vocabulary.choosing.sure | message.vocabulary.choosing.pointing
    return named[0] if named and _is_all(message, every, beside) else None


def _is_all(
    message: Message, phrases: Collection[Phrase], beside: frozenset[str], passed: Collection[int] = ()
) -> bool:
    """Whether the phrases, forms of address and these words and tokens beside are the whole message."""
    if not 0 < len(message) <= LONGEST:
        return False
    said = {*_said(message, phrases)}
    rest = [at for at in range(len(message)) if at not in said and at not in passed]
    return bool(said) and all(
        {message.plain(at), squeezed(message.plain(at))} & beside
        or message.says_at(at, "address")
        or message.kind(at) == "break"
        or message.plain(at) in QUIET
        or all(category(sign) in FACES for sign in message.plain(at))
        for at in rest
    )


def _phrases(message: Message, way: Way) -> Collection[Phrase]:
    words = message.vocabulary
    if way in ("all", "both"):
        return words.refers[way]
    return words.choices[way]


def _said(message: Message, phrases: Collection[Phrase]) -> Iterator[int]:
    """The tokens of the phrases."""
    plain = [squeezed(token.plain) for token in message.tokens]
    for phrase in (tuple(map(squeezed, one)) for one in phrases):
        for at in range(len(plain) - len(phrase) + 1):
            if tuple(plain[at : at + len(phrase)]) == phrase:
                yield from range(at, at + len(phrase))


def _is_beside(message: Message, at: int, named: frozenset[str]) -> bool:
    """Whether a token adds nothing: small talk, a sign, or the name of what was asked about."""
    plain = message.plain(at)
    if message.kind(at) == "word":
        known = named | message.vocabulary.choosing.beside
        bare = message.vocabulary.forms.without_owner(plain)
        says_nothing = message.says_at(at, *BESIDE, "glue") and not _says_more(message, at)
        return {plain, squeezed(plain)} & known != set() or bare in named or says_nothing
    return message.kind(at) == "break" or _is_sign(plain)


def _is_sign(plain: str) -> bool:
    """Whether a token is a sign that says nothing, or a face."""
    return plain in ENDS or plain == "?" or not plain.isascii()


def _says_more(message: Message, at: int) -> bool:
    return message.says_at(at, "exclude", "no_or", "goods", "add", "reduce", "remove", "question")

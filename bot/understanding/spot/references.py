"""Goods that only the conversation names: `the second one`, `both`, `this`, or no word at all."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from dataclasses import replace

from bot.understanding.annotate.message import Message
from bot.understanding.annotate.numbers import is_number_word, number_at
from bot.understanding.known import NOTHING, Known
from bot.understanding.lexicon.catalogue import Lexicon
from bot.understanding.lexicon.word_lists import Phrase
from bot.understanding.spot.products import MAY_SAY, Mention, meanings
from bot.understanding.spot.quantities import Amount, Ignored

CERTAIN = 0.8
MIDDLE = 0


def pointed_at(message: Message, known: Known) -> list[Mention]:
    """The goods named by their place in a list, by `both`, or by pointing at the one that is talked of."""
    if known == NOTHING:
        return []
    refers, listed = message.vocabulary.refers, known.listed
    held = not known.choices
    found = [
        Mention(start, end, (listed[place],), whole=True, held=held)
        for start, end, place in _places(message, known)
    ]
    if len(listed) == 2:
        found += [_every(start, end, listed, held) for start, end in _phrases(message, refers["both"])]
    if len(this := known.subject) == 1:
        spans = _phrases(message, refers["this"])
        found += [Mention(start, end, this, whole=True) for start, end in spans if _points(message, start)]
    return found


def both_in(message: Message) -> set[int]:
    """The tokens of `dua-duanya`, `loro-lorone`: no quantity, but as much of each."""
    spans = _phrases(message, message.vocabulary.refers["both"])
    found = {at for start, end in spans for at in range(start, end)}
    for at in found:
        message.mark(at, "each")
    return found


def _places(message: Message, known: Known) -> Iterator[tuple[int, int, int]]:
    """Where a place in the list is named, and the index of what stands there."""
    many, place_of = len(known.listed), message.vocabulary.place_of
    for start, end in _phrases(message, place_of):
        place = place_of[tuple(message.plain(at) for at in range(start, end))]
        index = many // 2 if place == MIDDLE else place - 1 if place > 0 else many + place
        if 0 <= index < many and many > 1:
            yield start, end, index


def _points(message: Message, at: int) -> bool:
    """Whether `this` stands for goods: behind `yang`, or with a number; neither `this order` nor `these:`."""
    if any(message.plain(behind) == ":" or message.kind(behind) == "break" for behind in range(at, at + 4)):
        return at + 4 > len(message) and message.plain(len(message) - 1) != ":"
    if message.says_at(at - 1, "glue"):
        return True
    counts = any(number_at(message, one) for one in range(len(message)))
    before = at == 0 or message.says_at(at - 1, "order", "add", "address", "confirm")
    return counts and (before or message.kind(at - 1) != "word" or message.says_at(at + 1, "also"))


def _phrases(message: Message, phrases: Collection[Phrase]) -> Iterator[tuple[int, int]]:
    """Where these phrases stand, the longest first, without overlaps."""
    words, first, end = [token.plain for token in message.tokens], {one[0] for one in phrases}, 0
    message.effort.spend(len(words))
    for at in [at for at, word in enumerate(words) if word in first]:
        fits = [one for one in phrases if one == tuple(words[at : at + len(one)])]
        if fits and at >= end:
            end = at + max(map(len, fits))
            yield at, end


def chosen(
    message: Message, lexicon: Lexicon, named: Sequence[Mention], known: Known, taken: Collection[int]
) -> list[Mention]:
    """The mentions, where words that tell the choices apart name them: `yang manis` after "which intip?"."""
    found = [_narrowed(message, lexicon, one, known) for one in named]
    covered = {at for one in found for at in range(one.start, one.end)} | {*taken}
    for at in range(len(message)):
        if at not in covered and message.kind(at) == "word" and (one := _choice(message, lexicon, at, known)):
            found.append(one)
    return sorted(found, key=lambda one: one.start)


def _narrowed(message: Message, lexicon: Lexicon, one: Mention, known: Known) -> Mention:
    if one.end - one.start == 1 and _of_list(message, one.start, known):
        return _choice(message, lexicon, one.start, known) or one
    if _is_known(message, one) and known.held.keys().isdisjoint(one.skus):
        own = _choice(message, lexicon, one.start, known)
        return own if own is not None and own.sure else one
    if not known.choices or (one.sure and one.end - one.start > 1):
        return one
    both = tuple(sku for sku in one.skus if sku in known.choices)
    if both:
        return replace(one, skus=both, whole=len(both) == 1)
    own = _choice(message, lexicon, one.start, known) if one.end - one.start == 1 else None
    return own or one


def _choice(message: Message, lexicon: Lexicon, at: int, known: Known) -> Mention | None:
    """The choices whose names hold this word while others' do not."""
    word, units = message.plain(at), message.vocabulary.units.pieces
    if is_number_word(message.vocabulary, word) or word in units or message.says_at(at, "weak"):
        return None  # "packs" tells no goods apart, though one is sold as "pack of 12"
    if not known.choices and message.says[at] - MAY_SAY:
        return None  # "jadi" is no spice in the cart, though one is called so too
    listed = known.shown if _of_list(message, at, known) else known.listed
    for meant, certainty in meanings(message, lexicon, at):
        for by_alias in (False, True):
            skus = tuple(sku for sku in listed if lexicon.name_holds(sku, meant, by_alias))
            if certainty > CERTAIN and 0 < len(skus) < max(len(listed), 2):
                return Mention(at, at + 1, skus, whole=len(skus) == 1, words=meant)
    return None


def _is_known(message: Message, one: Mention) -> bool:
    """Whether a single word speaks of known goods: `terasinya` of the sambal terasi in the cart."""
    definite = tuple(message.vocabulary.affixes.definite)
    return one.end - one.start == 1 and message.plain(one.start).endswith(definite)


def _of_list(message: Message, at: int, known: Known) -> bool:
    """Whether a word tells the goods of a list on the screen apart: `2 yang manis`."""
    return bool(known.shown) and not known.choices and message.says_at(at - 1, "glue")


def together(message: Message, named: Sequence[Mention], known: Known) -> list[Mention]:
    """All that is listed (`semuanya`, `dua-duanya`), or what of it was not named (`yang lain`)."""
    refers, listed = message.vocabulary.refers, known.listed
    if len(listed) < 2:
        return []
    mentioned = {sku for one in named for sku in one.skus}
    if mentioned & set(listed):
        left = () if known.choices else tuple(sku for sku in listed if sku not in mentioned)
        spans = [one for one in _phrases(message, refers["others"]) if left and not _stays(message, one[1])]
        return [_every(start, end, left, True) for start, end in spans]
    spans = list(_phrases(message, refers["all"]))
    return [_every(*spans[0], listed, not known.choices)] if spans and not named else []


def in_conversation(
    message: Message,
    lexicon: Lexicon,
    named: Sequence[Mention],
    numbers: Sequence[Amount | Ignored],
    known: Known,
) -> list[Mention]:
    """The goods of a message together with those that only the conversation names."""
    found = chosen(
        message, lexicon, named, known, {at for one in numbers for at in range(one.start, one.end)}
    )
    found = sorted([*found, *together(message, found, known)], key=lambda one: one.start)
    counts = any(isinstance(one, Amount) for one in numbers)
    subject = None if found else unnamed(message, counts, known)
    return [subject] if subject else found


def _stays(message: Message, at: int) -> bool:
    """Whether the rest of the clause says that something is right as it is: `yang lain sudah betul`."""
    ends = (one for one in range(at, len(message)) if message.strong_break(one) or message.plain(one) == ",")
    clause = range(at, next(ends, len(message)))
    said = any(start in clause for start, _end in _phrases(message, message.vocabulary.refers["stays"]))
    return said and not any(number_at(message, one) for one in clause)


def _every(start: int, end: int, skus: tuple[str, ...], held: bool) -> Mention:
    return Mention(start, end, skus, whole=True, every=len(skus) > 1, held=held)


def unnamed(message: Message, has_amounts: bool, known: Known) -> Mention | None:
    """What a message without goods is about, when it counts something; before its first word."""
    subject = known.subject
    all_of_it = known.asked is not None and any(_phrases(message, message.vocabulary.refers["all"]))
    if not subject or not (has_amounts or message.has("doubled") or all_of_it):
        return None
    if len(subject) > 1 and not known.choices:
        return None
    return Mention(0, 0, subject, whole=len(subject) == 1)

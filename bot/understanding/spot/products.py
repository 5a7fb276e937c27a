"""Finds the goods of a message: the best cover of its words by names of the catalogue."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, field

from bot.understanding.annotate.message import Message
from bot.understanding.annotate.numbers import is_number_word
from bot.understanding.lexicon.catalogue import CODE, LEAST_SURE_ALONE, Lexicon

MOST_WORDS = 6
"""The most typed words of a name."""
MOST_SKIPPED = 1
MAY_SAY = frozenset({"goods", "address_also_goods"})
"""The meanings that a word may have and still name a kind of goods by itself."""


@dataclass(frozen=True, slots=True)
class Mention:
    """Goods named by the tokens from `start` to `end`; `skus` is empty for unknown goods.

    `whole`: the words are a full name, not only a kind of goods. `every`: all of the products are meant.
    `held`: the words point at what is in the cart or the order. `unoffered`: a size or colour that is not
    among these.
    """

    start: int
    end: int
    skus: tuple[str, ...]
    whole: bool
    words: tuple[str, ...] = ()
    score: float = field(default=0.0, compare=False)
    every: bool = False
    held: bool = False
    unoffered: bool = False

    @property
    def sure(self) -> bool:
        """Whether it is exactly one product."""
        return self.whole and len(self.skus) == 1


def codes_of(message: Message, lexicon: Lexicon) -> list[Mention]:
    """The goods named by a typed SKU."""
    found = []
    for match in CODE.finditer(message.text):
        sku = lexicon.by_code.get(match[0].upper().replace("-", ""))
        inside = [
            at
            for at, one in enumerate(message.tokens)
            if match.start() <= one.start and one.end <= match.end()
        ]
        if sku is not None and inside:
            found.append(Mention(inside[0], inside[-1] + 1, (sku,), whole=True))
    return found


def mentions_of(message: Message, lexicon: Lexicon, taken: Collection[int]) -> list[Mention]:
    """The goods named by words that are not `taken`, in order, without overlaps."""
    candidates: dict[int, list[Mention]] = {}
    for start in range(len(message)):
        for one in _from(message, lexicon, taken, start):
            candidates.setdefault(one.end, []).append(one)
    best: list[tuple[float, tuple[Mention, ...]]] = [(0.0, ())]
    for end in range(1, len(message) + 1):
        ways = [best[end - 1]]
        for one in candidates.get(end, ()):
            score, before = best[one.start]
            ways.append((score + one.score, (*before, one)))
        best.append(max(ways, key=lambda way: (round(way[0], 6), -len(way[1]))))
    return list(best[-1][1])


def _from(message: Message, lexicon: Lexicon, taken: Collection[int], start: int) -> list[Mention]:
    """The mentions that begin with this token: the best one for each end."""
    found: dict[int, Mention] = {}
    for one in _grow(message, lexicon, taken, start, (), 0.0, start, 0):
        known = found.get(one.end)
        if known is None or one.score > known.score + 1e-6:
            found[one.end] = one
        elif abs(one.score - known.score) <= 1e-6 and one.skus != known.skus:
            both = tuple(sorted({*known.skus, *one.skus}))
            found[one.end] = Mention(known.start, known.end, both, False, known.words, known.score)
    return list(found.values())


def _grow(
    message: Message,
    lexicon: Lexicon,
    taken: Collection[int],
    at: int,
    words: tuple[str, ...],
    sure: float,
    start: int,
    skipped: int,
) -> Iterator[Mention]:
    if at - start > MOST_WORDS or at in taken or message.kind(at) != "word":
        return
    for meant, certainty in meanings(message, lexicon, at):
        message.effort.spend()  # in a large catalogue a word means much, and each leads to the next word
        grown = (*words, *(word for word in meant if word not in words))
        total = sure + certainty * len(meant)
        if (one := _named(message, lexicon, start, at + 1, grown, total)) is not None:
            yield one
        yield from _grow(message, lexicon, taken, at + 1, grown, total, start, skipped)
    if words and skipped < MOST_SKIPPED and message.says_at(at, "glue"):
        yield from _grow(message, lexicon, taken, at + 1, words, sure, start, skipped + 1)


def meanings(message: Message, lexicon: Lexicon, at: int) -> Sequence[tuple[tuple[str, ...], float]]:
    """The catalogue words that this token may be, each with its certainty. Raises TooMuchToRead."""
    word = message.plain(at)
    if is_number_word(message.vocabulary, word) or len(word) < 2:
        return ()
    found, steps = lexicon.meant(word)
    message.effort.guess(word, steps)
    return found


def _named(
    message: Message, lexicon: Lexicon, start: int, end: int, words: tuple[str, ...], sure: float
) -> Mention | None:
    key = frozenset(words)
    if named := lexicon.full.get(key):
        in_order = named.get(words)
        skus = in_order or set().union(*named.values())
        whole, bonus = True, (0.7 if in_order else 0.5) * len(words)
    elif (part := lexicon.part.get(key, set())) and (len(part) > 1 or key not in lexicon.fitting):
        skus, whole, bonus = part, False, -0.3 * sure
    elif fitting := lexicon.fitting.get(key):
        skus, whole, bonus = fitting, True, 0.4 * len(words)
    else:
        return None
    if end - start == 1 and (sure < LEAST_SURE_ALONE or not (whole or _may_stand_alone(message, start))):
        return None
    return Mention(start, end, tuple(sorted(skus)), whole, words, sure + bonus)


def _may_stand_alone(message: Message, at: int) -> bool:
    units = message.vocabulary.units
    word = message.plain(at)
    return message.says[at] <= MAY_SAY and word not in units.pieces


def completed(
    message: Message, lexicon: Lexicon, mentions: Sequence[Mention], taken: Collection[int]
) -> list[Mention]:
    """Adds mentions that only name the rest of a name: `intip manis 2, gurih 3`."""
    found = list(mentions)
    covered = {at for one in mentions for at in range(one.start, one.end)}
    found = [_of_list(message, lexicon, found, one) for one in found]
    for at in range(len(message)):
        if at in taken or at in covered or message.kind(at) != "word":
            continue
        if (one := _rest(message, lexicon, found, at)) is not None:
            found.append(one)
            found.sort(key=lambda mention: mention.start)
    return found


def _of_list(message: Message, lexicon: Lexicon, mentions: Sequence[Mention], one: Mention) -> Mention:
    """`bumbu: rawon 2, tengkleng 1`: behind a kind and a colon stand products of that kind."""
    colon = next((at for at in reversed(message.colons) if at < one.start), None)
    kind = next((m for m in reversed(mentions) if colon is not None and m.end <= colon), None)
    if (
        kind is None
        or colon is None
        or kind.whole
        or any(colon < m.end <= one.start and m.whole and not m.words for m in mentions)
    ):
        return one
    if message.breaks(kind.end, one.start)[0]:
        return one
    skus = set().union(*lexicon.full.get(frozenset((*kind.words, *one.words)), {}).values())
    if len(skus) != 1 or len(one.words) != 1:
        return one
    return Mention(one.start, one.end, tuple(skus), True, (*kind.words, *one.words), one.score)


def _rest(message: Message, lexicon: Lexicon, before: Sequence[Mention], at: int) -> Mention | None:
    for meant, certainty in meanings(message, lexicon, at):
        for earlier in reversed([one for one in before if one.end <= at and one.words]):
            heads = [earlier.words[:length] for length in range(1, len(earlier.words) + (not earlier.whole))]
            for head in (*heads, *((word,) for word in earlier.words[1:])):
                words = (*head, *meant)
                skus = set().union(*lexicon.full.get(frozenset(words), {}).values())
                if len(skus) == 1 and certainty > 0.8:
                    return Mention(at, at + 1, tuple(skus), True, words, certainty)
    return None

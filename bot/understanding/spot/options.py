"""The sizes and colours that stand behind their goods: `3 kemeja ukuran L 2 M 1`."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, replace

from bot.understanding.annotate.message import Message
from bot.understanding.annotate.numbers import number_at
from bot.understanding.known import Known
from bot.understanding.lexicon.catalogue import Labels, Lexicon
from bot.understanding.spot.products import Mention
from bot.understanding.spot.quantities import Amount, Ignored

Numbers = list[Amount | Ignored]
MOST_GLUED = 2
"""The most tokens of a size in letters and digits: `2XL`."""


@dataclass(frozen=True, slots=True)
class Option:
    """A size or colour of the tokens from `start` to `end`; `sku` is "" for one that is not offered."""

    start: int
    end: int
    sku: str


@dataclass(frozen=True, slots=True)
class Spotted:
    """The goods with their options as goods of their own, the numbers, and the tokens that are neither."""

    goods: list[Mention]
    numbers: Numbers
    away: frozenset[int] = frozenset()


def spotted(
    message: Message, lexicon: Lexicon, named: list[Mention], numbers: Numbers, known: Known
) -> Spotted:
    """What stands there once each option that is named is a product.

    Goods of which no option is named may be any of theirs. Of the choices that were asked for, and of held
    goods where no others are named, options stand by themselves.
    """
    if not lexicon.options:
        return Spotted(named, numbers)
    found = Spotted([], numbers)
    for one in named:
        base = one.skus[0] if one.sure and one.skus[0] in lexicon.options else ""
        found = _of_goods(message, lexicon, found, one, base, named) if base else _with(found, [one])
    spoken_of = _spoken_of(lexicon, known, named)
    return _alone(message, found, spoken_of, known) if spoken_of else found


def _with(found: Spotted, goods: Sequence[Mention]) -> Spotted:
    return replace(found, goods=[*found.goods, *goods])


def _of_goods(
    message: Message, lexicon: Lexicon, found: Spotted, one: Mention, base: str, named: Sequence[Mention]
) -> Spotted:
    """The options that follow goods, up to the next ones or to another word."""
    end = min((other.start for other in named if other.start >= one.end), default=len(message))
    options = list(_named(message, lexicon.options[base], range(one.end, end)))
    whole = tuple(lexicon.options[base].values())
    if not options or not all(option.sku for option in options):
        last = options[-1].end if options else one.end
        return _with(found, [replace(one, end=last, skus=tuple(dict.fromkeys(whole)), whole=False)])
    numbers, total = _counted(message, found.numbers, one, options)
    first, before = options[0], range(one.end, options[0].start)
    joined = not any(number_at(message, at) for at in before) or total in before
    goods = [Mention(one.start, first.end, (first.sku,), True, one.words)] if joined else [_goods(first)]
    goods += map(_goods, options[1:])
    inside = {at for option in options for at in range(option.start, option.end)}
    between = {at for at in range(one.start, options[-1].end) if at < one.end or _goes_on(message, at)}
    return Spotted([*found.goods, *goods], numbers, found.away | (between - inside - _covered(numbers)))


def _goods(option: Option) -> Mention:
    return Mention(option.start, option.end, (option.sku,), whole=True)


def _named(message: Message, labels: Labels, within: range) -> Iterator[Option]:
    """The options behind goods: those in a row, and others behind a comma: `L 1 buat Adi, M 1 buat Budi`."""
    last = within.start
    for one in _run(message, labels, within):
        last = one.end
        yield one
    if last == within.start:
        return
    for at in range(last, within.stop):
        begins = at >= last and (message.soft_break(at - 1) or message.kind(at - 1) == "break")
        if begins and (option := _at(message, labels, at)) is not None and option.sku:
            last = option.end
            yield option


def _run(message: Message, labels: Labels, within: range) -> Iterator[Option]:
    """The options in a stretch, while nothing stands between them but what belongs to a list of them."""
    at = within.start
    while at < within.stop:
        if (option := _at(message, labels, at)) is not None:
            yield option
            at = option.end
        elif _goes_on(message, at):
            at += 1
        else:
            if message.kind(at) == "word" and message.plain(at - 1) in message.vocabulary.options.labels:
                yield Option(at, at + 1, "")
            return


def _goes_on(message: Message, at: int) -> bool:
    """Whether a token may stand in a list of options: a number, its unit, a sign, `ukuran`, `yang`, `dan`."""
    words = message.vocabulary.options
    return (
        message.kind(at) in ("number", "break")
        or number_at(message, at) is not None
        or message.plain(at) in words.beside | words.labels
        or message.plain(at) in message.vocabulary.units.pieces
        or message.soft_break(at)
        or message.says_at(at, "becomes", "replaced_by", "leave_out")
        or message.plain(at) in (":", "=", "-", "(", ")")
        or (message.plain(at) == "." and message.plain(at - 1) in words.labels)  # "uk. L"
    )


def _at(message: Message, labels: Labels, at: int) -> Option | None:
    """The option that begins here; one without a product for a size that is not offered."""
    words = message.vocabulary.options
    for length in range(max(map(len, labels), default=1), 0, -1):
        said = tuple(message.plain(one) for one in range(at, at + length) if one < len(message))
        if len(said) == length and said in labels:
            return Option(at, at + length, labels[said])
    glued = "".join(message.plain(one) for one in range(at, at + MOST_GLUED))
    if at + 1 < len(message) and message.tokens[at + 1].glued and glued in _sizes(message):
        same = words.same.get(glued, glued)
        return Option(at, at + MOST_GLUED, labels.get((same,), ""))
    plain = words.same.get(message.plain(at), message.plain(at))
    if (plain,) in labels:
        return Option(at, at + 1, labels[(plain,)])
    return Option(at, at + 1, "") if message.plain(at) in _sizes(message) else None


def _sizes(message: Message) -> frozenset[str]:
    return frozenset(message.vocabulary.says.get("size_word", ()))


def _counted(
    message: Message, numbers: Numbers, one: Mention, options: Sequence[Option]
) -> tuple[Numbers, int]:
    """The numbers, with those of the options as pieces and without the total of all of them; and its place.

    `2 L` are two of that size, and no litres. In `3 kemeja L 2 M 1` and `kemeja 3, L 2 M 1` the first is what
    the others come to.
    """
    taken = {at for option in options for at in range(option.start, option.end)}
    kept = [other for other in numbers if not taken & {*range(other.start, other.end)}]
    covered, last = _covered(kept), options[-1].end
    for at in range(one.end, min(last + 1, len(message))):
        number = number_at(message, at) if at not in covered | taken else None
        if number is not None and number.value is not None and number.value.denominator == 1:
            kept.append(Amount(number.start, number.end, pieces=int(number.value)))
            covered |= {*range(number.start, number.end)}
    kept.sort(key=lambda number: number.start)
    total = _total(kept, one, options)
    return [other for other in kept if other is not total], total.start if total else -1


def _total(numbers: Numbers, one: Mention, options: Sequence[Option]) -> Amount | None:
    last = options[-1].end
    own = [
        other
        for other in numbers
        if isinstance(other, Amount) and (one.end <= other.start <= last or other.end == one.start)
    ]
    if len(own) != len(options) + 1 or own[0].start >= options[0].start:
        return None
    rest = sum(other.pieces or 0 for other in own[1:])
    return own[0] if own[0].pieces == rest else None


def _covered(numbers: Numbers) -> set[int]:
    return {at for other in numbers for at in range(other.start, other.end)}


def _spoken_of(lexicon: Lexicon, known: Known, named: Collection[Mention]) -> Labels:
    """The labels that stand for goods by themselves: of what is asked, else of what is held."""
    skus = known.choices or (() if named else tuple(known.held))
    bases = {lexicon.by_sku[sku].option_of for sku in skus if sku in lexicon.by_sku} - {""}
    return lexicon.options.get(bases.pop(), {}) if len(bases) == 1 else {}


def _alone(message: Message, found: Spotted, labels: Labels, known: Known) -> Spotted:
    """Options of the one product that is spoken of: `L 2 M 1` after "which shirt?", `yang M jadi 3`."""
    covered = {at for one in found.goods for at in range(one.start, one.end)}
    starts = (at for at in range(len(message)) if at not in covered and _begins(message, labels, at, known))
    start = next(starts, None)
    options = [] if start is None else list(_run(message, labels, range(start, len(message))))
    if start is None or not all(one.sku for one in options):
        return found
    numbers, _place = _counted(message, found.numbers, Mention(start, start, (), whole=False), options)
    goods = sorted([*found.goods, *map(_goods, options)], key=lambda one: one.start)
    inside = {at for one in options for at in range(one.start, one.end)}
    others = set(range(start, options[-1].end)) - inside - _covered(numbers)
    return Spotted(goods, numbers, found.away | others)


def _begins(message: Message, labels: Labels, at: int, known: Known) -> bool:
    """Whether an option stands here: anywhere after a question for it, else behind `yang` or `ukuran`."""
    option = _at(message, labels, at)
    words = message.vocabulary.options
    asked = bool(known.choices) or message.plain(at - 1) in words.beside | words.labels
    return option is not None and bool(option.sku) and asked


def in_sizes(lexicon: Lexicon, named: Sequence[Mention]) -> list[Mention]:
    """The goods, with one of all its sizes for a product that has some; once, where several words name it."""
    found: list[Mention] = []
    for one in named:
        sizes = lexicon.options.get(one.skus[0], {}) if one.sure else {}
        skus = tuple(dict.fromkeys(sizes.values()))
        if skus and any(set(other.skus) <= {*skus} for other in named if other is not one and other.skus):
            continue
        found.append(replace(one, skus=skus, whole=False) if skus else one)
    return found


def unoffered_at(message: Message, one: Mention) -> int:
    """Where a size or colour that is not offered begins within the goods that it is said of; or their end."""
    sizes, labels = _sizes(message), message.vocabulary.options.labels
    for at in range(one.start + 1, one.end):
        glued = "".join(message.plain(each) for each in range(at, at + MOST_GLUED))
        if message.plain(at) in labels or message.plain(at) in sizes or glued in sizes:
            return at
    return one.end


def not_offered(message: Message, behind: int) -> str:
    """The size or colour that stands behind goods which have none: `daster XL`, `sandal ukuran 40`; or ""."""
    labels = message.vocabulary.options.labels
    at = next((at for at in range(behind, len(message)) if message.plain(at) not in labels), behind)
    if at >= len(message) or message.strong_break(at):
        return ""
    units, label = message.vocabulary.units, at > behind
    measured = message.kind(at) == "number" and message.plain(at + 1) in {*units.weights, *units.volumes}
    plain = message.plain(at) in _sizes(message) and (
        len(message.plain(at)) > 1 or message.tokens[at].text.isupper()
    )
    named = label and message.kind(at) in ("word", "number") and not measured
    return message.slice(behind, at + 1) if named or plain else ""

"""The sizes and colours that stand behind their goods: `3 kemeja ukuran L 2 M 1`."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

from bot.understanding.annotate.message import Message
from bot.understanding.annotate.numbers import number_at
from bot.understanding.known import Known
from bot.understanding.lexicon.catalogue import Lexicon
from bot.understanding.lexicon.option_labels import Labels
from bot.understanding.spot.option_counts import Numbers, Option, counted, covered
from bot.understanding.spot.products import Mention

MOST_GLUED = 2
"""The most tokens of a size in letters and digits: `2XL`."""
SIZE = re.compile(r"x{1,6}[sl]|\d{1,2}x[l]")


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
        if base:
            found = _of_goods(message, lexicon, found, one, base, named, known)
        else:
            found = _with(found, [one if one.sure else _of_kind(message, lexicon, one, named)])
    spoken_of = _spoken_of(lexicon, known, named)
    found = _alone(message, found, spoken_of, known) if spoken_of else found
    return _of_none(message, found)


def _with(found: Spotted, goods: Sequence[Mention]) -> Spotted:
    return replace(found, goods=[*found.goods, *goods])


def _of_goods(
    message: Message,
    lexicon: Lexicon,
    found: Spotted,
    one: Mention,
    base: str,
    named: Sequence[Mention],
    known: Known,
) -> Spotted:
    """The options that follow goods, up to the next ones or to another word.

    Those that are not offered are asked about, and leave the others as they are. So are pieces that a total
    has more than the options, and all of them where it is not said how many there are of each.
    """
    end = min((other.start for other in named if other.start >= one.end), default=len(message))
    options = _meant(message, _named(message, lexicon.options[base], range(one.end, end)))
    whole = tuple(dict.fromkeys(lexicon.options[base].values()))
    numbers, counts = counted(message, found.numbers, one, options)
    if not any(option.sku for option in options) or counts.parts_unknown:
        last = options[-1].end if options else one.end
        if any(option.sku for option in options):
            found = replace(found, away=found.away | {*range(one.end, last)})
        return _with(found, [replace(one, end=last, skus=_with_held(known, base, whole), whole=False)])
    before = range(one.end, options[0].start)
    joined = not any(number_at(message, at) for at in before) or counts.total in before
    goods = [_goods(option, whole) for option in options]
    apart = counts.rest or _swaps(message, before)
    if apart:
        there = tuple(sku for sku in (base, *whole) if sku in known.held) or whole
        goods.insert(0, replace(one, skus=whole if counts.rest else there, whole=len(there) == 1))
    elif joined:
        goods[0] = replace(goods[0], start=one.start, words=one.words)
    inside = {at for option in options for at in range(option.start, option.end)}
    between = {at for at in range(one.start, options[-1].end) if at < one.end or goes_on(message, at)}
    if apart:
        between -= {*range(one.start, one.end)}
    return Spotted([*found.goods, *goods], numbers, found.away | (between - inside - covered(numbers)))


def _of_kind(message: Message, lexicon: Lexicon, one: Mention, named: Sequence[Mention]) -> Mention:
    """A kind of goods with the sizes that stand uncounted behind it, for the question which one."""
    labels = {words: sku for sku in one.skus for words in lexicon.options.get(sku, {})}
    end = min((other.start for other in named if other.start >= one.end), default=len(message))
    last = (
        max((option.end for option in _run(message, labels, range(one.end, end))), default=0) if labels else 0
    )
    counted = any(number_at(message, at) for at in range(one.end, last))
    return replace(one, end=last) if last and not counted else one


def _with_held(known: Known, base: str, whole: tuple[str, ...]) -> tuple[str, ...]:
    """All options of goods, and these themselves where they are held from before they had any."""
    return (base, *whole) if base in known.held else whole


def _meant(message: Message, options: Iterable[Option]) -> list[Option]:
    """The options without one that is not offered and becomes another: `XXXXL nya jadi XXL`.

    A colour that is not offered right beside a size is of the same piece: `kebaya M merah 1`.
    """
    found: list[Option] = []
    for one in options:
        if found and found[-1].end == one.start and bool(found[-1].sku) != bool(one.sku):
            size, beside = (found[-1], one) if found[-1].sku else (one, found[-1])
            colours = message.vocabulary.options.colours
            if message.plain(beside.start) in colours and message.plain(size.start) not in colours:
                found[-1] = Option(found[-1].start, one.end, found[-1].sku or one.sku)
                continue
        if found and not found[-1].sku and _swaps(message, range(found[-1].end, one.start)):
            found.pop()
        found.append(one)
    return found


def _swaps(message: Message, between: range) -> bool:
    """Whether what stands between goods exchanges them: `ganti`, `jadi`, `ganti M ke L`."""
    exchanged = [at for at in between if message.says_at(at, "change", "becomes")]
    to = [at for at in between if message.says_at(at, "to") and message.says_at(at, "replaced_by")]
    return bool(exchanged or to) and not any(number_at(message, at) for at in between[:-1])


def _goods(option: Option, whole: tuple[str, ...]) -> Mention:
    """An option as goods; any of `whole` for one that is not offered."""
    skus = (option.sku,) if option.sku else whole
    return Mention(option.start, option.end, skus, whole=bool(option.sku), unoffered=not option.sku)


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
        if begins and (option := option_at(message, labels, at)) is not None and option.sku:
            last = option.end
            yield option


def _run(message: Message, labels: Labels, within: range) -> Iterator[Option]:
    """The options in a stretch, while nothing stands between them but what belongs to a list of them."""
    at = within.start
    while at < within.stop:
        if (option := option_at(message, labels, at)) is not None:
            yield option
            at = option.end
        elif goes_on(message, at):
            at += 1
        else:
            if message.kind(at) == "word" and message.plain(at - 1) in message.vocabulary.options.labels:
                yield Option(at, at + 1, "")
            return


def goes_on(message: Message, at: int) -> bool:
    """Whether a token may stand in a list of options: a number, its unit, a sign, `ukuran`, `yang`, `dan`."""
    words = message.vocabulary.options
    return (
        message.kind(at) in ("number", "break")
        or number_at(message, at) is not None
        or message.plain(at) in words.beside | words.labels
        or message.plain(at) in message.vocabulary.units.pieces
        or message.soft_break(at)
        or message.says_at(at, "becomes", "replaced_by", "leave_out", "change")
        or message.plain(at) in message.vocabulary.affixes.apart
        or message.plain(at) in (":", "=", "-", "(", ")")
        or (message.plain(at) == "." and message.plain(at - 1) in words.labels)  # "uk. L"
    )


def option_at(message: Message, labels: Labels, at: int) -> Option | None:
    """The option that begins here; one without a product for a size or colour that is not offered."""
    words = message.vocabulary.options
    for length in range(max(map(len, labels), default=1), 0, -1):
        said = tuple(message.plain(one) for one in range(at, at + length) if one < len(message))
        if len(said) == length and said in labels:
            return _shaded(message, Option(at, at + length, labels[said]))
    if at + 1 < len(message) and message.tokens[at + 1].glued:
        glued = "".join(message.plain(one) for one in range(at, at + MOST_GLUED))
        if is_size(message, glued):
            return Option(at, at + MOST_GLUED, labels.get((words.same.get(glued, glued),), ""))
    plain = words.same.get(message.plain(at), message.plain(at))
    if (plain,) in labels:
        return _shaded(message, Option(at, at + 1, labels[(plain,)]))
    if message.plain(at) in words.colours:
        return _shaded(message, Option(at, at + 1, ""))
    return Option(at, at + 1, "") if is_size(message, message.plain(at)) else None


def _shaded(message: Message, option: Option) -> Option:
    """The option, or another one that is not offered: `merah marun` is no `merah`."""
    words = message.vocabulary.options
    if message.plain(option.end - 1) in words.colours and message.plain(option.end) in words.shades:
        return Option(option.start, option.end + 1, "")
    return option


def is_size(message: Message, word: str) -> bool:
    """Whether there may be such a size: one of the languages, or so many X before S or L."""
    return word in message.vocabulary.says.get("size_word", ()) or SIZE.fullmatch(word) is not None


def _spoken_of(lexicon: Lexicon, known: Known, named: Collection[Mention]) -> Labels:
    """The labels that stand for goods by themselves: of what is asked, else of what is held."""
    skus = known.choices or (() if named else tuple(known.held))
    bases = {lexicon.by_sku[sku].option_of for sku in skus if sku in lexicon.by_sku} - {""}
    return lexicon.options.get(bases.pop(), {}) if len(bases) == 1 else {}


def _alone(message: Message, found: Spotted, labels: Labels, known: Known) -> Spotted:
    """Options of the one product that is spoken of: `L 2 M 1` after "which shirt?", `yang M jadi 3`."""
    named = {at for one in found.goods for at in range(one.start, one.end)}
    starts = (at for at in range(len(message)) if at not in named and _begins(message, labels, at, known))
    start = next(starts, None)
    options = [] if start is None else _meant(message, _run(message, labels, range(start, len(message))))
    if start is None or not options:
        return found
    whole = tuple(dict.fromkeys(labels.values()))
    numbers, _counts = counted(message, found.numbers, Mention(start, start, (), whole=False), options)
    goods = [_goods(one, whole) for one in options]
    goods = sorted([*found.goods, *goods], key=lambda one: one.start)
    inside = {at for one in options for at in range(one.start, one.end)}
    others = set(range(start, options[-1].end)) - inside - covered(numbers)
    return Spotted(goods, numbers, found.away | others)


def _of_none(message: Message, found: Spotted) -> Spotted:
    """Without the numbers of sizes that no goods have: `karak 2 yang L 3` is no karak more."""
    covered_by = {at for one in found.goods for at in range(one.start, one.end)} | found.away
    sizes = [at for at in range(1, len(message)) if at not in covered_by and is_called_size(message, at)]
    behind = {at + 1 for at in sizes}
    counts = [one for one in found.numbers if one.start in behind]
    numbers = [one for one in found.numbers if one.start not in behind]
    away = {at for one in counts for at in range(one.start - 1, one.end)}
    return replace(found, numbers=numbers, away=found.away | away)


def is_called_size(message: Message, at: int) -> bool:
    """Whether a size stands behind `yang` or `ukuran`, and goods before that."""
    words = message.vocabulary.options
    called = message.plain(at - 1) in words.beside | words.labels and not message.says_at(at - 1, "and")
    return called and is_size(message, message.plain(at))


def _begins(message: Message, labels: Labels, at: int, known: Known) -> bool:
    """Whether an option stands here: anywhere after a question for it, else behind `yang` or `ukuran`."""
    option = option_at(message, labels, at)
    words = message.vocabulary.options
    if option is None or known.choices:
        return option is not None
    behind = option.end + (message.plain(option.end) in message.vocabulary.affixes.apart)
    changes = message.says_at(at - 1, "change") or message.says_at(behind, "change", "becomes")
    alone = at == 0 and message.kind(option.end) == "number" and option.end + 1 == len(message)  # "L 2"
    return changes or alone or message.plain(at - 1) in words.beside | words.labels


def in_sizes(lexicon: Lexicon, named: Sequence[Mention], known: Known) -> list[Mention]:
    """The goods, with one of all its sizes for a product that has some; once, where several words name it."""
    found: list[Mention] = []
    for one in named:
        sizes = lexicon.options.get(one.skus[0], {}) if one.sure else {}
        skus = tuple(dict.fromkeys(sizes.values()))
        skus = _with_held(known, one.skus[0], skus) if skus else ()
        if skus and any(set(other.skus) <= {*skus} for other in named if other is not one and other.skus):
            continue
        found.append(replace(one, skus=skus, whole=False) if skus else one)
    return found

"""Recognises numbers that count no goods: prices, sizes, dates, phones, numbers taken back at once."""

from __future__ import annotations

from bot.understanding.annotate.message import Message
from bot.understanding.annotate.numbers import Number, number_at

MOST_PIECES = 999
FEET = range(30, 50)
ALSO = frozenset(",&-/")
DENIED_WITHIN = 3
NOW_WITHIN = 6


def counts_nothing(message: Message, number: Number) -> bool:
    """Whether a number is not a quantity."""
    before, after = number.start - 1, number.end
    has_unit = _weighed(message, after) or _goods_unit(message, after)
    if number.value is None or (number.value > MOST_PIECES and not has_unit):
        return True
    if message.plain(after) in message.vocabulary.numbers.thousands and _thousands(message, number):
        return True
    return (
        _labelled(message, before)
        or _denied(message, number)
        or message.says_at(before, "formerly")
        or _of_another_time(message, number)
        or _of_a_room(message, number)
        or (message.says_at(before - 1, "formerly") and message.says_at(before, "talk"))
        or message.says_at(before, "money_before")
        or (message.says_at(before, "weight_total") and _weighed(message, after))
        or (
            message.says_at(after, "money_after", "time_after")
            and not _goods_unit(message, after)
            and not _labels_the_next(message, after)
        )
        or (message.says_at(after, "number_label") and message.tokens[after].glued)
        or _in_brackets_behind_a_name(message, number)
        or message.plain(after) == "%"
        or message.says_at(number.start, "together")
        or _list_number(message, number)
        or _half_hour(message, number)
        or (message.says_at(after, "size_word") and message.tokens[after].glued)
        or (message.says_at(before, "size_word") and number.value > MOST_PIECES)
    )


def _labels_the_next(message: Message, at: int) -> bool:
    """`karak 2 jam 3`, `karak 2 tanggal 5`: the word belongs to the number behind it."""
    return message.says_at(at, "number_label") and number_at(message, at + 1) is not None


def _in_brackets_behind_a_name(message: Message, number: Number) -> bool:
    """`buat Yuni (302) 3`: a room, where the quantity follows."""
    bracketed = message.plain(number.start - 1) == "(" and message.plain(number.end) == ")"
    named = message.says_at(number.start - 3, "for", "address", "third")
    return bracketed and named and number_at(message, number.end + 1) is not None


def _of_another_time(message: Message, number: Number) -> bool:
    """Whether the number is of an earlier order: `bulan lalu karak 5, sekarang 8`."""
    now = [at for at in message.where("now") if at >= number.end]
    if not now or not message.has("before_today", end=number.start):
        return False
    return any(number_at(message, at) for at in range(now[0], min(now[0] + NOW_WITHIN, len(message))))


def _of_a_room(message: Message, number: Number) -> bool:
    """`2 buat kamar 3`, `karak 2 kamar 3`, `kamar 3: 2`: another number is the quantity."""
    room = number.start - 1
    if message.plain(room) not in message.vocabulary.people.rooms:
        return False
    if message.plain(number.end) in {":", "="} and message.kind(room - 1) != "word":
        return True
    if message.says_at(room - 1, "for") and message.kind(number.end) == "number":
        return True
    if message.says_at(room - 1, "at"):
        return True  # "aku di kamar 302"
    first = room - 1
    while first > 0 and not (message.strong_break(first - 1) or message.plain(first - 1) in {",", ";", ":"}):
        first -= 1
    return any(number_at(message, at) for at in range(first, room))


def _denied(message: Message, number: Number) -> bool:
    """Whether the number is negated: `bukan 2 tapi 3`."""
    if not message.says_at(number.start - 1, "denial"):
        return False
    if any(number_at(message, at) for at in range(number.start - DENIED_WITHIN, number.start - 1)):
        return True  # "3 bukan 2"
    behind = range(number.end, min(number.end + DENIED_WITHIN, len(message)))
    return any(
        (message.says_at(at, "instead") or message.plain(at) == ",") and number_at(message, at + 1)
        for at in behind
    )


def _goods_unit(message: Message, at: int) -> bool:
    return message.plain(at) in message.vocabulary.units.pieces


def _thousands(message: Message, number: Number) -> bool:
    """Whether a word for thousands follows: `25k`, `25 rb`; a separate `k` probably means "ke"."""
    word = message.tokens[number.end]
    return word.plain not in message.vocabulary.numbers.glued_thousands or word.glued


def _weighed(message: Message, at: int) -> bool:
    return message.plain(at) in message.vocabulary.units.weights


def _labelled(message: Message, before: int) -> bool:
    """Whether a label precedes the number: `size 38`, `no. 5`, `tgl 25`, also the 40 of `size 38 sama 40`."""
    signs, between = 0, message.grammar.size_systems | {".", ":", "#"}
    while message.plain(before) in between and signs < 2:
        if message.says_at(before, "number_label") or message.plain(before) == "#":
            return True
        before, signs = before - 1, signs + 1
    return message.says_at(before, "number_label") or _one_more_size(message, before)


def _one_more_size(message: Message, before: int) -> bool:
    """The second of `size 38 sama 40`, the third of `no 36 37 38`: only sizes of shoes are continued so."""
    if not _of_a_foot(message, before + 1):
        return False
    also = ALSO | message.grammar.also_sizes
    while message.plain(before) in also or _of_a_foot(message, before):
        before -= 1
    return message.says_at(before, "number_label")


def _of_a_foot(message: Message, at: int) -> bool:
    number = number_at(message, at) if message.kind(at) == "number" else None
    return number is not None and number.value is not None and number.value in FEET


def _list_number(message: Message, number: Number) -> bool:
    """`1. …` and `2) …` at the start of a line, or counting up within one."""
    if number.spelled or message.plain(number.end) not in {".", ")", "|"} or number.value is None:
        return False
    if message.plain(number.end) == "|":
        return message.kind(number.start - 1) in {"break", "sign"} and _counted_in_row(message, number.end)
    if not message.tokens[number.end].glued or message.kind(number.end + 1) not in {"word", "number"}:
        return False
    head = message.kind(number.start - 1) == "break"
    one = message.plain(number.start)
    text = message.text
    counted = f"{int(number.value) + 1}{message.plain(number.end)}" in text or (
        number.value > 1 and f"{int(number.value) - 1}{message.plain(number.end)}" in text
    )
    return head or (counted and one.isdigit())


def _counted_in_row(message: Message, at: int) -> bool:
    """`1 | Bumbu rawon | 6`: a number follows in the same row, with words before it."""
    words = False
    for cell in range(at + 1, len(message)):
        if message.kind(cell) == "break" or (words and message.kind(cell) == "number"):
            return message.kind(cell) == "number"
        words = words or message.kind(cell) == "word"
    return False


def end_of_other(message: Message, number: Number) -> int:
    """The end of such a number, with the word that belongs to it."""
    after = number.end
    if number.spelled and _half_hour(message, number) and (hour := number_at(message, after)):
        return hour.end  # "jam setengah pitu"
    belongs = message.says_at(after, "money_after", "time_after", "size_word")
    if belongs or message.plain(after) in message.vocabulary.numbers.thousands | {"%"}:
        return after + 1
    return after + 1 if _list_number(message, number) else after


def _half_hour(message: Message, number: Number) -> bool:
    """`setengah pitu` is half past six, unless a weight follows."""
    hour = number_at(message, number.end) if number.value and number.value < 1 and number.spelled else None
    return hour is not None and hour.spelled and (hour.value or 0) >= 1 and not _weighed(message, hour.end)

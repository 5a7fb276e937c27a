"""Finds the stretches of a message that cannot hold goods or quantities: addresses, phones, people."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from bot.understanding.annotate.message import ORDER_NUMBER, Message
from bot.understanding.layout.blocks import BlockKind

_PHONE = re.compile(r"(?<![\w/])\+?\(?\d(?:[^\S\n]|[\d().\-–]){6,}\d(?!\w)")
_DATE = re.compile(r"(?<!\d)\d{1,2}[/.-]\d{1,2}[/.-]\d{2,4}(?!\d)")
_HOUSE = re.compile(r"(?<![\w-])\d{1,4}-\d{1,4}-\d{1,4}(?![\w-])|(?<!\w)\d{1,3}/[FG](?!\w)")
"""Numbers of houses in Japan, and of floors in Hong Kong."""
_LINK = re.compile(r"https?://\S+|\S+@\S+\.\w+|(?<!\w)@[a-z_]\w+", re.IGNORECASE)
_POSTAL = re.compile(
    r"〒\s*\d{3}-?\d{4}|(?<!\d)\d{3}-\d{4}(?!\d)"
    r"|\b[A-Z]{1,2}\d{1,2}[A-Z]?\s?\d[A-Z]{2}\b|\b[A-Z]\d[A-Z]\s?\d[A-Z]\d\b"
)
"""Postal codes that differ from quantities by their form: Japanese, British, Canadian."""
LABELS = ("address_label", "person_label", "phone_label", "other_label")
PHONE_DIGITS = 8
NAME_WORDS = 3


def away_of(message: Message) -> set[int]:
    """The tokens of addresses, phone numbers, names, labelled lines of a form, and of what others wrote."""
    return set().union(*kinds_of(message).values())


def kinds_of(message: Message) -> dict[BlockKind, set[int]]:
    """The same by what they are."""
    address = {*_labelled(message, ("address_label",)), *_in_blocks(message, BlockKind.ADDRESS)}
    return {
        BlockKind.ADDRESS: address | {*_streets(message)} | _inside(message, _POSTAL, _HOUSE),
        BlockKind.TELEPHONE: _phones(message) | {*_labelled(message, ("phone_label",))},
        BlockKind.PERSON: {*_labelled(message, ("person_label",)), *_names(message)},
        BlockKind.FIELD: {*_labelled(message, ("other_label",))},
        BlockKind.CODE: _inside(message, _DATE, _LINK, ORDER_NUMBER),
        BlockKind.OTHERS: {*_in_blocks(message, BlockKind.OTHERS)},
    }


def contact_in(message: Message) -> set[int]:
    """The tokens of a recipient's name, phone or address."""
    found = _inside(message, _POSTAL, _HOUSE) | set(_labelled(message, LABELS[:3]))
    found |= {at for at in _phones(message) if not _of_money(message, at)}
    found.update(_places_labelled(message))
    found.update(_streets(message))
    found.update(_in_blocks(message, BlockKind.ADDRESS))
    return found


def _in_blocks(message: Message, *kinds: BlockKind) -> Iterator[int]:
    for start, end in message.layout.spans(*kinds):
        yield from message.tokens_in(start, end)


def _places_labelled(message: Message) -> Iterator[int]:
    """`Kode pos: 10441`, `Kota: Taichung`."""
    for at in message.where("other_label"):
        colon = _colon(message, at) if message.plain(at) in message.grammar.address_parts else 0
        if colon:
            yield from range(at, _end_of_label(message, colon + 1))


def _of_money(message: Message, at: int) -> bool:
    """`resi 0012345678`, `rek 1234567890`: a waybill or account number, not a phone's."""
    return message.has("tracking", "payment", "paid", "money_before", start=max(at - 3, 0), end=at)


def _phones(message: Message) -> set[int]:
    figures = message.layout.spans(BlockKind.COLUMN, BlockKind.RECEIPT)
    return {
        at
        for match in _PHONE.finditer(message.text)
        if sum(sign.isdigit() for sign in match[0]) >= PHONE_DIGITS
        if not any(start < match.end() and match.start() < end for start, end in figures)
        for at in message.tokens_in(*match.span())
    }


def _inside(message: Message, *written: re.Pattern[str]) -> set[int]:
    return {
        at
        for one in written
        for match in one.finditer(message.text)
        for at in message.tokens_in(*match.span())
    }


def _labelled(message: Message, labels: Sequence[str]) -> Iterator[int]:
    """`Alamat: …` up to the next label or the end of the line; without a colon, of the sentence."""
    for at in message.where(*labels):
        colon = _colon(message, at)
        if colon:
            yield from range(at, _end_of_label(message, colon + 1))
        elif message.says_at(at, "address_label") and message.says_at(at + 1, "keep"):
            continue  # "alamat tetap, karak tambah 1"
        elif message.says_at(at, "address_label"):
            yield from range(at, _end_of_sentence(message, at + 1))
        elif message.says_at(at, "phone_label") and message.kind(at + 1) == "number":
            yield from (at, at + 1)
        elif message.says_at(at, "person_label") and message.says_at(at - 1, "person_label", "talk"):
            yield from _name(message, at + 1)


def _colon(message: Message, at: int) -> int:
    """The place of the colon behind a label, or up to two words later; 0 for none."""
    for sign in (at + 1, at + 2, at + 3):
        if message.plain(sign) in {":", "="}:
            return sign
        if message.kind(sign) != "word" or message.says[sign] <= {"third"}:
            break
    return 0


def _end_of_label(message: Message, at: int) -> int:
    while at < len(message) and message.kind(at) != "break":
        if message.plain(at) == "." and _sentence_of_goods(message, at):
            break
        if message.says_at(at, *LABELS, "order_label") and _colon(message, at):
            break
        if message.says_at(at, "order") and not message.says_at(at, "wish_only"):
            break
        at += 1
    return at


def _sentence_of_goods(message: Message, at: int) -> bool:
    """`alamat: Taman Perling, Johor. karak 4`: a new sentence with a number and without a street."""
    sentence = message.sentence_at(at + 1)
    if message.abbreviates(at) or message.tokens[at + 1 : at + 2] == [] or message.tokens[at + 1].glued:
        return False
    numbered = any(message.kind(one) == "number" for one in sentence)
    return numbered and not message.has("street", *LABELS, start=sentence.start, end=sentence.stop)


def _end_of_sentence(message: Message, at: int) -> int:
    while at < len(message) and not (message.strong_break(at) and not message.abbreviates(at)):
        if message.says_at(at, "order") and not message.says_at(at, "wish_only"):
            break
        at += 1
    return at


def _streets(message: Message) -> Iterator[int]:
    """Lines and list items with a street and its number, though without a label."""
    for whole in message.parts:
        part = _behind_to(message, whole)
        ordered = any(message.says_at(at, "order") and not message.says_at(at, "wish_only") for at in part)
        if not ordered and is_street(message, part):
            yield from part


def _behind_to(message: Message, part: range) -> range:
    """`intip 3 ke Flat 3A`: the part behind the word "to"."""
    cut = next((at for at in reversed(part) if message.says_at(at, "only_to") and at + 1 in part), None)
    return part if cut is None else range(cut + 1, part.stop)


def is_street(message: Message, part: range) -> bool:
    """Whether this stretch names a street or a building with its number."""
    numbers = [at for at in part if message.kind(at) == "number"]
    beside = any(
        message.says_at(near, "street") and not message.says_at(near, "and")
        for at in numbers
        for near in (at - 2, at - 1, at + 1)
        if near in part and message.plain(near) not in message.grammar.street_or_else
    )
    heads = message.plain(part[0]) in message.grammar.street_heads
    heads = heads or message.plain(part[-1]) in message.grammar.roads
    heads = heads or (part[0] in numbers and message.says_at(part[-1], "street") and len(part) > 2)
    return beside or (heads and len(part) > 1)


def _names(message: Message) -> Iterator[int]:
    """`Teh Rina`, `aku Bu Mete`, `a/n Budi Karak`."""
    for at in range(len(message)):
        title = message.says_at(at, "address", "address_also_goods") and message.kind(at + 1) == "word"
        if at == 0 and message.says_at(at, "address_also_goods") and not title and _addressed(message):
            yield at
        introduced = (
            message.says_at(at - 1, "self", "person_label")
            or message.plain(at - 1) in message.grammar.introduces
        )
        if message.says_at(at, "address_also_goods") and title:
            named = _unknown_name(message, at + 1) and not _counted(message, at + 2, at)
            if named or (introduced and message.tokens[at + 1].text[:1].isupper()):
                yield from (at, *_name(message, at + 1))
            elif at == 0 and _addressed(message):
                yield at
        elif title and message.tokens[at + 1].text[:1].isupper() and not _counted(message, at + 2, at):
            yield from _name(message, at + 1)
        elif title and introduced and message.says_at(at - 1, "self") and not message.says[at + 1]:
            yield at + 1
        elif message.says_at(at, "self") and not message.text.isupper():
            yield from _own_name(message, at + 1)


def _addressed(message: Message) -> bool:
    """`Teh, pesen …`, `Teh mau …`: the first word addresses somebody."""
    after = 2 if message.plain(1) == "," else 1
    return message.says_at(after, "order", "hello", "address")


def _own_name(message: Message, at: int) -> Iterator[int]:
    """`saya Sri Lulur di Abu Dhabi`: capitalised words without a quantity behind them."""
    name = [word for word in _name(message, at) if message.tokens[word].text[1:].islower()]
    if name and not message.says[name[0]] and not _counted(message, name[-1] + 1, at):
        yield from name


def _unknown_name(message: Message, at: int) -> bool:
    return message.tokens[at].text[:1].isupper() and not message.says[at] and message.kind(at - 2) != "number"


def _counted(message: Message, at: int, title: int) -> bool:
    """Whether a quantity follows, so that the capitalised word is goods (`Kak Karak 2`)."""
    if message.text.isupper() or message.kind(at) == "number":
        return True
    word = message.plain(at)
    words = message.vocabulary
    counted = word in words.value or word in words.numbers.combining or word == "x"
    listed = message.kind(at) == "word" and message.tokens[at].text[:1].islower() and not message.says[at]
    return counted or (listed and not message.says_at(title - 1, "self"))


def _name(message: Message, at: int) -> Iterator[int]:
    for word in range(at, min(at + NAME_WORDS, len(message))):
        if message.kind(word) != "word" or not message.tokens[word].text[:1].isupper():
            break
        yield word

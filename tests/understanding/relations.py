"""Relations that keep the meaning of a message: told so or otherwise, it must be read alike.

Each is a function from the labels of a message to the message told otherwise, or None where that would not
truly keep the meaning. `python -m tests.understanding.relation_outcomes` reads all labelled messages in every
way; `relation_limits.yaml` holds what may change now.
"""

from __future__ import annotations

import re

from bench.labelled import Labels
from tests.understanding.added_words import (
    a_date,
    a_room_number,
    a_telephone_number,
    doubled_filler,
    emoji,
    polite_after,
    polite_before,
    quoted,
    said_below_its_quote,
    small_talk_after,
    small_talk_before,
)
from tests.understanding.told_otherwise import (
    COUNTRIES,
    NEGATION,
    Tell,
    Variant,
    goods_words,
    is_pasted,
    known_words,
    named_in,
    names_of,
    picked,
    place_names,
    put_in,
    quantities_of,
    skus_of,
    wares,
)

NUMBERS = {
    "id": ("dua", "tiga", "empat", "lima", "enam", "tujuh", "delapan", "sembilan", "sepuluh"),
    "jv": ("loro", "telu", "papat", "lima", "enem", "pitu", "wolu", "sanga", "sepuluh"),
    "en": ("two", "three", "four", "five", "six", "seven", "eight", "nine", "ten"),
}
PLAIN_NUMBER = r"(?<![\w.,:/#@+*=(-])(\d+)(?=[ ,\n]|$)"
NUMBER_WORDS = {word: at + 2 for words in NUMBERS.values() for at, word in enumerate(words)}
PART_OF_NUMBER = re.compile(
    r"\b(\w*(belas|puluh|ratus|ribu|likur|tengah|welas|dasa|hundred|half)|rb|k|jt)\b", re.I
)
WEIGHED = re.compile(
    r"\b(\d*(kg|kilo\w*|ons|gr|gram|g|pon|liter|ml)|sekilo\w*|seperempat|setengah)\b", re.IGNORECASE
)
BULLET = re.compile(r"^\s*[-•·◦]\s*\w")
ITEM = re.compile(r"^[a-z][a-z ]+ ?[:x=]? ?\d+(?: [a-z]+)?$", re.IGNORECASE)
LONG_WORD = 7
BY_PLACE = re.compile(r"terakhir|pertama|kedua|salah|ralat|maksud|first|last|mean\b", re.IGNORECASE)
IN_A_STREET = re.compile(
    r"\b(street|st|road|rd|jalan|jln?|lorong|unit|blk|no)\b|\d{4}|[^\x00-\x7f]", re.IGNORECASE
)


def order_of_lines(labels: Labels) -> str | None:
    """Items of a list, one a line: the first run of them turned round."""
    lines, skus = labels["text"].split("\n"), skus_of(labels)
    if labels["intent"] != "order" or BY_PLACE.search(labels["text"]) or len(skus) != len(set(skus)):
        return None
    items = [at for at, line in enumerate(lines) if BULLET.match(line) or ITEM.match(line.strip())]
    first = items[0] if items else 0
    run = [at for count, at in enumerate(items) if at == first + count]
    if (
        len(run) not in range(2, len(skus) + 1)
        or is_pasted(labels["text"])
        or any(line.startswith("  ") for line in lines)
    ):
        return None
    return "\n".join(lines[:first] + lines[first : first + len(run)][::-1] + lines[first + len(run) :])


def digits_to_words(labels: Labels) -> str | None:
    """A quantity from 2 to 10 that stands by itself."""
    text, words = labels["text"], NUMBERS.get(labels["lang"], NUMBERS["id"])
    found = [one for one in re.finditer(PLAIN_NUMBER, text) if 2 <= int(one[1]) <= 10]
    found = [one for one in found if int(one[1]) in quantities_of(labels) and text.count(one[1]) == 1]
    if not found or WEIGHED.search(text) or "|" in text or PART_OF_NUMBER.match(text, found[0].end() + 1):
        return None
    return put_in(text, found[0], words[int(found[0][1]) - 2])


def words_to_digits(labels: Labels) -> str | None:
    """A quantity in one word, of which the message has no other."""
    text = labels["text"]
    found = [*re.finditer(rf"\b(?:{'|'.join(NUMBER_WORDS)})\b", text, re.IGNORECASE)]
    if len(found) != 1 or PART_OF_NUMBER.search(text) or re.search(r"\d", text):
        return None
    value = NUMBER_WORDS[found[0][0].lower()]
    return put_in(text, found[0], str(value)) if value in quantities_of(labels) else None


def capitals(labels: Labels) -> str | None:
    text = str(labels["text"])
    return None if text.upper() == text or _names_somebody(text) else text.upper()


def _names_somebody(text: str) -> bool:
    """`Mbak Jenang`, `di Kedai Kopi`: only the capital tells that no goods are meant."""
    inside = re.findall(r"(?<=\w )[A-Z]\w+", text)
    return not text.isupper() and any(word.lower() in goods_words() for word in inside)


def small_letters(labels: Labels) -> str | None:
    """Where no code stands in capitals that would be a word in small letters."""
    text = str(labels["text"])
    code = re.search(r"\b[A-Z]{1,3}\b", text)
    return None if code or text.lower() == text or _names_somebody(text) else text.lower()


def no_punctuation(labels: Labels) -> str | None:
    """Without what ends sentences and parts items; with numbers only where each item has one."""
    text = str(labels["text"])
    if NEGATION.search(text) or re.search(r"\d\s*[.,]\s*\d|\.\.|https?:|@\w", text) or is_pasted(text):
        return None
    if re.search(r"\d", text) and not _is_list_of_numbers(text):
        return None
    bare = re.sub(r"[.!,](?=\s|$)", "", text)
    return bare if bare != text else None


def _is_list_of_numbers(text: str) -> bool:
    parts = re.split(r"[,.!\n]\s*", re.sub(r"[.!?\s]+$", "", text))
    return len(parts) > 1 and all(len(re.findall(r"\d+", one)) == 1 for one in parts)


def another_name(labels: Labels) -> str | None:
    """One product by another of its names."""
    for sku in skus_of(labels):
        found = named_in(labels["text"], sku)
        others = [one for one in names_of(sku) if found and one != found[0].lower()]
        if found and others:
            return put_in(labels["text"], found, picked(labels, others))
    return None


def a_typo(labels: Labels) -> str | None:
    """Two letters of a long word of a product in the wrong order."""
    text = labels["text"]
    for sku in skus_of(labels):
        words = {word for name in names_of(sku) for word in name.split() if len(word) >= LONG_WORD}
        for found in re.finditer(r"(?<![\w-])\w+(?![\w-])", text):
            word, at = found[0].lower(), len(found[0]) // 2
            wrong = word[:at] + word[at + 1] + word[at] + word[at + 2 :] if word in words else word
            if wrong != word and wrong not in known_words() and text.lower().count(word) == 1:
                return put_in(text, found, wrong)
    return None


def another_product(labels: Labels) -> Variant | None:
    """In the place of a product another one of its kind, sold alike, that the message does not name."""
    text, skus = labels["text"].lower(), [*dict.fromkeys(skus_of(labels))]
    if WEIGHED.search(text) or not all(named_in(text, sku) for sku in skus):
        return None  # "intip manis 2, gurih 3": the second leans on the first
    for sku in skus:
        found, ware = named_in(text, sku), wares()[sku]
        alike = [one for one in wares().values() if (one.category, one.unit) == (ware.category, ware.unit)]
        alike = [one for one in alike if one.sku != sku and one.name_id.lower() in names_of(one.sku)]
        alike = [one for one in alike if not any(word in text for word in one.name_id.lower().split())]
        if found and alike:
            other = picked(labels, alike)
            return Variant(put_in(labels["text"], found, other.name_id.lower()), {sku: other.sku})
    return None


def another_country(labels: Labels) -> Variant | None:
    """In the place of the country another one, where nothing else of the message lies in the first."""
    text, iso2 = labels["text"], labels["destination"]
    if iso2 not in COUNTRIES or IN_A_STREET.search(text):
        return None
    names = "|".join(map(re.escape, place_names(iso2)))
    found = [*re.finditer(rf"(?<!\w)(?:{names})(?!\w)", text, re.IGNORECASE)]
    country = re.compile(COUNTRIES[iso2] + r"|hong kong|singapore|japan|netherlands|germany", re.IGNORECASE)
    if (
        len(found) != 1
        or not country.fullmatch(found[0][0])
        or re.search(rf"\b{iso2}\b", text, re.IGNORECASE)
    ):
        return None
    other = picked(labels, [one for one in COUNTRIES if one != iso2])
    return Variant(put_in(text, found[0], COUNTRIES[other]), country=other)


def a_line_for_each_item(labels: Labels) -> str | None:
    """Commas become line breaks, where each item has one number."""
    text = labels["text"]
    if (
        labels["intent"] != "order"
        or ", " not in text
        or re.search(r"[.!?;:(]", text)
        or NEGATION.search(text)
    ):
        return None
    return re.sub(r", ", "\n", text) if _is_list_of_numbers(text) else None


def empty_lines(labels: Labels) -> str | None:
    text = str(labels["text"])
    return None if "\n" not in text or is_pasted(text) else re.sub(r"\n+", "\n\n", text)


def wide_blanks(labels: Labels) -> str | None:
    text = str(labels["text"])
    return f" {text.replace(' ', '  ')}  " if " " in text and not re.search(r"\n ", text) else None


RELATIONS: dict[str, Tell] = {
    tell.__name__: tell
    for tell in (
        polite_before,
        polite_after,
        small_talk_before,
        small_talk_after,
        order_of_lines,
        digits_to_words,
        words_to_digits,
        capitals,
        small_letters,
        no_punctuation,
        another_name,
        a_typo,
        another_product,
        another_country,
        a_line_for_each_item,
        empty_lines,
        wide_blanks,
        emoji,
        doubled_filler,
        a_room_number,
        a_date,
        a_telephone_number,
        quoted,
        said_below_its_quote,
    )
}

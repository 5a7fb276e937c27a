"""Labelled messages told once more, with words around them that change nothing, to learn that they do not.

None of these words is among those that the tests add (`tests/understanding/added_words.py`): what they
measure stays unseen.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from bench.labelled import Labels

BEFORE = {
    "id": ("kak mau tanya dong, ", "siang min, ", "misi mba, ", "haii kak\n", "sore kak, apa kabar?\n"),
    "jv": ("sugeng enjang bu, ", "dalem badhe nyuwun pirsa mas, ", "kulanuwun,\n", "piye kabare mbak?\n"),
    "en": ("hi there, ", "hello! ", "hey, hope all is fine.\n", "dear admin,\n", "sorry to bother you, "),
}
AFTER = {
    "id": (" ya min", "\ntolong ya kak", "\nterima kasih sebelumnya", "\nditunggu kabarnya kak", " 🙂"),
    "jv": (" nggih bu", "\nsuwun mas", "\nmatur nuwun sakderengipun", "\nnyuwun kabaripun nggih", " 👍"),
    "en": (" please", "\nthanks in advance!", "\ncheers", "\nlet me know, ok", " 🥰"),
}
AFTER_ORDER = {
    "id": (
        "\nkamar saya 21",
        "\nbungkus yg rapi kak",
        "\nno hp 08781234567",
        "\nsebelum tgl 19 ya",
        "\nblok C lt 3",
    ),
    "jv": ("\nkamarku nomer 9", "\nsing rapi bungkuse mas", "\ntelponku 08781234567", "\ntekan tanggal 19"),
    "en": (
        "\nroom 33",
        "\npack it well please",
        "\nmy number is 91234567",
        "\nby the 19th",
        "\nfloor 6 unit 21",
    ),
}
SIGNS = (" 🙂", " 👍", " 🥰", "!")


def retold(messages: Iterable[Labels]) -> Iterator[Labels]:
    """Each message in other words around it; the same ones for the same messages on every machine."""
    for at, labels in enumerate(messages):
        yield {**labels, "text": _told(labels, at)}


def _told(labels: Labels, at: int) -> str:
    text, lang = str(labels["text"]), str(labels["lang"])
    if labels["intent"] not in ("order", "edit", "question"):
        return text + SIGNS[at % len(SIGNS)]
    if labels["intent"] == "order" and at % 3 == 0:
        return text + _one_of(AFTER_ORDER, lang, at // 3)
    return _one_of(BEFORE, lang, at // 2) + text if at % 2 else text + _one_of(AFTER, lang, at // 2)


def _one_of(words: dict[str, tuple[str, ...]], lang: str, at: int) -> str:
    known = words.get(lang, words["id"])
    return known[at % len(known)]

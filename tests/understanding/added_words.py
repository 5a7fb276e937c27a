"""Relations that add something to a message: politeness, small talk, a number of something else, a quote."""

from __future__ import annotations

from bench.labelled import Labels
from tests.understanding.told_otherwise import asks_or_does, does, is_pasted, picked


def polite_before(labels: Labels) -> str | None:
    if not asks_or_does(labels) or is_pasted(labels["text"]):
        return None
    return picked(labels, ("permisi kak, ", "nuwun sewu mbak, ", "maaf ganggu kak, ")) + labels["text"]


def polite_after(labels: Labels) -> str | None:
    return _with_a_line(labels, ("mohon dibantu ya kak", "nggih mbak, nyuwun tulung", "thank you so much"))


def small_talk_before(labels: Labels) -> str | None:
    if not asks_or_does(labels) or is_pasted(labels["text"]):
        return None
    talk = ("Halo kak, semoga sehat selalu.", "Assalamualaikum mbak.", "Good morning sis, hope you are well.")
    return f"{picked(labels, talk)}\n{labels['text']}"


def small_talk_after(labels: Labels) -> str | None:
    return _with_a_line(
        labels, ("makasih banyak kak, sehat selalu ya", "matur nuwun sanget mbak", "have a nice day")
    )


def _with_a_line(labels: Labels, lines: tuple[str, ...]) -> str | None:
    if not asks_or_does(labels) or is_pasted(labels["text"]):
        return None
    return f"{labels['text']}\n{picked(labels, lines)}"


def emoji(labels: Labels) -> str:
    first, *others = labels["text"].split("\n")
    return "\n".join([f"{first} {picked(labels, ('🙏', '😊', '😭😭', '❤️'))}", *others])


def doubled_filler(labels: Labels) -> str | None:
    fillers = ("cepet2 ya kak", "pelan-pelan aja kak ngirimnya", "alon2 wae mbak", "hati2 packingnya ya kak")
    return _with_a_line(labels, fillers) if does(labels) else None


def a_room_number(labels: Labels) -> str | None:
    rooms = ("aku di kamar 302 ya kak", "kamar 12", "room 507", "lantai 8 kamar 14")
    return _with_a_line(labels, rooms) if labels["intent"] == "order" else None


def a_date(labels: Labels) -> str | None:
    dates = (
        "harus sampai tanggal 25 ya kak",
        "dipakai tgl 12 desember",
        "needed by 24 December",
        "kirim hari senin tgl 7",
    )
    return _with_a_line(labels, dates) if labels["intent"] == "order" else None


def a_telephone_number(labels: Labels) -> str | None:
    numbers = ("hp saya 0912345678", "WA 0812-3456-7890", "nomerku 0905 123 456", "phone: 98765432")
    return _with_a_line(labels, numbers) if labels["intent"] == "order" else None


def quoted(labels: Labels) -> str | None:
    """The whole message as a quote: who sends only that means it."""
    return None if is_pasted(labels["text"]) else _as_quote(labels["text"])


def said_below_its_quote(labels: Labels) -> str | None:
    return None if is_pasted(labels["text"]) else f"{_as_quote(labels['text'])}\n\n{labels['text']}"


def _as_quote(text: str) -> str:
    return "\n".join(f"> {line}" for line in text.split("\n"))

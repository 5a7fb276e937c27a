"""The last lines of a customer's chat: ten at most, without identity numbers, of customers only."""

from __future__ import annotations

from dataclasses import replace

from bot.conversation import last_lines
from bot.conversation.events import Address, Attachment, Event
from bot.conversation.screens import Screen
from bot.conversation.sessions import Session
from bot.people import ChatPerson, Role

HERE = Address("here", "", "7")


def session(role: Role = Role.CUSTOMER) -> Session:
    return Session(1, HERE, ChatPerson(1, "Siti", "id", None), role)


def typed(text: str) -> Event:
    return Event(HERE, "1", "text", text=text)


def test_what_is_typed_tapped_sent_and_shown_is_noted_in_order():
    one = session()
    last_lines.note(one, typed("halo\nkak"), Screen("Rantau"), {}, private=False)
    last_lines.note(one, Event(HERE, "2", "tap", route="cart"), Screen("Keranjang"), {"Lihat": "cart"}, False)
    last_lines.note(one, replace(typed(""), attachment=Attachment("photo")), Screen("Maaf"), {}, False)
    assert last_lines.read(one.last_lines) == [
        ["person", "halo kak"],
        ["shop", "Rantau"],
        ["person", "[Lihat]"],
        ["shop", "Keranjang"],
        ["person", last_lines.FILE_SENT],
        ["shop", "Maaf"],
    ]


def test_only_ten_short_lines_are_kept():
    one = session()
    for number in range(20):
        last_lines.note(one, typed(f"{number} " + "kata " * 200), Screen("Rantau"), {}, private=False)
    kept = last_lines.read(one.last_lines)
    assert len(kept) == last_lines.MOST
    assert kept[-2][1].startswith("19 ")
    assert all(len(text) <= last_lines.LENGTH for _who, text in kept)


def test_identity_numbers_are_hidden():
    one = session()
    last_lines.note(one, typed("paspor saya A1234567890"), Screen("Rantau"), {}, private=False)
    last_lines.note(one, typed("123456"), Screen("Rantau"), {}, private=True)
    assert "A1234567890" not in one.last_lines
    assert "123456" not in one.last_lines


def test_nothing_is_noted_of_other_roles():
    one = session()
    last_lines.note(one, typed("halo"), Screen("Rantau"), {}, private=False)
    one.role = Role.COORDINATOR
    last_lines.note(one, typed("Siti Aminah"), Screen("Pesanan"), {}, private=False)
    assert one.last_lines == ""

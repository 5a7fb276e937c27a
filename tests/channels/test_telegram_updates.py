"""Reading Telegram's updates into events."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from typing import Any

import pytest

from bot.channels.telegram.updates import Reader
from bot.conversation.events import Attachment, Event

ANI: dict[str, Any] = {
    "id": 7001,
    "is_bot": False,
    "first_name": "Ani",
    "last_name": "Wulandari",
    "username": "ani_w",
    "language_code": "id",
}
PRIVATE = {
    "id": 7001,
    "first_name": "Ani",
    "last_name": "Wulandari",
    "username": "ani_w",
    "type": "private",
}
GROUP = {"id": -1001700100, "title": "Perantau Taipei", "type": "supergroup"}
BOT = {"id": 4242, "is_bot": True, "first_name": "Rantau", "username": "rantau_bot"}
READER = Reader("4242", "rantau_bot")


def message(**content: Any) -> dict[str, Any]:
    return {"message_id": 31, "from": ANI, "chat": PRIVATE, "date": 1_764_000_000, **content}


def read(**update: Any) -> Event:
    (event,) = READER.events([{"update_id": 871_000_123, **update}])
    return event


def read_message(**content: Any) -> Event:
    return read(message=message(**content))


def file(file_id: str, **more: Any) -> dict[str, Any]:
    return {"file_id": file_id, "file_unique_id": f"u-{file_id}", "file_size": 1200, **more}


def test_a_typed_text_is_read_with_sender_and_time() -> None:
    event = read_message(text="intip manis 3")
    assert (event.kind, event.text, event.event_id) == ("text", "intip manis 3", "871000123")
    assert (event.address.channel, event.address.bot_id, event.address.chat_id) == (
        "telegram",
        "4242",
        "7001",
    )
    assert (event.name, event.language) == ("Ani Wulandari", "id")
    assert event.sent_at == datetime(2025, 11, 24, 16, 0, tzinfo=UTC)
    assert event.private
    assert not event.edited
    assert not event.forwarded


def test_a_command_stays_text_with_its_payload() -> None:
    command = [{"type": "bot_command", "offset": 0, "length": 6}]
    assert read_message(text="/start p_SOLO-001", entities=command).text == "/start p_SOLO-001"


def test_our_username_after_a_command_is_removed_and_another_bots_is_not() -> None:
    assert read_message(text="/menu@Rantau_Bot ya").text == "/menu ya"
    assert read_message(text="/menu@other_bot").text == "/menu@other_bot"


@pytest.mark.parametrize(
    ("content", "attachment"),
    [
        (
            {"photo": [file("small", width=90, height=90), file("large", width=800, height=800)]},
            Attachment("photo", "large", size=1200),
        ),
        ({"voice": file("v", duration=3)}, Attachment("voice", "v", size=1200)),
        ({"sticker": file("s", emoji="🙏", type="regular")}, Attachment("sticker", "s", size=1200)),
        (
            {"document": file("d", file_name="bukti.pdf", mime_type="application/pdf")},
            Attachment("document", "d", "bukti.pdf", 1200),
        ),
        (
            {"video": file("m", duration=3, file_name="a.mp4")},
            Attachment("video", "m", "a.mp4", 1200),
        ),
        ({"animation": file("g"), "document": file("g")}, Attachment("other", "g", size=1200)),
        ({"audio": file("a")}, Attachment("other", "a", size=1200)),
        ({"location": {"latitude": 25.03, "longitude": 121.56}}, Attachment("location")),
        (
            {"contact": {"phone_number": "+886912345678", "first_name": "Budi"}},
            Attachment("contact", name="Budi"),
        ),
        ({"dice": {"emoji": "🎲", "value": 3}}, Attachment("other")),
        ({"something_of_next_year": {}}, Attachment("other")),
    ],
)
def test_each_kind_of_attachment_is_recognised(content: dict[str, Any], attachment: Attachment) -> None:
    event = read_message(**content)
    assert (event.kind, event.text, event.attachment) == ("text", "", attachment)


def test_a_caption_is_the_text_of_an_attachment() -> None:
    event = read_message(photo=[file("p")], caption="bukti transfer")
    assert (event.text, event.attachment) == ("bukti transfer", Attachment("photo", "p", size=1200))


def test_a_contact_and_a_location_are_kept_in_full() -> None:
    assert json.loads(read_message(contact={"phone_number": "+6281", "first_name": "B"}).payload) == {
        "phone_number": "+6281",
        "first_name": "B",
    }
    assert json.loads(read_message(location={"latitude": 1.5, "longitude": 2.5}).payload)["latitude"] == 1.5


def test_each_part_of_an_album_is_an_event_and_the_first_has_the_caption_of_any() -> None:
    parts = [message(photo=[file(str(part))], media_group_id="9", message_id=part) for part in range(3)]
    parts[1]["caption"] = "tiga foto"
    updates = [{"update_id": 10 + part, "message": content} for part, content in enumerate(parts)]
    other = {"update_id": 20, "message": message(text="halo")}
    events = READER.events([updates[0], other, *updates[1:]])
    assert [(one.event_id, one.text, one.album) for one in events] == [
        ("album/7001/9/0", "tiga foto", "album/7001/9"),
        ("20", "halo", ""),
        ("album/7001/9/1", "", "album/7001/9"),
        ("album/7001/9/2", "", "album/7001/9"),
    ]


def test_the_parts_of_an_album_in_two_batches_name_the_same_album() -> None:
    parts = [message(photo=[file(str(part))], media_group_id="9", message_id=part) for part in range(2)]
    read = [READER.events([{"update_id": 10 + n, "message": one}])[0] for n, one in enumerate(parts)]
    assert [one.event_id for one in read] == ["album/7001/9/0", "album/7001/9/1"]
    assert {one.album for one in read} == {"album/7001/9"}


def test_albums_of_two_chats_are_two_events() -> None:
    one = message(photo=[file("a")], media_group_id="9")
    other = {**message(photo=[file("b")], media_group_id="9"), "chat": {"id": 7002, "type": "private"}}
    updates = [{"update_id": 1, "message": one}, {"update_id": 2, "message": other}]
    assert [event.album for event in READER.events(updates)] == ["album/7001/9", "album/7002/9"]


def test_a_tap_is_read_with_its_route_and_message() -> None:
    drawn = {"message_id": 30, "from": BOT, "chat": PRIVATE, "date": 1_764_000_000, "text": "Menu"}
    query = {"id": "33445566", "from": ANI, "message": drawn, "chat_instance": "-1", "data": "product/42"}
    event = read(callback_query=query)
    assert (event.kind, event.route, event.receipt) == ("tap", "product/42", "33445566")
    assert (event.message_id, event.message_kind, event.sent_at) == ("30", "text", None)
    drawn["photo"] = [file("p")]
    assert read(callback_query=query).message_kind == "photo"


def test_a_tap_on_a_message_that_telegram_no_longer_shows_us_is_still_a_tap() -> None:
    gone = {"message_id": 30, "chat": PRIVATE, "date": 0}
    event = read(callback_query={"id": "3", "from": ANI, "message": gone, "data": "cart"})
    assert (event.kind, event.route, event.message_id, event.message_kind) == ("tap", "cart", "30", "")
    without = read(callback_query={"id": "3", "from": ANI, "inline_message_id": "x", "data": "cart"})
    assert (without.address.chat_id, without.message_id) == ("7001", "")


def test_an_edited_and_a_forwarded_message_are_marked() -> None:
    assert read(edited_message=message(text="karak 4", edit_date=1_764_000_050)).edited
    origin = {"type": "hidden_user", "sender_user_name": "Budi", "date": 1_763_000_000}
    assert read_message(text="karak 4", forward_origin=origin).forwarded


@pytest.mark.parametrize(
    ("member", "reachable"),
    [
        ({"status": "kicked", "until_date": 0}, False),
        ({"status": "left"}, False),
        ({"status": "restricted", "is_member": False}, False),
        ({"status": "restricted", "is_member": True}, True),
        ({"status": "member"}, True),
        ({"status": "administrator"}, True),
    ],
)
def test_a_chat_that_blocked_or_removed_the_bot_is_out_of_reach(
    member: dict[str, Any], reachable: bool
) -> None:
    old, new = {"user": BOT, "status": "member"}, {"user": BOT, **member}
    change = {"chat": PRIVATE, "from": ANI, "date": 1_764_000_000, "old_chat_member": old}
    event = read(my_chat_member={**change, "new_chat_member": new})
    assert (event.kind, event.reachable) == ("reach", reachable)


def test_in_a_group_only_text_for_the_bot_is_an_event() -> None:
    def said(text: str) -> list[Event]:
        return READER.events([{"update_id": 1, "message": message(text=text, chat=GROUP)}])

    for to_us in ("/start", "/menu@rantau_bot", "halo @Rantau_bot, buka?"):
        (event,) = said(to_us)
        assert not event.private
    assert said("halo semua") == said("/menu@other_bot") == said("@other_bot halo") == []


def test_reports_of_the_client_are_no_events() -> None:
    assert READER.events([{"update_id": 1, "message": message(pinned_message=message(text="x"))}]) == []


@pytest.mark.parametrize(
    "update",
    [
        {"update_id": 5},
        {"update_id": 5, "message": {"text": "no chat"}},
        {"update_id": 5, "message": message(text=5)},
        {"update_id": 5, "message": message(photo=[])},
        {"update_id": 5, "message": {**message(text="x"), "date": "yesterday"}},
        {"update_id": 5, "message": {**message(text="x"), "date": 10**18}},
        {"update_id": 5, "poll": {"id": "1"}},
        {"update_id": 5, "callback_query": []},
    ],
)
def test_an_unreadable_update_keeps_its_content(update: dict[str, Any]) -> None:
    (event,) = READER.events([update])
    assert (event.kind, event.event_id) == ("unreadable", "5")
    assert json.loads(event.payload) == update


@pytest.mark.parametrize("update", [{}, [], None, 7, "text", {"update_id": "x"}, {"update_id": True}])
def test_an_update_without_a_number_is_keyed_by_its_content(update: Any) -> None:
    (event,), (again,) = READER.events([update]), READER.events([update])
    assert event.kind == "unreadable"
    assert event.event_id == again.event_id
    assert event.event_id.startswith("unnumbered-")


def test_characters_that_no_database_takes_are_removed_from_text() -> None:
    assert read_message(text="in\0tip \ud83d manis \U0001f36a").text == "intip � manis \U0001f36a"


def struck(offset: int, length: int) -> list[dict[str, Any]]:
    return [
        {"type": "bold", "offset": 0, "length": 1},
        {"type": "strikethrough", "offset": offset, "length": length},
    ]


@pytest.mark.parametrize(
    ("text", "offset", "length", "read_as"),
    [
        ("karak 2 abon 3", 0, 7, "~karak 2~ abon 3"),
        ("🙏🙏 karak 2, abon 3", 5, 7, "🙏🙏 ~karak 2~, abon 3"),  # in UTF-16 a face counts two
        ("karak 2\nintip 1\nabon 3", 0, 15, "~karak 2~\n~intip 1~\nabon 3"),
    ],
)
def test_struck_out_words_are_marked(text: str, offset: int, length: int, read_as: str) -> None:
    assert read_message(text=text, entities=struck(offset, length)).text == read_as
    in_caption = read_message(photo=[file("p")], caption=text, caption_entities=struck(offset, length))
    assert in_caption.text == read_as


def test_a_reply_is_to_what_it_quotes() -> None:
    shown = {"message_id": 5, "from": BOT, "text": "Karak\nAbon sapi"}
    assert read_message(text="2", reply_to_message=shown).replied_to == "Karak\nAbon sapi"
    quoting = read_message(text="2", reply_to_message=shown, quote={"text": "Karak", "position": 0})
    assert quoting.replied_to == "Karak"
    other = {**shown, "from": ANI}
    assert read_message(text="2", reply_to_message=other, quote={"text": "Karak"}).replied_to == ""


def test_a_live_location_that_moves_is_no_event() -> None:
    place = {"latitude": -7.57, "longitude": 110.82, "live_period": 900}
    assert read_message(location=place).attachment == Attachment("location")
    moved = {"update_id": 1, "edited_message": message(location=place, edit_date=1_764_000_050)}
    assert READER.events([moved]) == []


def test_a_venue_is_a_location_with_its_name() -> None:
    place = {"latitude": 25.28, "longitude": 51.53}
    venue = {"location": place, "title": "Souq Waqif", "address": "Doha"}
    assert read_message(location=place, venue=venue).attachment == Attachment("location", name="Souq Waqif")


def test_a_topic_of_a_group_is_a_chat_of_its_own() -> None:
    said = message(text="/menu", chat=GROUP, is_topic_message=True, message_thread_id=17)
    assert read(message=said).address.chat_id == "-1001700100/17"
    assert read(message={**said, "is_topic_message": False}).address.chat_id == "-1001700100"
    in_private = read_message(text="/menu", is_topic_message=True, message_thread_id=17)
    assert in_private.address.chat_id == "7001"

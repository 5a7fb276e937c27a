"""A yes or going on in more than one word, asking for a place of the shop, and what is neither."""

from __future__ import annotations

import pytest

from bench.labelled import demo_wares, reader_of
from bot.understanding import Interpreter, Known, Line


@pytest.fixture(scope="module")
def reader() -> Interpreter:
    return reader_of(demo_wares())


@pytest.mark.parametrize(
    "text",
    [
        "iyaa bener semuaa",
        "gas lanjut pesen",
        "y btul",
        "ok pas. lnjt",
        "pesen aja",
        "ya udah bener lanjut aja 🙏",
        "yo bener kabeh",
        "nggih mbak",
        "yes please",
        "that's right, go ahead",
    ],
)
def test_a_yes_in_more_than_one_word(reader: Interpreter, text: str) -> None:
    assert reader.agrees(text)


@pytest.mark.parametrize(
    "text",
    [
        "nanti aja ya kak",
        "iya satu",
        "ya 不要",
        "ya tapi karaknya 3",
        "bener ga ya?",
        "ya jangan dulu",
        "eh gausah",
        "iya batalin",
        "mau pesan dong kak",
        "karak 2 ya",
        "iya yang ke jepang",
        "lanjut yang tadi batalin aja",
        "boleh nanya?",
        "yo bener kabeh, suwun",
        "ya 🤔",
        "iya 🙄",
    ],
)
def test_anything_more_is_no_yes(reader: Interpreter, text: str) -> None:
    assert not reader.agrees(text)


@pytest.mark.parametrize(
    ("text", "place"),
    [
        ("checkout kak", "checkout"),
        ("mana troli saya tadi, nak checkout", "checkout"),
        ("lanjut pesanan sy tadi", "checkout"),
        ("pesanan saya sekarang apa saja?", "cart"),
        ("isi keranjang", "cart"),
        ("English please", "english"),
        ("bahasa inggris?", "english"),
        ("pakai bahasa indonesia aja", "indonesian"),
        ("mau bayar pakai apa?", None),
        ("pesanan saya sampai mana?", None),
        ("keranjang rotan 2", None),
        ("pesanan saya belum datang", None),
        ("kamus bahasa inggris ada?", None),
        ("i speak english", None),
        ("hapus data saya ya kak", "erase"),
        ("data saya apa aja?", "own_data"),
        ("hapus data karaknya", None),
    ],
)
def test_a_place_of_the_shop_is_asked_for_in_words(reader: Interpreter, text: str, place: str | None) -> None:
    assert reader.going(text) == place


def test_a_denied_complaint(reader: Interpreter) -> None:
    assert reader.denies_complaint("bukan komplain ah kak 🤣")
    assert not reader.denies_complaint("mau komplain, abonnya basi")


KNOWN = Known(cart=(Line("SOLO-002", 3), Line("SOLO-019", 2)))


@pytest.mark.parametrize("text", ["iya bener karak 3", "BETUL karak yg itu 😤 pesen sekarang", "ya, karak"])
def test_a_yes_may_name_what_is_there(reader: Interpreter, text: str) -> None:
    assert reader.agrees(text, KNOWN)
    assert not reader.agrees(text)


@pytest.mark.parametrize(
    "text", ["iya bener karak 4", "ya, intip manis", "ya karak 3?", "ya tapi karaknya dua"]
)
def test_a_yes_with_anything_else_is_no_yes(reader: Interpreter, text: str) -> None:
    assert not reader.agrees(text, KNOWN)


@pytest.mark.parametrize(
    "text",
    ["balikin kayak tadi dong", "jgn diubah kak, balik kyk tadi", "put it back please", "baleke koyo mau"],
)
def test_the_last_message_is_to_be_undone(reader: Interpreter, text: str) -> None:
    assert reader.undoes(text)


@pytest.mark.parametrize(
    "text", ["Kok 25? saya bilang dua puluh empat", "lho kok sambelnya 3", "lah malah ditambah"]
)
def test_surprise_at_what_was_done(reader: Interpreter, text: str) -> None:
    assert reader.is_astonished(text)


@pytest.mark.parametrize(
    ("text", "unwanted"),
    [
        ("jangan semprong, intip manis 2", ["SOLO-019"]),
        ("g pake semprong", ["SOLO-019"]),
        ("aku ora pesen semprong", ["SOLO-019"]),
        ("semprong satu lagi", []),
        ("jangan abon, intip manis 2", []),
    ],
)
def test_held_goods_that_are_refused(reader: Interpreter, text: str, unwanted: list[str]) -> None:
    assert [*reader.read(text, KNOWN).unwanted] == unwanted


@pytest.mark.parametrize(
    ("text", "counts"),
    [
        ("kok 3 slop", 3),
        ("2 slop kok", 2),
        ("lho kok 3?", None),
        ("kok 4kg sih", None),
        ("Kok 25? kan 24", None),
    ],
)
def test_a_word_that_also_asks_is_goods_only_in_its_unit(
    reader: Interpreter, text: str, counts: int | None
) -> None:
    lines = {one.sku: one.quantity for one in reader.read(text).lines}
    assert lines.get("SOLO-093") == counts


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("tiga aja plisss", 3),
        ("DUA min DUA", 2),
        ("lho 11? sepuluh doang bos", 10),
        ("loro ae!", 2),
        ("no, just 3 please", 3),
        ("bukan 8, 3", 3),
        ("kok jadi 8?", None),
        ("Jalan Melati 12", None),
        ("0912 345 678", None),
        ("seven eleven", None),
        ("kamar 5", None),
        ("kurangi 1", None),
        ("tgl 20", None),
        ("ongkir 3 kg berapa", None),
        ("2 orang", None),
        ("rumah no 12", None),
        ("3 lagi dong", None),
        ("iya betul", None),
    ],
)
def test_a_lone_number(reader: Interpreter, text: str, number: int | None) -> None:
    assert reader.lone_number(text) == number


def test_a_kind_spoken_of_as_known_is_definite(reader: Interpreter) -> None:
    assert [one.definite for one in reader.read("intipnya 2").unclear] == [True]
    assert [one.definite for one in reader.read("intip 2").unclear] == [False]

"""A yes or going on in more than one word, asking for a place of the shop, and what is neither."""

from __future__ import annotations

import pytest

from bench.labelled import demo_wares, reader_of
from bot.understanding import Interpreter


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

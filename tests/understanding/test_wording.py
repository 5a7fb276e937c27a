"""Messages that are only a name, a yes, a no, a number, two countries, or the cancelling of everything."""

from __future__ import annotations

import pytest

from tests.support.reader import read, reader


@pytest.mark.parametrize(
    "text",
    ["abon", "abon kak", "abon ayam dong", "bakpia", "bakpia pathok", "abon?", "gudeg", "keripik kentang"],
)
def test_lone_name_with_kind_words_is_a_search(text: str):
    assert read(text).only_names


@pytest.mark.parametrize(
    "text", ["mau abon", "abon 2", "abon ke Taiwan", "ada abon?", "karak sama abon", "abon brp", "halo", ""]
)
def test_message_with_more_than_a_name_is_no_search(text: str):
    assert not read(text).only_names


@pytest.mark.parametrize(
    "text",
    ["ya", "iya betul", "ok bener", "nggih leres", "👍", "betul, lanjut", "ok makasih", "bener semua kak"],
)
def test_a_short_yes_confirms(text: str):
    assert (read(text).confirms, read(text).declines) == (True, False)


@pytest.mark.parametrize(
    "text", ["ngga", "bukan", "salah kak", "jangan", "ora", "belum kak", "ga bener", "no"]
)
def test_a_short_no_declines(text: str):
    assert (read(text).confirms, read(text).declines) == (False, True)


@pytest.mark.parametrize(
    "text", ["ya karak 2", "besok ya", "gapapa", "ya?", "halo kak", "bukan karak tapi brem"]
)
def test_longer_message_neither_confirms_nor_declines(text: str):
    assert (read(text).confirms, read(text).declines) == (False, False)


@pytest.mark.parametrize(
    "text",
    [
        "batalin semua",
        "kosongin keranjang",
        "cancel my order",
        "ga jadi",
        "hapus semua pesanan",
        "batal",
        "wurung",
    ],
)
def test_whole_order_is_cancelled(text: str):
    assert (read(text).intent, read(text).all_off) == ("edit", True)


@pytest.mark.parametrize(
    "text", ["batalin karaknya", "batalin yang tadi", "jangan dibatalin", "cancel 2 karak", "pesan karak 2"]
)
def test_partial_cancellation_does_not_cancel_everything(text: str):
    assert not read(text).all_off


@pytest.mark.parametrize(
    ("text", "either"),
    [
        ("karak 2 ke Taiwan dan Hongkong", ("TW", "HK")),
        ("ke jepang atau korea ya", ("JP", "KR")),
        ("karak 2 ke Jepang, brem 3 ke Korea", ("JP", "KR")),
        ("karak 2 ke Taichung, Taiwan", ()),
        ("karak 2 ke Taiwan", ()),
        ("karak 2", ()),
    ],
)
def test_two_countries_are_both_named_and_neither_is_chosen(text: str, either: tuple[str, ...]):
    assert read(text).either == either
    assert read(text).destination is None or not either


@pytest.mark.parametrize(
    ("text", "pieces"),
    [
        ("3", 3),
        ("3 bks", 3),
        ("tiga aja kak", 3),
        ("selusin", 12),
        ("setengah lusin", 6),
        ("kalih", 2),
        ("setunggal mawon", 1),
        ("dua puluh lima", 25),
        ("three please", 3),
        ("a dozen", 12),
        ("x3", 3),
        ("iya 3", 3),
        ("0", 0),
        ("besok", None),
        ("karak 3", None),
        ("2-3", None),
        ("jam 3", None),
        ("25rb", None),
        ("3 kg", None),
        ("tambah 2", None),
        ("3 buat rina", None),
        ("", None),
    ],
)
def test_short_answer_says_how_many(text: str, pieces: int | None):
    assert reader().amount(text) == pieces


@pytest.mark.parametrize(
    ("text", "sku", "units"),
    [
        ("sekilo", "SOLO-008", 4),
        ("2 pasang", "SOLO-082", 2),
        ("sepasang", "SOLO-074", 2),
        ("3", "SOLO-002", 3),
        ("setengah kilo", "SOLO-039", None),
        ("3 bks", "GONE-1", 3),
    ],
)
def test_weight_is_an_answer_if_the_product_is_known(text: str, sku: str, units: int | None):
    assert reader().amount(text, sku) == units

"""Malay, a language that was added by its file alone, and words that mean something else in Indonesian."""

from __future__ import annotations

import pytest

from tests.support.reader import read


@pytest.mark.parametrize(
    ("text", "lines", "destination"),
    [
        (
            "saya mahu tempah kerepek pisang 3 peket dan kopi 2 peket, hantar ke Ipoh",
            {"SOLO-028": 3, "SOLO-039": 2},
            "MY",
        ),
        ("nak kicap lapan botol, belacan sekotak. pos ke Kota Bharu", {"SOLO-052": 8, "SOLO-055": 1}, "MY"),
        ("hendak beli songkok sebiji, sarung batik sehelai", {"SOLO-083": 1, "SOLO-069": 1}, None),
        ("tolong hantarkan selipar kulit sepasang ke Tutong", {"SOLO-082": 1}, "BN"),
        ("nak emping suku kilo? eh silap, emping sekilo", {"SOLO-022": 2}, None),
        ("tak nak karak, nak rengginang je 3 peket", {"SOLO-023": 3}, None),
        ("karak 2 ketul, adik saya duduk di Semporna", {"SOLO-002": 2}, None),
    ],
)
def test_malay_is_read(text: str, lines: dict[str, int], destination: str | None):
    told = read(text)
    assert {one.sku: one.quantity for one in told.lines} == lines
    assert (told.intent, told.destination) == ("order", destination)


@pytest.mark.parametrize(
    ("text", "op"),
    [
        ("kicap tak jadi lah", "remove"),
        ("kurangkan kicap satu botol", "reduce"),
        ("tambah lagi kicap 2 botol", "add"),
        ("tukar kicap kepada 4", "set"),
    ],
)
def test_orders_are_changed_in_malay(text: str, op: str):
    assert [(one.op, one.sku) for one in read(text).edits] == [(op, "SOLO-052")]


@pytest.mark.parametrize(
    ("text", "topic"),
    [
        ("bila sampai barang saya?", "order_status"),
        ("kos penghantaran ke Ipoh berapa?", "freight"),
        ("boleh hantar ke Brunei tak?", "may_go"),
        ("boleh bayar guna duitnow?", "payment"),
    ],
)
def test_questions_in_malay_are_heard(text: str, topic: str):
    told = read(text)
    assert told.intent == "question"
    assert topic in told.topics


@pytest.mark.parametrize(
    ("text", "lines"),
    [
        ("tak pesan karak 2 ya mbak", {"SOLO-002": 2}),
        ("karake tak jupuk loro", {"SOLO-002": 2}),
        ("nak, ibu mau karak 2 ya", {"SOLO-002": 2}),
        ("butuh karak 3 ke taiwan", {"SOLO-002": 3}),
        ("bila perlu karaknya 3 saja", {"SOLO-002": 3}),
        ("percuma mahal kalau remuk, karak 2 aja", {"SOLO-002": 2}),
        ("saya naik kereta ke kantor, karak 2 antar besok", {"SOLO-002": 2}),
        ("anak saya budak kecil suka karak, 3 ya", {"SOLO-002": 3}),
        ("intip manis kosong, ganti karak 2", {"SOLO-002": 2}),
    ],
)
def test_false_friends_stay_indonesian(text: str, lines: dict[str, int]):
    read_lines = {one.sku: one.quantity for one in read(text).lines}
    assert {sku: many for sku, many in read_lines.items() if many} == lines


def test_kosong_is_sold_out_and_no_nought():
    told = read("karak kosong ya kak?")
    assert told.intent == "question"
    assert not told.lines


def test_a_mother_says_nak_and_orders_nothing():
    assert read("makasih nak, ibu sudah terima paketnya").lines == ()

"""Quantities that are reckoned: per person, parts of a sum, corrections in a line of their own."""

from __future__ import annotations

import pytest

from bench.labelled import CONFIG
from bot.understanding import Vocabulary
from tests.support.reader import read

KARAK, RAMBAK, PECEL, SABUN, KIPAS, DOMPET = (f"SOLO-{n:03}" for n in (2, 3, 47, 99, 98, 110))


@pytest.mark.parametrize(
    ("text", "lines"),
    [
        ("kami berempat, tiap orang karak 2, ke macau", {KARAK: 8}),
        ("kita 8 orang semess, tiap orang karak 2 sm rambak 1", {KARAK: 16, RAMBAK: 8}),
        ("kami ber-8 di rumah, per orang karak 2 bungkus", {KARAK: 16}),
        ("kami 24 orang, saben wong kipas batik 1", {KIPAS: 24}),
        ("karak total 12: 5 buat Bayu, 4 buat Sinta, sisanya aku", {KARAK: 12}),
        ("karak 5 bungkus (yang 2 buat Bu Ratna, 3 buat saya), rambak 4", {KARAK: 5, RAMBAK: 4}),
        ("karak 15\nrambak 6\n\n*rambak 9", {KARAK: 15, RAMBAK: 9}),
        ("sambal pecel 2, karak 1\n*3 pecelnya", {PECEL: 3, KARAK: 1}),
        ("tadinya mau karak 5, sabun aja deh segitu juga", {SABUN: 5}),
    ],
)
def test_a_reckoned_quantity_is_no_sum_of_all_numbers(text: str, lines: dict[str, int]):
    assert {one.sku: one.quantity for one in read(text).lines} == lines


@pytest.mark.parametrize(
    "text",
    ["kipas batik dan dompetnya dua-duanya dihapus saja", "kipas batik ro dompete ora usah loro-lorone"],
)
def test_both_is_no_quantity(text: str):
    assert {(one.op, one.sku) for one in read(text).edits} == {("remove", KIPAS), ("remove", DOMPET)}


def test_how_many_are_there_without_per_person_is_asked():
    assert [one.quantity for one in read("10 orang, masing-masing karak 1").unclear] == [None]


def test_no_number_alone_is_a_reference():
    words = Vocabulary.read(CONFIG)
    alone = {phrase[0] for phrases in words.refers.values() for phrase in phrases if len(phrase) == 1}
    assert not alone & words.value.keys()

"""Sizes and colours behind goods: each is a product of its own, and none is lost."""

from __future__ import annotations

from functools import cache

import pytest

from bench.labelled import CONFIG, reader_of
from bot.destinations import Destinations, Restrictions
from bot.documents.imports.catalog import catalogue_of
from bot.understanding import NOTHING, Interpretation, Interpreter, Known, Line

SHIRTS = tuple(f"SOLO-070-{size}" for size in ("S", "M", "L", "XL", "XXL"))


@cache
def reader() -> Interpreter:
    rules = Restrictions.read(CONFIG, Destinations.read(CONFIG))
    return reader_of(catalogue_of(CONFIG, rules.known_classes).offered())


def read(text: str, known: Known = NOTHING) -> Interpretation:
    return reader().read(text, known)


def lines(text: str, known: Known = NOTHING) -> dict[str, int]:
    return {one.sku.removeprefix("SOLO-"): one.quantity for one in read(text, known).lines}


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("3 kemeja ukuran L 2 M 1", {"070-L": 2, "070-M": 1}),
        ("kemeja 3, L 2 M 1", {"070-L": 2, "070-M": 1}),
        ("kemeja batik L 2", {"070-L": 2}),
        ("kemeja 2 L 1 M", {"070-L": 2, "070-M": 1}),
        ("2 kemeja L, 1 M", {"070-L": 2, "070-M": 1}),
        ("kemeja L", {"070-L": 1}),
        ("kemeja 2XL 1", {"070-XXL": 1}),
        ("kebaya kutubaru uk. L 1 pcs", {"079-L": 1}),
        ("kaos: S 1, M 2, XL 3", {"080-S": 1, "080-M": 2, "080-XL": 3}),
        ("kaos solo 2 lusin ukuran L", {"080-L": 24}),
        ("kaos solo L 2, kemeja M 1 sama karak 3", {"080-L": 2, "070-M": 1, "002": 3}),
        ("selendang merah 2 biru 1", {"074-RED": 2, "074-BLUE": 1}),
        ("I'd like 2 batik shirts in size L and 1 in XL", {"070-L": 2, "070-XL": 1}),
    ],
)
def test_each_size_is_a_product_with_its_own_number(text: str, wanted: dict[str, int]) -> None:
    assert lines(text) == wanted


def test_a_total_that_the_sizes_do_not_come_to_is_doubted() -> None:
    found = read("3 kemeja L 2 M 2")
    assert [one.quantity for one in found.lines] == [2, 2]
    assert [(one.kind, one.text) for one in found.doubts] == [("number", "3")]


@pytest.mark.parametrize(
    ("text", "named"),
    [
        ("kemeja batik 2", "kemeja batik"),
        ("kemeja XXXL 2", "kemeja XXXL"),
        ("kemeja ukuran 3XL 2", "kemeja ukuran 3XL"),
    ],
)
def test_without_a_size_that_is_offered_it_is_asked(text: str, named: str) -> None:
    found = read(text)
    (unclear,) = found.unclear
    unoffered = [one.text for one in found.doubts if one.kind == "size"]
    assert unoffered == ([named.partition(" ")[2]] if named != "kemeja batik" else [])
    assert (unclear.text, unclear.quantity, unclear.any_of) == (named, 2, SHIRTS)


@pytest.mark.parametrize(
    ("text", "taken", "asked", "said"),
    [
        ("kemeja L 2, XXXL 1", {"070-L": 2}, ("XXXL", 1), "XXXL"),
        ("kemeja XXXL 1, L 2", {"070-L": 2}, ("kemeja XXXL", 1), "XXXL"),
        ("kemeja L 2 5XL 1 M 1", {"070-L": 2, "070-M": 1}, ("5XL", 1), "5XL"),
        ("selendang merah marun 1, biru 2", {"074-BLUE": 2}, ("selendang merah marun", 1), "merah marun"),
        ("selendang hijau 2", {}, ("selendang hijau", 2), "hijau"),
    ],
)
def test_one_size_that_is_not_offered_throws_no_other_away(
    text: str, taken: dict[str, int], asked: tuple[str, int], said: str
) -> None:
    (unclear,) = read(text).unclear
    assert (lines(text), (unclear.text, unclear.quantity)) == (taken, asked)
    assert [one.text for one in read(text).doubts if one.kind == "size"] == [said]


@pytest.mark.parametrize(
    ("text", "taken", "asked"),
    [
        ("3 kemeja, L 1 M 1", {"070-L": 1, "070-M": 1}, ("kemeja", 1)),
        ("kemeja 5: L 2 M 1", {"070-L": 2, "070-M": 1}, ("kemeja", 2)),
        ("4 kemeja M sama L", {}, ("kemeja M sama L", 4)),
    ],
)
def test_pieces_without_a_size_are_asked_about(
    text: str, taken: dict[str, int], asked: tuple[str, int]
) -> None:
    found = read(text)
    (unclear,) = found.unclear
    assert (lines(text), (unclear.text, unclear.quantity), unclear.any_of) == (taken, asked, SHIRTS)
    assert not [one for one in found.doubts if one.kind == "size"]


def test_as_many_sizes_as_pieces_are_one_of_each() -> None:
    assert lines("3 kemeja ukuran M, L sama XL") == {"070-M": 1, "070-L": 1, "070-XL": 1}


def test_a_word_of_a_colour_alone_names_it() -> None:
    assert lines("selendang coklat 1") == {"074-BROWN": 1}


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("daster XL 2", "XL"),
        ("sandal batik ukuran 40 2 pasang", "ukuran 40"),
        ("tas batik warna ungu 1", "warna ungu"),
    ],
)
def test_a_size_of_goods_that_have_none_is_said(text: str, said: str) -> None:
    assert ("size", said) in [(one.kind, one.text) for one in read(text).doubts]


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("L", {"070-L": 3}),
        ("yang L", {"070-L": 3}),
        ("L 2 M 1", {"070-L": 2, "070-M": 1}),
        ("2 L 1 M", {"070-L": 2, "070-M": 1}),
    ],
)
def test_the_question_which_one_takes_sizes_alone(text: str, wanted: dict[str, int]) -> None:
    assert lines(text, Known(choices=SHIRTS, asked=3)) == wanted


def test_sizes_in_the_cart_are_changed_by_their_names() -> None:
    cart = Known(cart=(Line("SOLO-070-L", 2), Line("SOLO-070-M", 1)))
    assert [(one.op, one.sku, one.quantity) for one in read("kemeja L jadi 3", cart).edits] == [
        ("set", "SOLO-070-L", 3)
    ]
    assert [(one.op, one.sku) for one in read("hapus kemeja ukuran M", cart).edits] == [
        ("remove", "SOLO-070-M")
    ]
    (unclear,) = read("kemejanya jadi 5", cart).unclear
    assert unclear.any_of == ("SOLO-070-M", "SOLO-070-L")


@pytest.mark.parametrize(
    "text",
    [
        "kemeja M ganti L",
        "kemeja M ganti L 3",
        "yg M ganti L",
        "yg M jadi L",
        "M nya jadi L",
        "ganti M ke L",
        "kemejanya ganti L",
        "kemejanya jadi L",
        "tuker yang M sama L",
        "change the M to L",
    ],
)
def test_a_size_is_exchanged_for_another(text: str) -> None:
    cart = Known(cart=(Line("SOLO-070-M", 3), Line("SOLO-002", 1)))
    assert [(one.op, one.sku, one.quantity) for one in read(text, cart).edits] == [
        ("remove", "SOLO-070-M", 0),
        ("add", "SOLO-070-L", 3),
    ]


def test_a_colour_is_exchanged_for_another() -> None:
    found = read("selendang merah ganti biru", Known(cart=(Line("SOLO-074-RED", 2),)))
    assert [(one.op, one.sku) for one in found.edits] == [
        ("remove", "SOLO-074-RED"),
        ("add", "SOLO-074-BLUE"),
    ]


def test_some_of_a_size_are_exchanged() -> None:
    found = read("kemeja M 1 ganti L", Known(cart=(Line("SOLO-070-M", 3),)))
    assert [(one.op, one.sku, one.quantity) for one in found.edits] == [
        ("reduce", "SOLO-070-M", 1),
        ("add", "SOLO-070-L", 1),
    ]


def test_another_number_than_there_is_doubted() -> None:
    found = read("kemeja M ganti L 2", Known(cart=(Line("SOLO-070-M", 3),)))
    assert [(one.kind, one.skus) for one in found.doubts] == [("goods", ("SOLO-070-L",))]


@pytest.mark.parametrize(
    ("text", "said"),
    [("XXXL", "XXXL"), ("3XL", "3XL"), ("ukuran 3xl 1", "3xl"), ("XXXXL nya jadi 5XL", "5XL")],
)
def test_the_question_which_size_takes_none_that_is_only_alike(text: str, said: str) -> None:
    found = read(text, Known(choices=SHIRTS, asked=2))
    assert (found.lines, [one.text for one in found.doubts if one.kind == "size"]) == ((), [said])


def test_a_size_that_is_not_offered_becomes_one_that_is() -> None:
    assert lines("XXXXL nya jadi XXL", Known(choices=SHIRTS, asked=2)) == {"070-XXL": 2}


def test_whose_size_it_is_stays_with_it() -> None:
    found = read("kemeja L 1 buat suami, M 1 buat adik")
    assert [(one.name, one.sku, one.quantity) for one in found.shares] == [
        ("suami", "SOLO-070-L", 1),
        ("adik", "SOLO-070-M", 1),
    ]


def test_a_question_of_all_sizes_is_about_the_product() -> None:
    assert read("kemeja ada ukuran apa aja?").about == (("SOLO-070",),)


@pytest.mark.parametrize("text", ["hapus kemeja", "kemejanya dihapus", "kemeja batalin aja"])
def test_goods_from_before_they_had_sizes_are_taken_out(text: str) -> None:
    found = read(text, Known(cart=(Line("SOLO-070", 2), Line("SOLO-002", 1))))
    assert [(one.op, one.sku) for one in found.edits] == [("remove", "SOLO-070")]


@pytest.mark.parametrize("text", ["kebaya M merah 1", "kebaya merah M 1"])
def test_a_colour_beside_a_size_is_no_piece_more(text: str) -> None:
    found = read(text)
    assert (lines(text), found.unclear) == ({"079-M": 1}, ())
    assert [one.text for one in found.doubts if one.kind == "size"]

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


def test_whose_size_it_is_stays_with_it() -> None:
    found = read("kemeja L 1 buat suami, M 1 buat adik")
    assert [(one.name, one.sku, one.quantity) for one in found.shares] == [
        ("suami", "SOLO-070-L", 1),
        ("adik", "SOLO-070-M", 1),
    ]


def test_a_question_of_all_sizes_is_about_the_product() -> None:
    assert read("kemeja ada ukuran apa aja?").about == (("SOLO-070",),)

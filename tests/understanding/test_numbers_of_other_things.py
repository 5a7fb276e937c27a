"""No quantity is ever a number that stands in an address, a telephone number, a date or a price."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.support.reader import read, short

GOODS = {
    "karak": "002",
    "rengginang": "023",
    "brem": "016",
    "terasi": "055",
    "kopi lawu": "039",
    "rendang": "061",
    "sabun herbal": "099",
    "beef floss": "008",
}
ADDRESSES = (
    "alamat: No. {two} Zhongshan Rd, Taoyuan",
    "alamat jl mawar no {two} rt {two}",
    "Blk {three} Jurong West St {two} #{two}-{three}, Singapore",
    "Flat {two}B, {two}/F, Tai Po, Hong Kong",
    "{three} Collins Street, Melbourne VIC {four}",
    "kirim ke {four} Zuidplein, Rotterdam",
    "kamar {three}",
    "aku di kamar {three} ya kak",
    "gedung B lt {two}",
    "lantai {two}",
    "room {three}",
    "kode pos {five}",
)
TELEPHONES = (
    "hp saya 09{eight}",
    "hp 09{two}-{three}-{three}",
    "WA 08{two}-{four}-{four}",
    "wa +62 8{two} {four} {four}",
    "no telp (02) {four} {four}",
    "phone +886 9{two} {three} {three}",
    "nomerku 0905 {three} {three}",
)
DATES = (
    "tgl {day}",
    "tanggal {day} ya",
    "buat tgl {day} desember",
    "dikirim {day}/12",
    "sebelum {day}/12/2026",
    "harus sampai {day} Desember",
    "before 2026-12-{day}",
    "needed by {day} December",
    "by December {day}",
    "jam {hour}",
    "diambil jam {hour}.30",
    "hari minggu tgl {day}",
)
PRICES = (
    "harga {two}rb",
    "yang {two}k",
    "@{two}rb",
    "Rp{two}.000",
    "Rp {three}.000",
    "harga {two} ribu",
    "NT{three}",
    "total {three}.000",
    "{three} dolar",
    "budget {two} ringgit",
    "SGD {two}",
    "${two}",
)
FORMS = {
    "an address": (ADDRESSES,),
    "a telephone number": (TELEPHONES,),
    "a date": (DATES,),
    "a price": (PRICES,),
    "an address and a telephone number": (ADDRESSES, TELEPHONES),
    "a date and a price": (DATES, PRICES),
}
"""What a message holds beside goods: one stretch of each of these forms."""
DIGITS = {"two": (10, 99), "three": (100, 999), "four": (1000, 9999), "five": (10_000, 99_999)}
DIGITS |= {"eight": (10_000_000, 99_999_999), "day": (10, 28), "hour": (10, 23)}


@dataclass(frozen=True, slots=True)
class Told:
    """A message, what it orders, and all numbers that stand elsewhere in it."""

    text: str
    wanted: Mapping[str, int]
    others: frozenset[int]


def numbers_in(text: str) -> frozenset[int]:
    """The runs of digits, and thousands written with a dot."""
    found = re.findall(r"\d+", text) + [one.replace(".", "") for one in re.findall(r"\d+\.\d{3}", text)]
    return frozenset(map(int, found)) - {0}


@st.composite
def stretches(draw: st.DrawFn, forms: tuple[str, ...]) -> str:
    form = draw(st.sampled_from(forms))
    for name, (low, high) in DIGITS.items():
        while f"{{{name}}}" in form:
            form = form.replace(f"{{{name}}}", str(draw(st.integers(low, high))), 1)
    return form


@st.composite
def messages(draw: st.DrawFn, beside: tuple[tuple[str, ...], ...]) -> Told:
    """Goods with quantities from 2 to 9, and stretches of these forms before or behind them."""
    names = draw(st.lists(st.sampled_from([*GOODS]), min_size=1, max_size=3, unique=True))
    counts = [draw(st.integers(2, 9)) for _name in names]
    others = [draw(stretches(forms)) for forms in beside]
    items = ", ".join(f"{name} {count}" for name, count in zip(names, counts, strict=True))
    between = draw(st.sampled_from(("\n", ", ", ". ")))
    before = draw(st.booleans())
    text = between.join([*others, items] if before else [items, *others])
    wanted = {GOODS[name]: count for name, count in zip(names, counts, strict=True)}
    return Told(text, wanted, numbers_in(" ".join(others)) - set(counts))


def counted(told: Told) -> set[int]:
    """Quantities that are a number of something else, or hold one beside what was wanted."""
    understood = read(told.text)
    found = {(short(one.sku), one.quantity) for one in understood.lines}
    found |= {(short(sku), one.quantity or 0) for one in understood.unclear for sku in one.any_of or ("",)}
    return {many for sku, many in found if {many, many - told.wanted.get(sku, many)} & told.others}


def _check(told: Told) -> None:
    assert counted(told) == set(), told.text


@pytest.mark.parametrize("kind", FORMS)
def test_a_number_of_something_else_is_no_quantity(kind: str) -> None:
    settings(max_examples=100, deadline=None, derandomize=True)(given(messages(FORMS[kind]))(_check))()


@pytest.mark.long
@pytest.mark.parametrize("kind", FORMS)
def test_no_number_of_something_else_is_a_quantity_in_thousands_of_messages(kind: str) -> None:
    settings(max_examples=1000, deadline=None)(given(messages(FORMS[kind]))(_check))()

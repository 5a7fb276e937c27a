"""The typed blocks of a message, kind by kind."""

from __future__ import annotations

from collections.abc import Sequence

import pytest

from bench.hostile_texts import hostile
from bench.labelled import CONFIG
from bot.core.typed_signs import keyed
from bot.understanding import Vocabulary
from bot.understanding.layout.blocks import BlockKind, Layout
from bot.understanding.layout.reading import laid_out
from bot.understanding.text.tokens import tokens_of
from tests.support.reader import read, reader
from tests.understanding.test_effort import MOST_CALLS, calls_of

VOCABULARY = Vocabulary.read(CONFIG)


def layout(text: str) -> Layout:
    seen = keyed(text)
    return laid_out(seen, tokens_of(seen, VOCABULARY.doubles), VOCABULARY)


def texts(text: str, kind: BlockKind) -> list[str]:
    return [keyed(text)[start:end] for start, end in layout(text).spans(kind)]


def left(text: str) -> str:
    return " ".join(one.plain for one in layout(text).tokens).replace("\n", "/")


@pytest.mark.parametrize(
    ("marks"),
    [
        ("1.", "2.", "3."),
        ("1)", "2)", "3)"),
        ("01.", "02.", "03."),
        ("#1", "#2", "#3"),
        ("(1)", "(2)", "(3)"),
        ("①", "②", "③"),
        ("1️⃣", "2️⃣", "3️⃣"),
        ("a.", "b.", "c."),
        ("A)", "B)", "C)"),
        ("(a)", "(b)", "(c)"),
        ("i.", "ii.", "iii."),
        ("I)", "II)", "III)"),
        ("No. 1", "No. 2", "No. 3"),
        ("1.)", "2.)", "3.)"),
    ],
)
def test_list_numbers_of_any_style_go_out_of_the_text(marks: Sequence[str]) -> None:
    text = "\n".join(f"{mark} karak 5" for mark in marks)
    assert texts(text, BlockKind.LIST_NUMBER) == [keyed(mark) for mark in marks]
    assert left(text) == "karak 5 / karak 5 / karak 5"


@pytest.mark.parametrize(
    "text",
    [
        "3 intip\n2 karak",
        "1 karak\n2 brem\n3 geti",
        "[2] karak\n[1] brem",
        "2-3 karak\n3-4 brem",
        "1/2 kg geti\n2/3 brem",
        "12.30 karak 2\n12.31 brem 3",
        "karak 1. brem 2",
        "302: karak 2\n303: brem 3",
        "5. karak\n2. brem",
    ],
)
def test_numbers_that_do_not_count_on_are_no_list_numbers(text: str) -> None:
    assert texts(text, BlockKind.LIST_NUMBER) == []


@pytest.mark.parametrize(
    ("text", "kept"),
    [
        ("No | Barang | Jml\n1 | karak | 2\n2 | brem | 3", "karak 2 / brem 3"),
        ("karak\t15.000\t2\nbrem\t18.000\t3", "karak 2 / brem 3"),
        ("Banyak  Barang  Harga  Jumlah\n2  karak  15  30\n3  brem  18  54", "2 karak / 3 brem"),
        ("Barang;Jml;Ket\nkarak;2;uk 40\nbrem;-;-", "karak 2 uk / brem 0"),
        ("       | Ani | Budi\nkarak | 1 | 2\nbrem | - | 3", "karak 3 / brem 3"),
        ("Barang | Jml\nkaos uk 40 | 2\nTotal | 2", "kaos 2 /"),
    ],
)
def test_table_leaves_goods_and_how_many(text: str, kept: str) -> None:
    assert left(text) == kept


def test_table_whose_quantities_are_unclear_stays_text() -> None:
    text = "karak | 2 | 5\nbrem | 4 | 3"
    assert texts(text, BlockKind.TABLE) == []
    assert "5" in left(text)


@pytest.mark.parametrize(
    ("text", "kept"),
    [
        ("Karak 2 x 15.000 = 30.000\nBrem 3 x 18.000 = 54.000\nTotal 84.000", "karak 2 / brem 3 /"),
        ("2 × Karak: Rp30.000\n   (tadinya: 5)\n1 × Brem: Rp18.000", "2 × karak / 1 × brem"),
        ("karak 2 @15rb\nbrem 1 @18rb", "karak 2 / brem 1"),
        ("harga karak 15.000 ya?\nmau 2", "harga karak 15.000 ya ? / mau 2"),
        ("HP: 0912.345.678\nKode: 12.345", "hp : 0912.345.678 / kode : 12.345"),
    ],
)
def test_receipt_leaves_goods_and_how_many(text: str, kept: str) -> None:
    assert left(text) == kept


@pytest.mark.parametrize(
    ("text", "kept"),
    [
        ("Parsel A × 2 isi: karak 3, brem", "karak 6 , brem 2"),
        ("3 paket isi:\n- karak dua\n- abon 250 gr", "- karak 6 / - abon 250 gr 3"),
        ("Paket 2: karak 3", "karak 3"),
        ("rempah kering 1 paket\nkarak 2", "rempah kering 1 paket / karak 2"),
    ],
)
def test_parcels_multiply_their_contents(text: str, kept: str) -> None:
    assert left(text) == kept


def test_address_below_its_label_is_a_block_up_to_the_next_field() -> None:
    text = "Alamat:\nNo. 5, Lane 20\nTaipei 106\nPesanan:\n- karak 4"
    assert texts(text, BlockKind.ADDRESS) == ["No. 5, Lane 20\nTaipei 106"]
    assert texts("Alamat: Jl Solo 5\nkarak 4\nHP: 0912", BlockKind.ADDRESS) == []


def test_headings_are_noted_with_their_items() -> None:
    text = "Keripik:\n- tempe 2\n- pisang 1"
    (group,) = layout(text).groups
    assert text[slice(*group.head)] == "Keripik"
    assert [text[start:end] for start, end in group.items] == ["- tempe 2", "- pisang 1"]


@pytest.mark.parametrize(
    "part",
    [
        "1. karak 2\n",
        "(",
        "karak (a, b) ",
        "1\t1\t1\t1\t1\t1\n",
        "karak | 1 | 1\n",
        "a:\n",
        "½ ",
        "\n ",
        "> a\n",
    ],
)
def test_no_layout_costs_more_than_the_limit(part: str) -> None:
    for text in hostile(reader(), part):
        reader().forget()
        assert calls_of(lambda text=text: read(text)) < MOST_CALLS


@pytest.mark.parametrize("arrow", ["→", "->", "=>", "➡"])
def test_quantity_before_an_arrow_is_no_longer_wanted(arrow: str) -> None:
    text = f"keripik pisang 2 {arrow} 5\nkeripik singkong 4 {arrow} 1"
    told = read(text)
    assert texts(text, BlockKind.BEFORE) == ["2", "4"]
    assert told.intent == "edit"
    assert [(one.op, one.quantity) for one in told.edits] == [("set", 5), ("set", 1)]
    assert texts(f"karak {arrow} 4", BlockKind.BEFORE) == []


def test_lines_of_the_shop_in_a_copied_chat_are_not_the_customers() -> None:
    text = "14:02 Admin Solo : karak tinggal 90\n14:09 Saya : karak 2"
    others = texts(text, BlockKind.OTHERS)
    assert "14:02 Admin Solo : karak tinggal 90" in others
    assert "14:09 Saya : karak 2" not in others

"""What a message means with what the conversation knows: the cart, the order, the question, the screen."""

from __future__ import annotations

import pytest

from bench.labelled import demo_wares, reader_of
from bot.understanding import NOTHING, Interpreter, Known, Line

INTIP, ABON = ("SOLO-001", "SOLO-105"), ("SOLO-008", "SOLO-009", "SOLO-010")
KARAK, RAMBAK, AMPYANG, KOPI = "SOLO-002", "SOLO-003", "SOLO-014", "SOLO-039"
CART = Known(cart=(Line(KARAK, 4), Line(RAMBAK, 2)))


@pytest.fixture(scope="module")
def reader() -> Interpreter:
    return reader_of(demo_wares())


def read(reader: Interpreter, text: str, known: Known) -> tuple[str, set[tuple[str, str, int]]]:
    got = reader.read(text, known)
    edits = {(one.op, one.sku, one.quantity) for one in got.edits}
    return got.intent, edits or {("line", one.sku, one.quantity) for one in got.lines}


@pytest.mark.parametrize(
    ("text", "edits"),
    [
        ("yang pertama jadiin 5", {("set", KARAK, 5)}),
        ("yg terakhir hapus aja", {("remove", RAMBAK, 0)}),
        ("dua-duanya jadi 5", {("set", KARAK, 5), ("set", RAMBAK, 5)}),
        ("semuanya jadiin 3 aja", {("set", KARAK, 3), ("set", RAMBAK, 3)}),
        ("semuanya kali dua ya", {("set", KARAK, 8), ("set", RAMBAK, 4)}),
        ("karaknya didobelin", {("set", KARAK, 8)}),
        ("rambaknya separo aja", {("set", RAMBAK, 1)}),
    ],
)
def test_the_cart_says_what_is_meant(reader: Interpreter, text: str, edits: set[tuple[str, str, int]]):
    assert read(reader, text, CART) == ("edit", edits)
    assert not reader.read(text).edits, "only the conversation can know it"


@pytest.mark.parametrize(
    ("text", "lines"),
    [
        ("yang lele", {("line", "SOLO-010", 3)}),
        ("sapi 1 ayam 2", {("line", "SOLO-008", 1), ("line", "SOLO-009", 2)}),
        ("yang kedua aja", {("line", "SOLO-009", 3)}),
        ("sing lele wae, limo", {("line", "SOLO-010", 5)}),
    ],
)
def test_an_answer_is_among_the_choices(reader: Interpreter, text: str, lines: set[tuple[str, str, int]]):
    assert read(reader, text, Known(choices=ABON, asked=3)) == ("order", lines)


def test_a_number_answers_how_many(reader: Interpreter):
    assert read(reader, "rolas wae mbak", Known(choices=(AMPYANG,))) == ("order", {("line", AMPYANG, 12)})


def test_a_number_without_a_kind_keeps_the_choices_open(reader: Interpreter):
    got = reader.read("2 bungkus aja kak", Known(choices=INTIP))
    assert not got.lines
    assert [(one.quantity, one.any_of) for one in got.unclear] == [(2, INTIP)]


def test_more_of_what_is_looked_at(reader: Interpreter):
    assert read(reader, "mau ini 3 kak", Known(on_screen=KOPI)) == ("order", {("line", KOPI, 3)})
    both = Known(cart=(Line(KOPI, 1),), on_screen=KOPI)
    assert read(reader, "2 lagi deh", both) == ("edit", {("add", KOPI, 2)})


def test_a_kind_means_what_is_ordered(reader: Interpreter):
    ordered = Known(order=(Line("SOLO-009", 2), Line(KARAK, 1)))
    assert read(reader, "abonnya jadi 4 ya", ordered) == ("edit", {("set", "SOLO-009", 4)})


def test_a_message_that_says_all_itself_is_read_as_without_a_conversation(reader: Interpreter):
    text = "ampyang 2 sama kopi lawu 1 kirim ke taiwan ya"
    assert reader.read(text, CART).lines == reader.read(text, NOTHING).lines


def test_pointing_at_a_list_that_follows_is_no_goods(reader: Interpreter):
    got = reader.read("tolong tambahin ini ya kak:\nkopi lawu 2", Known(cart=(Line(KARAK, 4),)))
    assert {one.sku for one in got.edits} == {KOPI}


def test_a_unit_is_no_goods_of_the_cart(reader: Interpreter):
    held = Known(cart=(Line("SOLO-093", 12), Line(KARAK, 2)))
    assert {one.sku for one in reader.read("please add 2 packs of karak", held).edits} == {KARAK}


@pytest.mark.parametrize("text", ["sapi 5 sisanya ayam", "sapi 3 sisanya ayam"])
def test_a_rest_that_is_none_is_asked(reader: Interpreter, text: str):
    got = reader.read(text, Known(choices=ABON, asked=3))
    assert {one.sku for one in got.lines} == {"SOLO-008"}
    assert [(one.quantity, one.any_of) for one in got.unclear] == [(None, ("SOLO-009",))]


def test_what_takes_the_place_of_other_goods_is_as_much(reader: Interpreter):
    held = Known(cart=(Line("SOLO-009", 7), Line(KARAK, 1)))
    got = read(reader, "ganti abon ayamnya pakai abon lele aja", held)
    assert got == ("edit", {("remove", "SOLO-009", 0), ("add", "SOLO-010", 7)})


def test_a_number_for_what_is_held_sets_it(reader: Interpreter):
    assert read(reader, "yang pertama 2 yang kedua 1", CART) == (
        "edit",
        {("set", KARAK, 2), ("set", RAMBAK, 1)},
    )


@pytest.mark.parametrize(
    ("reply", "text", "line"),
    [
        ("Wedang secang: stoknya tinggal 4. Mau diambil semua?", "iya semuanya", ("SOLO-041", 4)),
        ("Kopi Lawu, Rp45.000", "mau 2 kak", (KOPI, 2)),
    ],
)
def test_a_reply_is_about_the_goods_of_the_message(
    reader: Interpreter, reply: str, text: str, line: tuple[str, int]
):
    got = reader.read(text, Known(replied_to=reply))
    assert [(one.sku, one.quantity) for one in got.lines] == [line]


def test_a_reply_to_a_text_too_long_to_read_is_read_without_it(reader: Interpreter):
    assert [one.sku for one in reader.read("abon sapi 2", Known(replied_to="krk " * 400)).lines] == [
        "SOLO-008"
    ]


@pytest.mark.parametrize(
    ("text", "edits"),
    [
        ("karaknya jadi ampyang aja", {("remove", KARAK, 0), ("add", AMPYANG, 4)}),
        ("karak jadi ampyang 2", {("remove", KARAK, 0), ("add", AMPYANG, 2)}),
        ("karaknya kurangi jadi 3", {("set", KARAK, 3)}),
        ("tambahin karaknya jadi 9", {("set", KARAK, 9)}),
    ],
)
def test_what_becomes_another_or_comes_to_so_many(
    reader: Interpreter, text: str, edits: set[tuple[str, str, int]]
) -> None:
    assert read(reader, text, CART) == ("edit", edits)


def test_several_numbers_said_again_in_surprise_are_an_order(reader: Interpreter) -> None:
    text = "lho kok jadi 5 pak, maksud saya karak 4, rambak kulit 2, kopi lawu 1, mohon dicek lagi"
    intent, lines = read(reader, text, CART)
    assert intent in ("order", "edit")
    assert {(sku, pieces) for _op, sku, pieces in lines} >= {(KARAK, 4), (KOPI, 1)}


def test_what_goods_of_a_person_come_to_is_not_the_name_of_other_goods(reader: Interpreter) -> None:
    bumbu = Known(cart=(Line("SOLO-047", 20), Line("SOLO-050", 30)))  # an alias of the second holds "jadi"
    assert read(reader, "sambal pecelnya kurangi jadi 15", bumbu) == ("edit", {("set", "SOLO-047", 15)})


SAMBAL, LAWU, TERASI = "SOLO-053", "SOLO-039", "SOLO-054"


@pytest.mark.parametrize(
    "text",
    [
        "Sambal bawangnya 3 saja. Yang lain sudah betul.",
        "sambal bawang jadi 3, yang lain sama kayak tadi",
        "sambal bawang jadi 3, yang lain ga usah diubah",
        "sambal bawang 3 aja, sisanya udah bener",
        "make the sambal bawang 3, the rest stays",
        "sambal bawang 3 wae, liyane tetep",
    ],
)
def test_what_is_right_as_it_is_stays(reader: Interpreter, text: str):
    held = Known(cart=(Line(SAMBAL, 4), Line(LAWU, 3), Line(TERASI, 2)))
    assert {(one.sku, one.quantity) for one in reader.read(text, held).edits} == {(SAMBAL, 3)}


def test_known_goods_are_those_of_the_cart(reader: Interpreter):
    held = Known(cart=(Line(SAMBAL, 4), Line(TERASI, 3)))
    assert read(reader, "terasinya tetep 2", held) == ("edit", {("set", TERASI, 2)})
    assert read(reader, "sambal terasinya tetap 2 botol", held) == ("edit", {("set", TERASI, 2)})


def test_words_tell_goods_of_a_list_on_the_screen_apart(reader: Interpreter):
    shown = Known(shown=("SOLO-047", SAMBAL, TERASI))
    assert read(reader, "yang bawang 2, yang pecel 1", shown) == (
        "order",
        {("line", SAMBAL, 2), ("line", "SOLO-047", 1)},
    )
    assert reader.read("bawang goreng 2", shown).lines == reader.read("bawang goreng 2").lines

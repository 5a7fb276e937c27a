"""Rendering screens for Telegram."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.channels.telegram.render import BUTTON_LENGTH, draw, units
from bot.conversation.screens import (
    MOST_SUMS,
    TEXT_LENGTH,
    Button,
    Kind,
    Screen,
    ScreenRefused,
    Sum,
    noted,
    room_of,
    sum_line,
)
from tests.support.bot_api.keyboards import keyboard
from tests.support.bot_api.values import entities_within

LINES = st.text(st.characters(blacklist_categories=["Cs"]), max_size=300)


def labels(screen: Screen) -> list[list[str]]:
    return [[button["text"] for button in row] for row in draw(screen).keyboard["inline_keyboard"]]


def test_the_title_is_bold_and_nothing_is_markup() -> None:
    drawing = draw(Screen("Keranjang <b>", "1 × *intip* & _karak_"))
    assert drawing.text == "Keranjang <b>\n\n1 × *intip* & _karak_"
    assert drawing.entities == [{"type": "bold", "offset": 0, "length": 13}]
    assert "parse_mode" not in drawing.as_text()


def test_the_bold_part_is_measured_in_utf_16_units() -> None:
    assert draw(Screen("🍪 Intip", "enak")).entities[0]["length"] == len("🍪 Intip") + 1


def test_a_screen_without_a_body_shows_its_title() -> None:
    assert draw(Screen("Menu")).text == "Menu"


def test_each_button_has_its_own_row_unless_it_is_set_beside() -> None:
    screen = Screen(
        "Menu", "", [Button("−", "less"), Button("3", "three", beside=True), Button("Hapus", "no")]
    )
    assert labels(screen) == [["−", "3"], ["Hapus"]]


def test_a_button_carries_a_route_or_a_link() -> None:
    rows = draw(
        Screen("Menu", "", [Button("Beli", "buy"), Button("Buka", url="https://rantau.example/")])
    ).keyboard
    assert rows["inline_keyboard"] == [
        [{"text": "Beli", "callback_data": "buy"}],
        [{"text": "Buka", "url": "https://rantau.example/"}],
    ]


def test_short_hints_follow_their_labels() -> None:
    screen = Screen(
        "Katalog", "", [Button("Intip manis", "product/1", hint="Rp12.000"), Button("Menu", "menu")]
    )
    assert labels(screen) == [["Intip manis · Rp12.000"], ["Menu"]]
    assert draw(screen).text == "Katalog"


def test_one_long_hint_moves_all_hints_below_the_body() -> None:
    long = "dari ketan, gula jawa, dan kelapa parut, 250 g"
    buttons = [Button("Intip", "product/1", hint=long), Button("Karak", "product/2", hint="Rp9.000")]
    screen = Screen("Katalog", "Pilih:", buttons)
    assert draw(screen).text == f"Katalog\n\nPilih:\n\nIntip – {long}\nKarak – Rp9.000"
    assert labels(screen) == [["Intip"], ["Karak"]]


def test_buttons_that_share_a_row_have_half_the_width_for_hints() -> None:
    hints = [
        Button("Taiwan", "to/tw", hint="tutup 3 Des"),
        Button("Jepang", "to/jp", hint="9 Des", beside=True),
    ]
    screen = Screen("Kirim ke mana?", "", hints)
    assert labels(screen) == [["Taiwan", "Jepang"]]
    assert draw(screen).text.endswith("Taiwan – tutup 3 Des\nJepang – 9 Des")


def test_long_hints_are_cut_when_there_is_no_room_below_the_body() -> None:
    screen = Screen("Intip", "x" * 1000, [Button("Tambah", "add", hint="y " * 30)], photo="product/1")
    ((says,),) = labels(screen)
    assert says.startswith("Tambah · y y")
    assert len(says) <= BUTTON_LENGTH


def test_a_text_knows_whether_it_fits_a_caption() -> None:
    assert draw(Screen("T", "x" * 1021, photo="p")).fits_a_caption
    assert not draw(Screen("T", "x" * 1022, photo="p")).fits_a_caption


def test_a_reckoning_is_a_block_with_amounts_to_the_right() -> None:
    sums = [
        Sum("Harga barang", "Rp102.000"),
        Sum("Ongkir", "Rp448.900"),
        Sum("Total", "Rp550.900", total=True),
    ]
    drawing = draw(Screen("Keranjang", "3 × Intip", sums=sums))
    table = (
        "Harga barang  Rp102.000\nOngkir        Rp448.900\n───────────────────────\nTotal         Rp550.900"
    )
    assert drawing.text == f"Keranjang\n\n3 × Intip\n\n{table}"
    assert drawing.entities[1] == {"type": "pre", "offset": 22, "length": len(table)}


def test_kinds_and_copies_are_drawn_by_telegrams_own_means() -> None:
    buttons = [
        Button("Pesan", "buy", kind="on"),
        Button("Batalkan", "cancel", kind="irreversible"),
        Button("Kembali", "home", kind="back"),
        Button("Salin nomor", copy="TW-4K7M"),
    ]
    drawn = [
        one for row in draw(Screen("Pesanan", "TW-4K7M", buttons)).keyboard["inline_keyboard"] for one in row
    ]
    assert [one.get("style") for one in drawn] == ["primary", "danger", None, None]
    assert drawn[3] == {"text": "Salin nomor", "copy_text": {"text": "TW-4K7M"}}


KINDS: list[Kind] = ["", "back", "irreversible"]
SUMS = st.lists(
    st.builds(
        sum_line,
        st.text(st.characters(categories=["L", "N"]), min_size=1, max_size=60),
        st.text(st.characters(categories=["L", "N"]), min_size=1, max_size=15),
        st.booleans(),
    ),
    max_size=MOST_SUMS,
)


@given(title=st.text(min_size=1, max_size=60), sums=SUMS, note=LINES)
def test_a_body_that_fits_beside_its_sums_is_drawn_within_a_caption(
    title: str, sums: list[Sum], note: str
) -> None:
    body = "x" * (TEXT_LENGTH - len(title) - room_of(sums))
    screen = noted(Screen(title, body, sums=sums), note or "x")
    drawn = draw(screen).text
    assert len(drawn) <= TEXT_LENGTH + 4  # the blank lines between title, body and table
    assert all(one.amount in drawn for one in sums)
    with pytest.raises(ScreenRefused):
        Screen(title, f"{body}x", sums=sums)


@given(
    title=st.text(st.characters(blacklist_categories=["Cs"]), min_size=1, max_size=60),
    body=LINES,
    hints=st.lists(st.text(max_size=72), max_size=10),
    photo=st.sampled_from(["", "product/1"]),
    beside=st.booleans(),
    kind=st.sampled_from(KINDS),
    sums=SUMS,
)
def test_every_possible_screen_is_accepted_by_telegram(
    title: str, body: str, hints: list[str], photo: str, beside: bool, kind: Kind, sums: list[Sum]
) -> None:
    buttons = [
        Button(f"Pilihan {at}", f"pick/{at}", hint, beside, kind=kind) for at, hint in enumerate(hints)
    ]
    drawing = draw(Screen(title, body, buttons, photo=photo, sums=sums))
    assert units(drawing.text) <= 4096
    entities_within(list(drawing.entities), drawing.text)
    rows = keyboard(drawing.keyboard)
    assert [button["callback_data"] for row in rows for button in row] == [one.route for one in buttons]
    assert all(len(row) <= 8 for row in rows)

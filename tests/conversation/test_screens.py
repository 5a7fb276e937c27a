"""What a screen refuses because some channel could not show it."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.conversation.screens import (
    COPY_LENGTH,
    MOST_BUTTONS,
    MOST_SUMS,
    SUM_COLUMNS,
    Button,
    Screen,
    ScreenRefused,
    Sum,
    labels_of,
    sum_line,
    with_copy,
)

WORDS = st.text(st.characters(categories=["L", "N", "P"]), min_size=1, max_size=80)


@pytest.mark.parametrize(
    "wrong",
    [
        {},
        {"route": "cart", "copy": "TW-4K7M"},
        {"url": "https://rantau.example", "copy": "TW-4K7M"},
        {"copy": "x" * (COPY_LENGTH + 1)},
        {"copy": " TW-4K7M"},
    ],
)
def test_a_button_either_leads_somewhere_or_copies_a_text(wrong: dict[str, str]) -> None:
    with pytest.raises(ScreenRefused):
        Button("Salin", **wrong)  # type: ignore[arg-type]


def test_a_screen_has_one_way_on() -> None:
    one, other = Button("Pesan", "buy", kind="on"), Button("Bayar", "pay", kind="on")
    assert Screen("Keranjang", "", [one]).buttons == [one]
    with pytest.raises(ScreenRefused, match="several ways on"):
        Screen("Keranjang", "", [one, other])


def test_a_reckoning_fits_a_narrow_phone() -> None:
    assert Sum("x" * 17, "Rp102.000 x")
    for wide in (("x" * 18, "Rp102.000 x"), ("", "Rp1"), ("Total", " ")):
        with pytest.raises(ScreenRefused):
            Sum(*wide)
    with pytest.raises(ScreenRefused):
        Screen("Keranjang", sums=[Sum("Total", "Rp1")] * (MOST_SUMS + 1))


@given(label=WORDS, amount=st.text(st.characters(categories=["N"]), min_size=1, max_size=20))
def test_any_label_is_shortened_to_its_amount_which_stays_whole(label: str, amount: str) -> None:
    line = sum_line(label, amount)
    assert line.amount == amount
    assert len(line.label) + 2 + len(line.amount) <= SUM_COLUMNS


def test_typing_the_label_of_a_copy_is_no_tap() -> None:
    screen = Screen("Pesanan", "TW-4K7M", [Button("Lihat", "order/1"), Button("Salin nomor", copy="TW-4K7M")])
    assert labels_of(screen) == {"Lihat": "order/1"}


def test_copies_stand_last_and_only_where_there_is_room() -> None:
    copy = Button("Salin nomor", copy="TW-4K7M")
    ways = [Button(f"Jalan {at}", f"way/{at}") for at in range(MOST_BUTTONS)]
    assert with_copy(Screen("Pesanan", "", ways[:4]), copy).buttons == [*ways[:4], copy]
    assert with_copy(Screen("Pesanan", "", ways), copy).buttons == ways
    assert with_copy(Screen("Pesanan", "", [*ways[:2], copy]), copy).buttons == [*ways[:2], copy]

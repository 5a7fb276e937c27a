"""What a spreadsheet would run is written as text, and is itself again when it is read."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.core.csv_cells import cell_text, one_line, safe_text


@pytest.mark.parametrize(
    "text",
    [
        "=1",
        "+1",
        "-1",
        "@x",
        "\tx",
        "\rx",
        "\n=x",
        "  =1",
        "＝1",
        "\u200e=1",
        "'=1",
        "+62-812",
        "+62 812 345 678",
    ],
)
def test_text_that_a_spreadsheet_would_run_gets_an_apostrophe(text: str) -> None:
    assert safe_text(text) == f"'{text}"
    assert cell_text(f"'{text}") == text


@pytest.mark.parametrize("text", ["", "Intip", "a=b", "5-3", " rumah", "'quoted", "+6281234567890"])
def test_harmless_text_stays_as_it_is(text: str) -> None:
    assert safe_text(text) == text
    assert cell_text(text) == text


@given(st.text() | st.text("'=+-@ \t1"))
def test_what_was_made_safe_comes_back(text: str) -> None:
    if not set(text) & set("\u00a0\u2007\u202f\u2028\u2029"):
        assert cell_text(safe_text(text)) == text


def test_blanks_that_do_not_break_become_ordinary_ones() -> None:
    assert cell_text("1\u00a0kg\u202f,\u2007x") == "1 kg , x"


def test_breaks_within_a_cell_become_blanks_and_marks_are_refused() -> None:
    assert one_line("satu \r\n dua\ntiga") == "satu dua tiga"
    for wrong in ("a\x07b", "a\tb", "a\u202eb", "\u200fa", "a\u2066b"):
        with pytest.raises(ValueError, match="must"):
            one_line(wrong)

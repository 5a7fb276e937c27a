"""Lines of any script: their breaks, their visual order and their typefaces."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from bot.documents.pdf import fonts
from bot.documents.pdf.typesetting import broken, line, runs_from_right, tidy

SCRIPTS = "abcXYZ 12,.()-王小明桃園市東京都さくらカタ한국สมหญิงน้ำที่ปู่محمدعبدالله، éđ"


def seen(text: str) -> str:
    """The letters of a line in visual order, by the text of its glyphs."""
    return "".join(glyph.text for _, glyphs in line(text, "TW").runs for glyph in glyphs)


@pytest.mark.parametrize("name", fonts.FILES)
def test_each_typeface_has_the_tested_checksum(name: str) -> None:
    assert fonts.opened(name).glyph_count > 100
    assert fonts.missing() == []


def test_missing_or_different_typeface_is_refused() -> None:
    known = fonts.FILES["khmer"]
    with pytest.raises(fonts.FontsMissing, match="no_such_package"):
        fonts.read(replace(known, package="no_such_package"))
    with pytest.raises(fonts.FontsMissing, match="install the requirements again"):
        fonts.read(replace(known, sha256="0" * 64))


@pytest.mark.parametrize(
    ("text", "face"),
    [
        ("Sari", "latin"),
        ("王", "traditional"),
        ("さ", "japanese"),
        ("한", "korean"),
        ("ส", "thai"),
        ("م", "arabic"),
    ],
)
def test_a_letter_is_taken_from_the_typeface_of_its_script(text: str, face: str) -> None:
    assert [one.name for one, _ in line(text, "JP" if face == "japanese" else "TW").runs] == [face]


def test_chinese_character_is_drawn_in_the_form_of_its_country() -> None:
    for destination, face in (
        ("TW", "traditional"),
        ("JP", "japanese"),
        ("CN", "simplified"),
        ("KR", "korean"),
    ):
        assert [one.name for one, _ in line("直", destination).runs] == [face]


def test_letter_that_no_typeface_has_is_an_empty_box() -> None:
    (run,) = line("😀", "TW").runs
    assert [(one.number, one.text) for one in run[1]] == [(0, "😀")]


def test_arabic_is_joined_and_right_to_left_with_figures_left_to_right() -> None:
    assert seen("شارع 12") == "12 عراش"
    assert runs_from_right("شارع 12")
    assert not runs_from_right("Jl. شارع")
    alone, joined = line("ع", "QA"), line("عب", "QA")
    assert alone.runs[0][1][0].number not in [one.number for one in joined.runs[0][1]]


def test_brackets_in_an_arabic_line_keep_their_content() -> None:
    assert seen("شارع (Tower B) 12") == "12 )Tower B( عراش"  # each bracket is drawn mirrored


def test_thai_marks_stand_above_their_letter_without_width() -> None:
    assert line("ปู่", "TH").thousandths == line("ป", "TH").thousandths
    assert seen("น้ำ") == "น้ำ"


def test_lines_break_at_blanks_between_chinese_characters_and_never_before_a_comma() -> None:
    assert broken("Jalan Slamet Riyadi 12", "TW", 10, 70) == ("Jalan Slamet", "Riyadi 12")
    assert broken("桃園市中壢區，中山路", "TW", 10, 60) == ("桃園市中壢", "區，中山路")
    assert broken("W" * 12, "TW", 10, 60) == ("WWWWWW", "WWWWWW")


@given(text=st.text(alphabet=SCRIPTS, max_size=60), width=st.integers(40, 300))
@settings(max_examples=150, deadline=None)
def test_broken_text_keeps_every_letter_and_the_width(text: str, width: int) -> None:
    lines = broken(text, "TW", 10, width)
    assert "".join(lines).replace(" ", "") == tidy(text).replace(" ", "")
    assert all(line(one, "TW").points(10) <= width for one in lines)


@given(text=st.text(max_size=40))
@example(text="\u0ee0")  # an unassigned code point
@example(text="אבג \u05ff \u0ee0 def")
@settings(max_examples=150, deadline=None)
def test_any_text_can_be_typeset(text: str) -> None:
    plain = tidy(text)
    assert line(plain, "TW").thousandths >= 0
    assert not plain or sum(len(glyphs) for _, glyphs in line(plain, "TW").runs) > 0

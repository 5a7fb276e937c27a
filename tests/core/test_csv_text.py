"""Encodings other than UTF-8 are taken where they decode without doubt, and nowhere else."""

from __future__ import annotations

import io

import pytest

from bot.core import csv_text
from bot.core.csv_text import NotText, encoding_of, lines

HEAD = "code,name\r\n"
WESTERN = ["kafé", "“Café Solo”", "½ kg – ¾ kg", "Ny. Sri’s", "Crème brûlée®", "5–10 °C", "Rp\u00a05", "Ñoño"]


def read(data: bytes) -> tuple[str, str]:
    encoding = encoding_of(lambda: io.BytesIO(data))
    return encoding, "".join(lines(lambda: io.BytesIO(data), encoding))


@pytest.mark.parametrize("text", WESTERN)
def test_windows_1252_is_taken_for_words_in_western_letters(text: str) -> None:
    assert read((HEAD + text).encode("cp1252")) == ("cp1252", HEAD + text)
    assert read((HEAD + text).encode()) == ("utf-8", HEAD + text)


@pytest.mark.parametrize(
    ("text", "encoding"),
    [
        ("桃園市 炸脆餅", "big5"),
        ("中文商品", "gbk"),
        ("カフェ ソロ", "shift_jis"),
        ("카페 솔로", "euc-kr"),
        ("Кафе Соло", "cp1251"),
        ("Кафе Соло", "koi8-r"),
        ("قهوة", "cp1256"),
        ("กาแฟ", "cp874"),
        ("kávé", "cp852"),
        ("kafé", "cp850"),
        ("Köln", "cp850"),
        ("kafé", "mac-roman"),
        ("jalapeño", "mac-roman"),
        ("Żółć", "cp1250"),
    ],
)
def test_other_encodings_are_refused_where_they_show(text: str, encoding: str) -> None:
    with pytest.raises(NotText) as refused:
        read(HEAD.encode() + text.encode(encoding))
    assert (refused.value.line, refused.value.why[:9]) == (2, "not UTF-8")


def test_broken_utf_8_is_not_taken_for_windows_1252() -> None:
    with pytest.raises(NotText) as refused:
        read((HEAD + "kafé\r\n").encode() + "kafé".encode("cp1252"))
    assert refused.value.line == 3


@pytest.mark.parametrize("encoding", ["utf-16", "utf-16-le", "utf-16-be"])
def test_utf_16_is_taken_with_its_mark_and_without(encoding: str) -> None:
    assert read((HEAD + "中文 kafé").encode(encoding))[1] == HEAD + "中文 kafé"


@pytest.mark.parametrize(
    ("data", "line"),
    [
        (b"\xff\xfea", 1),
        (HEAD.encode("utf-16") + b"\x00\xd8\x0a\x00", 2),
        (HEAD.encode() + b"a\0", 2),
        (HEAD.encode("utf-32"), 1),
        (HEAD.encode() + b"kaf\xe9\n\0", 3),
    ],
)
def test_what_is_no_text_is_refused_with_its_line(data: bytes, line: int) -> None:
    with pytest.raises(NotText) as refused:
        read(data)
    assert refused.value.line == line


def test_a_line_without_end_is_refused_before_it_is_in_memory(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(csv_text, "LONGEST_LINE", 100)
    with pytest.raises(ValueError, match="longer than 100"):
        read(b"x" * 101)


def test_faults_are_found_across_blocks(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(csv_text, "_BLOCK", 3)
    assert read("kafé\n中文".encode()) == ("utf-8", "kafé\n中文")
    with pytest.raises(NotText) as refused:
        read(b"a\nb\nc\n" + b"\xe4\xb8x")
    assert refused.value.line == 4

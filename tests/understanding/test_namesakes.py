"""Towns that are called like people: what stands where a name stands moves no destination."""

from __future__ import annotations

import pytest

from tests.support.reader import read, shares


@pytest.mark.parametrize(
    ("text", "given"),
    [
        (
            "kopi lawu 2 karak 1 buat tono, abon lele 1 buat dewi",
            [("tono", "039", 2), ("tono", "002", 1), ("dewi", "010", 1)],
        ),
        ("karak 2 buat Tono", [("Tono", "002", 2)]),
        ("karak 2 buat mas tono", [("mas tono", "002", 2)]),
        ("tono karak 2, dewi abon lele 1", [("tono", "002", 2), ("dewi", "010", 1)]),
        ("tono karak 2 dewi abon lele 1", [("tono", "002", 2), ("dewi", "010", 1)]),
        ("Tono: karak 2\nDewi: abon lele 1", [("Tono", "002", 2), ("Dewi", "010", 1)]),
        ("karak 2 (Tono), abon lele 1 (Dewi)", [("Tono", "002", 2), ("Dewi", "010", 1)]),
        ("karak 5 (Tono 2, Budi 3)", [("Tono", "002", 2), ("Budi", "002", 3)]),
    ],
)
def test_a_friend_is_no_town(text: str, given: list[tuple[str, str, int]]) -> None:
    assert (read(text).destination, shares(text)) == (None, given)


@pytest.mark.parametrize(
    "text", ["karak 2 tono, abon lele 1 dewi", "karak 3: tono 1, dewi 2", "karak 2 punya tono"]
)
def test_a_town_among_goods_moves_nothing(text: str) -> None:
    assert read(text).destination is None


@pytest.mark.parametrize(
    ("text", "to"),
    [
        ("karak 2 kirim ke Tono", "JP"),
        ("karak 2, dikirim ke tono ya", "JP"),
        ("karak 2 tono", "JP"),
        ("karak 2 untuk osaka", "JP"),
        ("karak 2 untuk Taipei", "TW"),
        ("karak 2 buat Siti di Tono", "JP"),
        ("karak 2 untuk Jepang", "JP"),
    ],
)
def test_a_town_that_is_sent_to_is_one(text: str, to: str) -> None:
    assert read(text).destination == to

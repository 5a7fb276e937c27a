"""What an order or a change asks besides, and several questions in one message."""

from __future__ import annotations

import pytest

from tests.support.reader import read


@pytest.mark.parametrize(
    ("text", "beside"),
    [
        ("karak 2 ya kak, beneran secepet itu?", ("beneran secepet itu",)),
        ("mau pesen karak 50 buat acara, sanggup kah?", ("sanggup kah",)),
        ("mau karak 3, halal ga?", ()),
        ("mau karak 3, bisa kak?", ()),
        ("karak 3 dan brem 2 ya?", ()),
        ("> mau rasa apa kak?\nintip manis 2", ()),
        ("kirim ke Jalan Kopi No. 8, Petaling Jaya. isi: jenang 1", ()),
        ("beneran secepet itu?", ()),
    ],
)
def test_questions_that_no_topic_knows_are_kept(text: str, beside: tuple[str, ...]) -> None:
    assert read(text).asks_beside == beside


@pytest.mark.parametrize(
    ("text", "topics"),
    [
        ("halal ga, tahan berapa lama karaknya, trus nyampe kapan ke jepang?", {"content", "time_to_arrive"}),
        ("bayarnya gimana, kena pajak ga?", {"payment", "tax"}),
        ("mau karak 2, nyampe sebelum 20 desember ga", {"time_to_arrive"}),
        ("karak 2 dong, halal ga, bayarnya gimana?", {"content", "payment"}),
    ],
)
def test_each_clause_that_asks_is_heard(text: str, topics: set[str]) -> None:
    assert set(read(text).topics) == topics

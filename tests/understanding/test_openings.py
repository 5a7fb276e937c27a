"""What is asked of a country that takes no orders yet, in which words, and what only sounds like it."""

from __future__ import annotations

import pytest

from tests.support.reader import reader

NEAR = {
    "kpn bisanya ya kira2?": "when",
    "bulan depan?": "when",
    "any idea when you'll start shipping there?": "when",
    "lha kapan bukake?": "when",
    "bila boleh hantar?": "when",
    "emang kenapa kok blm bisa?": "why",
    "lha kok ora iso to?": "why",
    "how come?": "why",
    "ada daftar tunggunya gak?": "list",
    "is there a waiting list": "list",
    "tolong infoin ya kl udah bisa kirim kesana": "tell",
    "catet namaku ya mas": "tell",
    "yen wis iso kabari aku yo": "tell",
    "could you send me a message once it's possible": "tell",
    "put me on the waiting list please": "tell",
}
AWAY = {
    "kapan dibukanya kak?": "when",
    "when does it open": "when",
    "kabarin kalau udah dibuka": "tell",
    "let me know when you ship there": "tell",
    "kenapa belum dibuka?": "why",
}
OTHERS = (
    "kabari kalau paketku sudah sampai ya",
    "kalau sudah jadi total kabari ya",
    "kenapa belum dibalas chat aku?",
    "jam berapa buka tokonya?",
    "keripik tempe harganya berapa",
    "makasih ya kak",
)
ONLY_NEAR = ("kapan?", "bulan depan aja deh aku pesan", "let me know", "catat ya", "why?", "kenapa mahal?")


@pytest.mark.parametrize(("text", "ask"), NEAR.items())
def test_near_the_country_few_words_ask(text: str, ask: str) -> None:
    assert reader().opening(text, near=True) == ask


@pytest.mark.parametrize(("text", "ask"), AWAY.items())
def test_away_from_it_words_of_opening_ask(text: str, ask: str) -> None:
    assert reader().opening(text, near=False) == ask


@pytest.mark.parametrize("text", OTHERS)
def test_what_is_about_something_else_asks_nothing(text: str) -> None:
    assert reader().opening(text, near=True) is None


@pytest.mark.parametrize("text", ONLY_NEAR)
def test_away_from_it_these_may_mean_anything(text: str) -> None:
    assert reader().opening(text, near=False) is None

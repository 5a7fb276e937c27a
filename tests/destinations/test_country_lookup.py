"""The country that a typed answer names."""

from __future__ import annotations

import csv
import re
from pathlib import Path

import pytest
from babel import Locale
from hypothesis import given
from hypothesis import strategies as st

from bot.destinations import Destinations, Found

CONFIG = Path(__file__).parents[2] / "config"
DESTINATIONS = Destinations.read(CONFIG)


@pytest.mark.parametrize(
    ("typed", "iso2"),
    [
        ("Taiwan", "TW"),
        ("  TAIWAN  ", "TW"),
        ("ke taiwan", "TW"),
        ("kirim ke Taiwan ya", "TW"),
        ("k taiwan", "TW"),
        ("Zhongli", "TW"),
        ("New Taipei", "TW"),
        ("台灣", "TW"),
        ("🇹🇼", "TW"),
        ("🇹🇼 Taiwan", "TW"),
        ("Jepang", "JP"),
        ("to Japan", "JP"),
        ("jp", "JP"),
        ("in Tōkyō", "JP"),
        ("di Doha", "QA"),
        ("Katar", "QA"),
        ("hongkong", "HK"),
        ("Hong-Kong", "HK"),
        ("korea selatan", "KR"),
        ("AS", "US"),
        ("la", "US"),
        ("my", "MY"),
        ("mo", "MO"),
        ("Türkiye", "TR"),
        ("turkiye", "TR"),
        ("s'pore", "SG"),
        ("ประเทศไทย", "TH"),
        ("قطر", "QA"),
        ("BSB", "BN"),
        ("selandia baru", "NZ"),
    ],
)
def test_country_or_city_of_ours_is_found(typed: str, iso2: str) -> None:
    assert DESTINATIONS.find(typed) == Found(iso2, served=True)


@pytest.mark.parametrize(
    ("typed", "iso2"),
    [
        ("thailan", "TH"),
        ("taiwn", "TW"),
        ("jpang", "JP"),
        ("Singapora", "SG"),
        ("malaysa", "MY"),
        ("Inggri", "GB"),
    ],
)
def test_typing_slip_is_forgiven(typed: str, iso2: str) -> None:
    assert DESTINATIONS.find(typed) == Found(iso2, served=True)


@pytest.mark.parametrize(
    "typed", ["Austrlia", "Irlan", "Iran", "Omen", "jenang", "blangkon", "sendal", "besok"]
)
def test_word_near_a_country_name_is_not_guessed(typed: str) -> None:
    found = DESTINATIONS.find(typed)
    assert found is None or not found.served


@pytest.mark.parametrize(
    ("typed", "iso2"),
    [
        ("Swiss", "CH"),
        ("Switzerland", "CH"),
        ("prancis", "FR"),
        ("ke Italia", "IT"),
        ("🇫🇷", "FR"),
        ("Indonesia", "ID"),
    ],
)
def test_the_rest_of_the_world_is_known_but_not_served(typed: str, iso2: str) -> None:
    assert DESTINATIONS.find(typed) == Found(iso2, served=False)


@pytest.mark.parametrize("language", ["id", "en"])
def test_every_country_of_the_world_is_found_by_its_name(language: str) -> None:
    for iso2, name in Locale.parse(language).territories.items():
        if len(iso2) == 2 and iso2 not in {"EU", "EZ", "UN", "QO", "XA", "XB", "ZZ"}:
            found = DESTINATIONS.find(name)
            assert found is not None, name
            assert found.iso2 == iso2, name
            assert found.served == (iso2 in DESTINATIONS), name


@pytest.mark.parametrize(
    "typed",
    [
        "",
        " ",
        "ke",
        "di",
        "in",
        "intip 3",
        "intip 3 ke taiwan",
        "🇹🇼🇯🇵",
        "🇹🇼 Jepang",
        "😀",
        "ke ya",
        "x" * 4096,
    ],
)
def test_text_that_names_no_single_country_finds_none(typed: str) -> None:
    assert DESTINATIONS.find(typed) is None


def test_nothing_we_sell_is_taken_for_a_country() -> None:
    with (CONFIG / "catalog.csv").open(encoding="utf-8", newline="") as file:
        goods = [row[key] for row in csv.DictReader(file) for key in ("name_id", "name_en", "aliases")]
    words = {
        word for text in goods for name in text.split("|") for word in [name, *re.split(r"[\s()/-]+", name)]
    }
    assert len(words) > 300
    assert {word for word in words if DESTINATIONS.find(word)} == set()


@given(st.text(max_size=80))
def test_lookup_handles_any_text(typed: str) -> None:
    found = DESTINATIONS.find(typed)
    assert found is None or len(found.iso2) == 2

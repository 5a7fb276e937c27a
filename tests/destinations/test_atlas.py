"""The atlas: names looked up by whole answers, and by words in the middle of a message."""

from __future__ import annotations

import pytest

from bench.labelled import CONFIG
from bot.core.plain_text import plain_words, words_in
from bot.destinations import Destinations
from bot.destinations.countries.atlas import Atlas
from bot.destinations.countries.world import NO_COUNTRY, territories
from bot.understanding import Vocabulary

DESTINATIONS = Destinations.read(CONFIG)
VOCABULARY = Vocabulary.read(CONFIG)
ATLAS = DESTINATIONS.atlas.with_names(VOCABULARY.places)
OURS = [
    (one.iso2, name)
    for one in DESTINATIONS
    for name in (one.name_id, one.name_en, *one.entry.aliases, *one.entry.cities)
]


def test_both_lookups_know_our_names() -> None:
    for iso2, name in OURS:
        assert ATLAS.answer(plain_words(name)) == iso2, name
        assert not words_in(name) or ATLAS.named(words_in(name)) == iso2, name


def test_vocabulary_names_are_for_messages_only() -> None:
    assert (ATLAS.named(("banqiao",)), ATLAS.answer("banqiao")) == ("TW", None)
    assert DESTINATIONS.atlas.named(("banqiao",)) is None


@pytest.mark.parametrize("language", ["id", "en", "nl", "de", "ms"])
def test_all_countries_are_named_in_a_message(language: str) -> None:
    for iso2, name in territories(language).items():
        assert ATLAS.named(words_in(name)) == iso2, name


def test_names_in_scripts_without_blanks_are_found_inside_a_text() -> None:
    assert ATLAS.in_script("寄到台北市", 2) == (4, "TW")
    assert ATLAS.in_script("寄到台北市", 0) is None


def test_flags_of_unions_are_recognised() -> None:
    assert ATLAS.flags("🇹🇼 🇪🇺 🇿🇿") == ["TW", "EU"]
    assert DESTINATIONS.find("🇪🇺") is None


def test_codes_without_a_country_have_no_name() -> None:
    assert not NO_COUNTRY & {*territories("id"), *territories("zh")}
    assert ATLAS.named(words_in("Unknown Region")) is None


@pytest.mark.parametrize(
    ("word", "countries"), [("jepng", {"JP"}), ("sepang", set()), ("taiwen", {"TW"}), ("bangkog", set())]
)
def test_slips_are_forgiven_in_one_word_names_of_our_countries(word: str, countries: set[str]) -> None:
    assert ATLAS.misspelt(word) == countries


def test_names_of_our_countries_may_lack_vowels() -> None:
    assert ATLAS.vowels_left_out("sngpra") == {"SG"}
    assert ATLAS.vowels_left_out("jpg") == set()


def test_equally_near_countries_are_not_guessed() -> None:
    atlas = Atlas({"AA": ["Wakanda"], "BB": ["Wakande"]}, {})
    assert (atlas.nearest_answer("wakandi"), atlas.answer("wakanda")) == (None, "AA")
    assert atlas.misspelt("wakandi") == {"AA", "BB"}


def test_never_meant_word_is_no_misspelt_answer() -> None:
    assert Atlas({"AA": ["Jepang"]}, {}).nearest_answer("jenang") == "AA"
    assert Atlas({"AA": ["Jepang"]}, {}, never_meant=["Jenang"]).nearest_answer("jenang") is None

"""A search finds the intended products, the likeliest first; nonsense finds nothing."""

from __future__ import annotations

import dataclasses
from functools import cache

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bench.labelled import CONFIG, demo_wares
from bot.catalog import Catalogue, Ware
from bot.understanding import Vocabulary, search

SHELVES = {
    "food-snack": ("Camilan", "Snacks"),
    "food-nut": ("Kacang", "Nuts"),
    "drink": ("Teh, kopi, minuman", "Tea, coffee, drinks"),
    "craft": ("Kerajinan", "Crafts"),
    "care": ("Perawatan badan", "Body care"),
    "sport": ("Olahraga", "Sports"),
}
WORDS = Vocabulary.read(CONFIG)
TERMS = search.Terms.of(WORDS, SHELVES)
FOUND = [
    # whole names, in both languages, in any order, written together
    ("karak", "Karak"),
    ("Intip manis", "Intip manis"),
    ("manis intip", "Intip manis"),
    ("INTIPMANIS", "Intip manis"),
    ("batik shawl", "Selendang batik"),
    ("sweet soy sauce", "Kecap manis"),
    ("wooden mask", "Topeng kayu"),
    ("brem solo", "Brem Solo"),
    # aliases
    ("kopi", "Kopi Lawu"),
    ("gendar", "Karak"),
    ("rukuh", "Mukena katun"),
    ("belacan", "Terasi"),
    ("brambang goreng", "Bawang goreng"),
    ("taplak meja", "Taplak batik"),
    ("fish floss", "Abon lele"),
    ("enting gepuk", "Enting-enting kacang"),
    # words of names, beginnings of words
    ("intip", "Intip gurih | Intip manis"),
    ("gudeg", "Gudeg kaleng | Gudeg vegan kaleng"),
    ("cashew", "Mete goreng | Mete mentah"),
    ("umbrella", "Payung lukis"),
    ("blang", "Blangkon"),
    ("puppet", "Wayang kulit"),
    ("keripik usu", "Keripik usus ayam"),
    # fillers, endings, quantities
    ("kak mau karaknya 2 bks dong", "Karak"),
    ("ada abon lele ga ya?", "Abon lele"),
    ("do you have any egg rolls", "Semprong"),
    # typos; fewer are forgiven in shorter words
    ("krak", "Karak"),
    ("kripik tmpe", "Keripik tempe"),
    ("kerpik belut", "Keripik belut"),
    ("rendng sapi", "Rendang sapi"),
    ("blangon", "Blangkon"),
    ("serundneg kelapa", "Serundeng kelapa"),
    ("sendal kulid", "Sandal kulit"),
    ("shutlecock", "Shuttlecock isi 12"),
    ("chiken floss", "Abon ayam"),
    ("itnip gurih", "Intip gurih"),
    ("abno sapi", "Abon sapi"),
    ("jmu bubuk", "Jamu serbuk"),
    ("kebayak", "Kebaya kutubaru"),
    ("peci hitm", "Peci"),
    # ingredients and uses
    ("daun pala", "Wedang uwuh"),
    ("keluak", "Bumbu rawon"),
    ("minyak kelapa", "Sabun herbal"),
    ("bulu tangkis", "Shuttlecock isi 12"),
    ("canting", "Kain batik tulis"),
    # what a product is without, only when that is asked for
    ("gudeg tanpa daging", "Gudeg vegan kaleng"),
    ("gudeg no meat", "Gudeg vegan kaleng"),
    # some words are unknown: products with most of the others
    ("abon lele tuna", "Abon lele"),
    ("keripik pedas murah meriah", "Keripik singkong"),
]
NOTHING = [
    "",
    "   ",
    "12345",
    "😀😀",
    "肉鬆",
    "a",
    "xyzzy",
    "asdfgh qwerty",
    "helikopter",
    "iphone",
    "soal cuaca",
    "titip",  # is not intip
    "bon",  # is not abon
    "soto",  # is not Solo
    "topi",  # is not kopi
    "kak mau pesan dong",
    "apa kabar hari ini",
    "contoh",  # it stands in brackets behind every UMKM's name
]


@cache
def demo() -> Catalogue:
    return Catalogue.of(demo_wares())


def found(text: str) -> list[str]:
    return [ware.name_id for ware in search.find(text, demo(), TERMS)]


@pytest.mark.parametrize(("typed", "names"), FOUND)
def test_search_finds_the_intended_product_first(typed: str, names: str) -> None:
    wanted = names.split(" | ")
    assert found(typed)[: len(wanted)] == wanted


@pytest.mark.parametrize("typed", NOTHING)
def test_nonsense_finds_nothing(typed: str) -> None:
    assert found(typed) == []


@pytest.mark.parametrize(
    "typed", ["karak", "intip manis", "kopi", "madu", "jahe", "pecel", "kerpik belut", "rukuh"]
)
def test_full_product_name_finds_only_that_product(typed: str) -> None:
    assert len(found(typed)) == 1


@pytest.mark.parametrize(
    ("typed", "category", "count"),
    [
        ("camilan", "food-snack", 24),
        ("snacks", "food-snack", 24),
        ("kerajinan", "craft", 9),
        ("crafts", "craft", 9),
    ],
)
def test_category_is_found_by_its_name_in_both_languages(typed: str, category: str, count: int) -> None:
    first = search.find(typed, demo(), TERMS)[:count]
    assert {ware.category for ware in first} == {category}


@pytest.mark.parametrize(
    ("typed", "maker"),
    [("kauman", "batik-kauman"), ("ngemplak", "lele-ngemplak"), ("trangsan", "rotan-trangsan")],
)
def test_umkm_is_found_by_its_name(typed: str, maker: str) -> None:
    assert {ware.umkm_code for ware in search.find(typed, demo(), TERMS)} == {maker}


def goods(number: int, name: str, **more: object) -> Ware:
    plain = {"name_en": f"thing {number}", "aliases": (), "maker": "Dapur", "category": "x", "umkm_code": "d"}
    plain |= {"description_id": "", "description_en": "", "stock": None}
    return dataclasses.replace(
        demo_wares()[0], id=number, sku=f"T-{number}", name_id=name, **{**plain, **more}
    )


def ranked(*wares: Ware, typed: str) -> list[int]:
    return [
        ware.id
        for ware in search.find(typed, Catalogue.of(wares), search.Terms.of(WORDS, {"shelf": ("Gethuk",)}))
    ]


def test_fields_rank_by_how_telling_they_are() -> None:
    wares = [
        goods(1, "Lain", description_id="seperti gethuk"),
        goods(4, "Gettuk trio"),
        goods(5, "Gethukan goreng"),
        goods(6, "Kue gethuk"),
    ]
    assert ranked(*wares, typed="gethuk") == [6, 5, 4, 1]


def test_maker_and_category_count_only_if_no_product_has_the_name() -> None:
    wares = [
        goods(1, "Lain", description_id="seperti gethuk"),
        goods(2, "Lain", category="shelf"),
        goods(3, "Lain", maker="Gethuk Bu Tini"),
    ]
    assert ranked(*wares, typed="gethuk") == [3, 2, 1]
    assert ranked(*wares, goods(4, "Gethuk trio"), typed="gethuk") == [4, 1]
    assert ranked(*wares, goods(4, "Gethuk trio", maker="Bu Ani"), typed="gethuk tini") == [3]


def test_whole_name_ranks_before_alias_and_alias_before_word_of_a_name() -> None:
    wares = [
        goods(1, "Abon getuk"),
        goods(2, "Sawut", aliases=("getuk",)),
        goods(3, "Getuk"),
        goods(4, "Getukan"),
    ]
    assert ranked(*wares, typed="getuk") == [3, 2, 1]


def test_more_matching_words_rank_higher_and_equals_sort_by_name() -> None:
    wares = [
        goods(1, "Lapis legit"),
        goods(2, "Sawut manis"),
        goods(3, "Lapis manis"),
        goods(4, "Lapis asin"),
    ]
    assert ranked(*wares, typed="lapis manis legi") == [3, 1]
    assert ranked(*wares, typed="lapis") == [4, 1, 3]


def test_product_not_on_offer_is_not_found() -> None:
    assert ranked(goods(1, "Getuk", offered=False), goods(2, "Getuk lindri"), typed="getuk") == [2]


def test_gist_of_a_long_text_is_its_product_words() -> None:
    text = (
        "selamat pagi semuanya semoga sehat selalu, saya sedang memikirkan keripik tempe seperti tempo hari"
    )
    kept = search.gist(text, demo(), 40, TERMS)
    assert len(kept) <= 40
    assert "keripik tempe" in kept
    assert "semoga" not in kept
    assert found(kept)[0] == "Keripik tempe"


def test_names_tells_whether_the_catalogue_has_the_words_as_typed() -> None:
    assert search.names("jenang", demo(), TERMS)
    assert not search.names("jepang", demo(), TERMS)
    assert not search.names("", demo(), TERMS)


@given(st.text(max_size=80))
def test_search_handles_any_text(typed: str) -> None:
    assert len(found(typed)) <= search.MOST_FOUND
    kept = search.gist(typed, demo(), 40, TERMS)
    assert kept.isascii()
    assert len(kept) <= 40


@given(st.sampled_from(demo_wares()), st.data())
def test_product_is_found_by_its_names_with_two_letters_swapped(ware: Ware, data: st.DataObject) -> None:
    word = data.draw(
        st.sampled_from(
            [one for one in ware.name_id.lower().split() if len(one) > 5 and one.isalpha()] or ["-"]
        )
    )
    if word == "-":
        return
    at = data.draw(st.integers(1, len(word) - 2))
    typed = word[:at] + word[at + 1] + word[at] + word[at + 2 :]
    assert ware.name_id in found(ware.name_id.lower().replace(word, typed))

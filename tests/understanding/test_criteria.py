"""What goods are looked for by: read from text, written into a route, and met by goods."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bench.labelled import demo_wares
from bot.catalog import Allergen, Ware
from bot.understanding.criteria import LONGEST_CODE, NOTHING, Criteria, chosen
from tests.support.reader import read

LOOKED_FOR = [
    ("camilan pedas di bawah 30 ribu yang boleh ke jepang", "cfood-snack.h13.p30000"),
    ("mau cari camilan yang awet buat stok sebulan", "cfood-snack.k30"),
    ("yang tahan 6 bulan apa aja kak", "k180"),
    ("cari yang awet setengah tahun", "k182"),
    ("ada yang gak terlalu pedas ga", "h01"),
    ("opo wae sing ora pedes mas", "h00"),
    ("yang paling pedes yang mana", "h33"),
    ("300 ribu muat apa aja", "b300000"),
    ("budget 200rb dapet apa aja kak", "b200000"),
    ("uang sejuta bisa beli apa aja", ""),
    ("minuman halal di bawah Rp50.000 ada?", "a1.cdrink.p50000"),
    ("camilan tanpa kacang ada?", "xpn.cfood-snack"),
    ("anak saya alergi udang sama telur, ada yang aman?", "xce"),
    ("anak saya alergi kacang, camilan yang aman apa aja", "xpn.cfood-snack"),
    ("do you have any snacks without peanuts?", "xp.cfood-snack"),
    ("what's vegan and not spicy?", "v2.h00"),
    ("hadiah buat majikan yg suka manis, jgn yg pedes", "h00.g1.s1"),
    ("kado buat bos orang taiwan enaknya apa", "g1"),
    ("mana yg paling murah", "oc"),
    ("mana ya yang ringan2", "ol"),
    ("sambalnya ada yang ga pedas?", "h00.qsambalnya"),
]


@pytest.mark.parametrize(("text", "code"), LOOKED_FOR, ids=[one[0] for one in LOOKED_FOR])
def test_goods_are_looked_for_by_what_they_are_like(text: str, code: str):
    told = read(text)
    assert told.criteria.code == (code or "-")
    assert ("find" in told.topics, told.intent) == (bool(code), "question")


@pytest.mark.parametrize(
    "text",
    [
        "karak 3 yang pedas",
        "abon sapi pedes ga?",
        "kok ongkirnya ga bisa lebih murah",
        "totalnya 612rb bener?",
        "paketku ditahan di bandara",
        "keripik singkong pedas 2 bungkus",
        "is batik allowed as a gift to Canada?",
    ],
)
def test_message_about_named_goods_or_freight_looks_for_nothing(text: str):
    assert "find" not in read(text).topics


def test_amount_in_another_currency_says_which():
    told = read("snack di bawah 20 ringgit ada?")
    assert (told.criteria.price_most, told.currency) == (20, "MYR")
    assert read("what can I get for 20 dollars?").currency == "DOLLAR"


ANY = st.builds(
    Criteria,
    to=st.sampled_from(["", "JP", "TW"]),
    without=st.lists(st.sampled_from(list(Allergen)), unique=True, max_size=3).map(tuple),
    diet=st.sampled_from(["", "vegetarian", "vegan"]),
    halal=st.booleans(),
    heat=st.sampled_from([None, (0, 0), (1, 3)]),
    price_most=st.none() | st.integers(1_000, 1_000_000),
    keeps=st.none() | st.integers(1, 730),
    gift=st.booleans(),
    order=st.sampled_from(["", "cheap", "light"]),
)


@given(ANY)
def test_code_of_criteria_says_the_same(asked: Criteria):
    assert len(asked.code) <= LONGEST_CODE
    read_back = Criteria.of(asked.code)
    assert read_back.code == asked.code
    assert (read_back.to, read_back.without) == (asked.to, asked.without)
    if len(asked.code) < LONGEST_CODE - 12:  # nothing was left out
        assert read_back == asked


def test_code_that_nobody_made_asks_for_nothing_strange():
    assert Criteria.of("-") == NOTHING
    assert Criteria.of("tXYZ.h99.p1x.zz..x!.k180") == replace(NOTHING, keeps=180)
    longest = replace(
        NOTHING,
        to="JP",
        without=tuple(Allergen),
        shelf="food-condiment",
        price_most=9,
        budget=10**9,
        words="a" * 20,
    )
    assert len(longest.code) <= LONGEST_CODE
    assert Criteria.of(longest.code).without == tuple(Allergen)


def names(asked: Criteria, wares: list[Ware], strictness: dict[str, int] | None = None) -> list[str]:
    found = chosen(asked, wares, lambda ware: (strictness or {}).get(ware.sku, 0))
    return [one.sku.removeprefix("SOLO-") for one in found]


@pytest.fixture(scope="module")
def wares() -> list[Ware]:
    return list(demo_wares())


def test_what_a_product_does_not_say_it_does_not_meet(wares: list[Ware]):
    karak = next(one for one in wares if one.sku == "SOLO-002")
    silent = replace(karak, spicy=None, allergens=None, ingredients="", shelf_life_days=None, halal="na")
    for asked in ("h00", "xp", "v1", "k1", "a1"):
        assert names(Criteria.of(asked), [karak]) == ["002"], asked
        assert names(Criteria.of(asked), [silent]) == [], asked


def test_goods_meet_all_criteria_and_stand_in_a_sensible_order(wares: list[Ware]):
    hot = names(Criteria.of("h13"), wares)
    assert hot[:2] == ["053", "054"]  # the hottest first
    cheap = names(Criteria.of("oc.cfood-snack"), wares)
    prices = {one.sku.removeprefix("SOLO-"): one.price_rupiah for one in wares}
    assert [prices[one] for one in cheap] == sorted(prices[one] for one in cheap)
    assert not {"025", "014", "107"} & set(names(Criteria.of("xp"), wares))  # peanuts
    assert {"058", "061"}.isdisjoint(names(Criteria.of("v1"), wares))  # meat
    assert "056" in names(Criteria.of("v1"), wares)  # honey
    assert "056" not in names(Criteria.of("v2"), wares)


def test_forbidden_goods_are_left_out_and_presents_need_no_paper(wares: list[Ware]):
    forbidden, paper = {"SOLO-066": 3}, {"SOLO-066": 2}
    assert "066" not in names(Criteria.of("tJP"), wares, forbidden)
    assert "066" in names(Criteria.of("tJP"), wares, paper)
    assert "066" in names(Criteria.of("g1"), wares)
    assert "066" not in names(Criteria.of("g1"), wares, paper)
    sold_out = [replace(wares[0], stock=0), wares[1]]
    assert names(NOTHING, sold_out)[-1] == sold_out[0].sku.removeprefix("SOLO-")

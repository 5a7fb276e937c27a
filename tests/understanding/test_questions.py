"""The topics of questions, and the products that they name."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
import yaml

from tests.support.reader import about, lines, read

ABON, INTIP, TEA, BATIK = (
    "008 009 010",
    "001 105",
    "037 038",
    "066 067 068 069 070 071 072 073 074 075 076 081 098 110",
)
QUESTIONS = [
    ("abon brp kak", "price", [ABON]),
    ("harganya berapa", "price", []),
    ("abon sapi berapa", "price", ["008"]),
    ("regane karak pinten", "price", ["002"]),
    ("pinten regine kak", "price", []),
    ("how much is the tea", "price", [TEA]),
    ("ada diskon ga kalo beli 20", "discount", []),
    ("karak masih ada?", "stock", ["002"]),
    ("ready?", "stock", []),
    ("ready stock kah batik cap", "stock", ["066"]),
    ("wonten karak?", "stock", ["002"]),
    ("abon sapi kosong ya?", "stock", ["008"]),
    ("sisa berapa karaknya", "stock", ["002"]),
    ("karak sama brem masih ready?", "stock", ["002", "016"]),
    ("rendang boleh masuk Jepang ga?", "may_go", ["061"]),
    ("kalo ke Korea bisa kirim batik?", "may_go", [BATIK]),
    ("sambal bawang aman masuk Arab?", "may_go", ["053"]),
    ("boleh bawa abon ke Singapura?", "may_go", [ABON]),
    ("kena bea cukai ga kalo ke Malaysia", "may_go", []),
    ("bisa kirim ke Italia kak?", "may_go", []),
    ("ke Kuwait bisa kak?", "may_go", []),
    ("do you ship to Norway", "may_go", []),
    ("ongkir ke Qatar 2 kg brp", "freight", []),
    ("ongkire nang Taiwan piro", "freight", []),
    ("berapa ongkos kirim", "freight", []),
    ("kapan tutup PO", "cutoff", []),
    ("terakhir order kapan", "cutoff", []),
    ("closing tanggal berapa", "cutoff", []),
    ("kapan PO berikutnya", "cutoff", []),
    ("masih bisa order?", "cutoff", []),
    ("jadwal kirim ke Korea kapan", "cutoff", []),
    ("when is the last day to order", "cutoff", []),
    ("pesananku sampai mana", "order_status", []),
    ("resinya mana kak", "order_status", []),
    ("udah dikirim belum", "order_status", []),
    ("wis dikirim durung", "order_status", []),
    ("paketku mana", "order_status", []),
    ("status pesanan saya", "order_status", []),
    ("where's my order", "order_status", []),
    ("bayarnya gimana", "payment", []),
    ("bisa transfer?", "payment", []),
    ("norek dong", "payment", []),
    ("how do I pay", "payment", []),
    ("totalnya berapa", "total", []),
    ("jadi berapa semuanya", "total", []),
    ("ada apa aja", "catalogue", []),
    ("menu dong", "catalogue", []),
    ("opo wae sing ono", "catalogue", []),
    ("what do you sell", "catalogue", []),
    ("keripik ada apa aja", "catalogue", ["004 005 006 007 026 027 028"]),
    ("halal ga?", "content", []),
    ("tahan berapa lama", "content", []),
    ("berapa gram", "content", []),
    ("intipnya pedes ga", "content", [INTIP]),
    ("berat karak berapa", "content", ["002"]),
    ("how long does rendang last", "content", ["061"]),
    ("caranya order gimana", "how_to", []),
    ("carane pesen piye", "how_to", []),
    ("minimal order berapa", "minimum", []),
    ("kirim ke Taiwan berapa lama ya", "time_to_arrive", []),
    ("suwene pinten dinten", "time_to_arrive", []),
    ("how long does shipping to Germany take", "time_to_arrive", []),
    ("harga rendang sama ongkir ke Taiwan berapa?", "price freight", ["061"]),
    ("karak harga berapa, bisa kirim ke Belanda?", "price may_go", ["002"]),
    ("abon?", "", [ABON]),
]


@pytest.mark.parametrize(("text", "topics", "named"), QUESTIONS, ids=[one[0] for one in QUESTIONS])
def test_question_has_its_topics_and_products(text: str, topics: str, named: list[str]):
    assert read(text).intent == "question"
    assert " ".join(read(text).topics) == topics
    assert about(text) == named
    assert lines(text) == {}


WORDED_OTHERWISE = [
    ("how much is the shipping", "freight", []),
    ("shipping cost to Qatar?", "freight", []),
    ("ongkirnya berapa", "freight", []),
    ("biaya kirim", "freight", []),
    ("how much does shipping cost to Hong Kong", "freight", []),
    ("how much to send a parcel to Taiwan", "freight", []),
    ("ongkos kirime piro nang Hongkong", "freight", []),
    ("kirim ke Jepang kena berapa", "freight", []),
    ("pinten ongkosipun dhateng Walandi", "freight", []),
    ("what can't go to Japan?", "may_go", []),
    ("apa aja yang ga boleh ke Jepang", "may_go", []),
    ("apa yang boleh dikirim ke Taiwan", "may_go", []),
    ("makanan apa yang dilarang masuk Australia", "may_go", []),
    ("opo wae sing ora oleh mlebu Korea", "may_go", []),
    ("barang apa yang ga bisa masuk Korea?", "may_go", []),
    ("saged kintun dhateng Walandi mboten", "may_go", []),
    ("dendeng oleh mlebu Jepang ora", "may_go", ["011"]),
    ("can wooden mask go to New Zealand", "may_go", ["085"]),
    ("are you allowed to send rendang to Australia", "may_go", ["061"]),
    ("can you send rendang to Germany?", "may_go", ["061"]),
    ("abon entuk digowo nang Hongkong ora", "may_go", [ABON]),
    ("oleh ora ngirim abon nang Taiwan", "may_go", [ABON]),
    ("kok lama banget sih kak paketnya", "order_status", []),
    ("paketku kok belum nyampe", "order_status", []),
    ("paket saya nyangkut di bea cukai", "order_status", []),
    ("my parcel is stuck in customs", "order_status", []),
    ("has my package left yet?", "order_status", []),
    ("package still not arrived", "order_status", []),
    ("paket saya udah 3 minggu belum sampai", "order_status", []),
    ("kirimanku kok durung teko yo", "order_status", []),
    ("pesenan kula dereng dugi", "order_status", []),
    ("isi berapa gram karak", "content", ["002"]),
    ("karak isinya berapa", "content", ["002"]),
    ("how many pieces in one karak", "content", ["002"]),
    ("brem ini mengandung alkohol ga", "content", ["016"]),
    ("rendange tahan pirang dino", "content", ["061"]),
    ("suwene tekan Taiwan pira", "time_to_arrive", []),
    ("how many days to Qatar", "time_to_arrive", []),
    ("kapan kapalnya berangkat", "cutoff", []),
    ("kapan terakhir bisa order", "cutoff", []),
    ("regine intip pinten nggih", "price", [INTIP]),
    ("harga grosir karak berapa", "price discount", ["002"]),
    ("larang endi karak karo intip", "price", ["002", INTIP]),
    ("any coffee left?", "stock", ["039"]),
    ("karake isih ono?", "stock", ["002"]),
    ("how much is everything", "total", []),
    ("totalku piro", "total", []),
    ("bisa cod ga", "pay_there", []),
    ("bayare piye", "payment", []),
    ("gajinya berapa kalo kerja di toko ini", "", []),
    ("bisa dibungkus kado ga, ada pitanya?", "gift_wrap", []),
    ("diskon ga kalo beli 10 karak", "discount", ["002"]),
    ("ada lowongan kerja ga kak", "", []),
    ("buka jam berapa kak", "hours", []),
]


@pytest.mark.parametrize(
    ("text", "topics", "named"), WORDED_OTHERWISE, ids=[one[0] for one in WORDED_OTHERWISE]
)
def test_topics_are_recognised_in_many_wordings(text: str, topics: str, named: list[str]):
    test_question_has_its_topics_and_products(text, topics, named)


@pytest.mark.parametrize(
    ("text", "strange"),
    [
        ("ada mie korea?", ("mie korea",)),
        ("ada kue nastar kak?", ("kue nastar",)),
        ("do you sell matcha?", ("matcha",)),
        ("jual bakso ga", ("bakso",)),
        ("ada pitanya?", ()),
        ("karak masih ada?", ()),
    ],
)
def test_question_names_its_unknown_products(text: str, strange: tuple[str, ...]):
    assert read(text).intent == "question"
    assert read(text).strange == strange


@pytest.mark.parametrize(
    ("text", "topics", "named"),
    [
        ("mau karak 3 total berapa", "total", ["002"]),
        ("mau karak 3, total brp sama ongkir ke Taiwan", "freight total", []),
        ("pesan abon sapi 2, bayarnya gimana?", "payment", []),
        ("mau teh oplosan 10 ke HK, kapan dikirim?", "order_status", []),
        ("pesan karak 3 ke Taiwan", "", []),
        ("mau karak 3, harga abon berapa?", "price", [ABON]),
    ],
)
def test_question_within_an_order_is_recognised(text: str, topics: str, named: list[str]):
    told = read(text)
    assert told.intent == "order"
    assert told.lines
    assert " ".join(told.topics) == topics
    assert about(text) == named


@pytest.mark.parametrize("text", ["halo kak", "makasih ya", "iya betul", "udah transfer ya kak"])
def test_message_that_asks_nothing_has_no_topic(text: str):
    assert read(text).topics == ()
    assert read(text).about == ()


SHOP_QUESTIONS = yaml.safe_load((Path(__file__).parent / "shop_questions.yaml").read_text(encoding="utf-8"))


@pytest.mark.parametrize("asked", SHOP_QUESTIONS, ids=lambda one: one["text"])
def test_questions_that_every_shop_gets_are_heard(asked: dict[str, Any]):
    told = read(asked["text"])
    assert (told.intent, list(told.topics)) == ("question", asked["topics"])
    assert told.criteria.code == asked["criteria"]

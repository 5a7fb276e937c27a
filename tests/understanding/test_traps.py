"""Traps for the reader: sums, second thoughts, refusals, apparent changes."""

from __future__ import annotations

import pytest

from tests.support.reader import lines, read, short, unclear


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("intip 3 yang gurih ya", {"105": 3}),
        ("sambal 2 (terasi)", {"054": 2}),
        ("abon lele 3, yg sapi sama ayam jangan", {"010": 3}),
        ("karak 3, brem 2, geti 1, tapi yang geti jangan dulu", {"002": 3, "016": 2}),
        ("tas rotan 1, tas batik aja 1 deh jangan yang rotan", {"076": 1}),
        ("keripik paru 2, kalo ga ada ganti keripik usus", {"006": 2}),
        ("saya ga suka peyek, jadi kacang telur 2 aja", {"107": 2}),
        ("kopi lawu 3, eh salah 4 ding, terus gula jawa 2", {"039": 4, "033": 2}),
        ("karak 3 ya, eh rambak maksudnya", {"003": 3}),
        ("jenang 2 sama brem 3. eh bremnya ganti ampyang aja 3", {"032": 2, "014": 3}),
        ("semprong 3.. semprongnya 2 aja deh", {"019": 2}),
        ("karak 3, brem 2, karaknya ditambah 1 jadi 4", {"002": 4, "016": 2}),
        ("blangkon bukan 2 tapi 3, mau ya", {"077": 3}),
        ("karak 2 ditambah brem 1 jadi total 3", {"002": 2, "016": 1}),
        ("syal batik 2 buat ibu, 1 buat tante, total 3 ya", {"074": 3}),
        ("3 kaos solo utk saya, 2 utk adik, 1 utk suami", {"080": 6}),
        ("kaos solo L=2, M=1, XL=1", {"080": 4}),
        ("kaos solo 4, yg 2 ke taiwan yg 2 ke malaysia", {"080": 4}),
        ("bulan lalu 5 karak, sekarang 8", {"002": 8}),
        ("karak 2, kalau bisa tambah 1 gratis", {"002": 2}),
        ("2 bungkus abon sapi @ 250gr", {"008": 2}),
        ("emping (raw) 2 pack", {"022": 2}),
        ("jamu kunyit asam 3", {"043": 3}),
        ("No | Barang | Jml\n1 | Bumbu rawon | 6\n2 | Kecap | 3", {"050": 6, "052": 3}),
        ("karak......... 2\nbrem......... 3", {"002": 2, "016": 3}),
        ("rambak (0), karak (3), rengginang (-)", {"002": 3}),
        ("apakah abon ayam bisa masuk taiwan? kalau bisa saya pesan 3", {"009": 3}),
        ("rendang ga boleh masuk taiwan ya? ya udah keripik tempe aja 3", {"026": 3}),
        ("2 karak 30rb kan? ok 4 karak", {"002": 4}),
        ("karak 2 ya? sama karak 3 buat ibu", {"002": 5}),
    ],
)
def test_lines_take_the_whole_message_into_account(text: str, wanted: dict[str, int]):
    assert read(text).intent == "order"
    assert lines(text) == wanted
    assert unclear(text) == []


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("abon 3 yang ayam sama sapi", [("abon", 3, "008 009")]),
        ("abon sapi atau ayam 2", [("abon sapi atau ayam", 2, "008 009")]),
        ("beberapa karak ya kak", [("karak", None, "002")]),
        ("lurik 3 meter", [("lurik", None, "078")]),
        ("ada kue lapis? mau 1 loyang", [("kue lapis", 1, "")]),
        ("10 orang, masing-masing karak 1", [("karak", None, "002")]),
        ("daster 1 kg", [("daster", None, "072")]),
        ("karaknya double", [("karaknya", None, "002")]),
        ("karaknya didobelin", [("karaknya", None, "002")]),
        ("double the karak please", [("karak", None, "002")]),
    ],
)
def test_undecidable_wants_are_unclear(text: str, wanted: list[tuple[str, int | None, str]]):
    assert lines(text) == {}
    assert unclear(text) == wanted


@pytest.mark.parametrize(
    ("text", "intent"),
    [
        ("karak jangan dicancel ya", "other"),
        ("jangan dibatalin", "other"),
        ("hapus semua kecuali karak", "other"),
        ("pesanan sudah dicancel", "other"),
        ("saya sudah order intip manis 3 tapi belum dibalas", "other"),
        ("abon ayam yg saya terima cuma 2 padahal pesen 3", "other"),
        ("paket udah sampe kak, daster 10 potong lengkap sesuai pesanan", "other"),
        ("daster all size muat bb 80kg ga?", "question"),
        ("boleh minta foto batik tulisnya?", "question"),
        ("can you ship honey to Australia?", "question"),
        ("abon sapi 2 bungkus lolos bea cukai Taiwan ga min?", "question"),
    ],
)
def test_goods_only_mentioned_are_no_lines(text: str, intent: str):
    told = read(text)
    assert (told.intent, told.lines, told.unclear, told.all_off) == (intent, (), (), False)


@pytest.mark.parametrize(
    ("text", "edits"),
    [
        ("brem ditambah, karak dikurangi 1", [("016", "add", 1), ("002", "reduce", 1)]),
        ("tambahin 2 karak sama kurangin 1 brem", [("002", "add", 2), ("016", "reduce", 1)]),
        ("tukar 2 karak jadi 2 rambak", [("002", "reduce", 2), ("003", "add", 2)]),
        ("karaknya salah harusnya 3", [("002", "set", 3)]),
        ("bukan 3 tapi 5 ya karaknya", [("002", "set", 5)]),
        ("jadikan 5 aja jahe instannya, semula 3", [("042", "set", 5)]),
        (
            "bawang gorengnya gausah jadi ya, kecapnya juga cancel",
            [("051", "remove", 0), ("052", "remove", 0)],
        ),
        ("plus jenang 1 dus ya kak nyusul", [("032", "add", 1)]),
        ("alamat tetap, karak tambah 1", [("002", "add", 1)]),
        ("jadiin karaknya 5 ya yang pesanan kemarin", [("002", "set", 5)]),
        ("jadikan karak 5 dan brem 2", [("002", "set", 5), ("016", "set", 2)]),
        ("cancel 2 karak", [("002", "reduce", 2)]),
        ("cancel karak 2", [("002", "reduce", 2)]),
        ("karak 2 dibatalin", [("002", "remove", 0)]),
        ("tolong batalin karak 2 sama brem", [("002", "reduce", 2), ("016", "remove", 0)]),
    ],
)
def test_change_says_what_it_does_to_each_product(text: str, edits: list[tuple[str, str, int]]):
    told = read(text)
    assert told.intent == "edit"
    assert [(short(one.sku), one.op, one.quantity) for one in told.edits] == edits


@pytest.mark.parametrize(
    ("text", "iso2"),
    [
        ("karak 5 kirim ke taiwan eh maksudku hongkong", "HK"),
        ("majikanku org Singapur tapi aku kerja di HK, karak 1", "HK"),
        ("aku di Macau, adikku di HK, kirim ke adikku ya karak 3", "HK"),
        ("mau blus batik motif bunga jepang 2", None),
        ("blus 1 uk M, blus 1 uk L", None),
        ("Pak Jenang dari Oman pesan karak 4", "OM"),
        ("karak 2, 大阪 ya kak", "JP"),
        ("karak 2 ke กรุงเทพ", "TH"),
        ("karak 2 menyang negara Landa", "NL"),
    ],
)
def test_descriptive_or_corrected_country_is_no_destination(text: str, iso2: str | None):
    assert read(text).destination == iso2

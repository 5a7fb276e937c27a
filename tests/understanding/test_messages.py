"""The reading of messages, rule by rule."""

from __future__ import annotations

import pytest

from tests.support.reader import lines, read, unclear


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("mau terasi 2", {"055": 2}),
        ("mau trasi 2", {"055": 2}),
        ("3 shutlecock", {"093": 3}),
        ("roasted cashew nuts 2", {"029": 2}),
        ("SOLO-008 2 bh", {"008": 2}),
        ("solo008 2", {"008": 2}),
        ("gudeg kaleng 2", {"058": 2}),
        ("gudeg vegan kaleng 2", {"059": 2}),
        ("kopi 3", {"039": 3}),
        ("rotikecik 2", {"017": 2}),
        ("abonsapi 2", {"008": 2}),
        ("rengginangnya 2", {"023": 2}),
        ("two umbrellas", {"097": 2}),
    ],
)
def test_product_is_found_by_name_alias_translation_and_misspelling(text: str, wanted: dict[str, int]):
    assert lines(text) == wanted
    assert unclear(text) == []


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("rendang sama tengkleng kaleng ya kak", {"061": 1, "060": 1}),
        ("3 intip manis 2 karak", {"001": 3, "002": 2}),
        ("intip manis 3 karak 2", {"001": 3, "002": 2}),
        ("intip manis x3, karak x2", {"001": 3, "002": 2}),
        ("2x karak", {"002": 2}),
        ("karak2 brem3", {"002": 2, "016": 3}),
        ("karak=2", {"002": 2}),
        ("karak, brem, geti masing2 3", {"002": 3, "016": 3, "106": 3}),
        ("karak @5 brem @5", {"002": 5, "016": 5}),
        ("kaos solo size L 1 XL 2", {"080": 3}),
        ("3 karak for me and 1 for my friend", {"002": 4}),
        ("karak 3, 2 buat aku 1 buat ibu", {"002": 3}),
    ],
)
def test_quantity_belongs_to_the_adjacent_product(text: str, wanted: dict[str, int]):
    assert lines(text) == wanted


@pytest.mark.parametrize(
    ("words", "number"),
    [
        ("selawe", 25),
        ("rong puluh", 20),
        ("kalih dasa", 20),
        ("tigang dasa", 30),
        ("sekawan", 4),
        ("sedasa", 10),
        ("kalih welas", 12),
        ("dua puluh lima", 25),
        ("lima belas", 15),
        ("seratus", 100),
        ("satus", 100),
        ("twenty five", 25),
        ("a dozen", 12),
        ("half a dozen", 6),
        ("setengah lusin", 6),
        ("1/2 lusin", 6),
        ("rong lusin", 24),
        ("selusin", 12),
        ("1 kodi", 20),
        ("1 gross", 144),
        ("sak bungkus", 1),
        ("sebungkus", 1),
        ("limang bungkus", 5),
        ("kalih bungkus", 2),
    ],
)
def test_numbers_are_read_in_four_languages(words: str, number: int):
    assert lines(f"pesen karak {words} ke taiwan") == {"002": number}


@pytest.mark.parametrize(
    "words",
    [
        "yang 25k",
        "@32rb",
        "no 38",
        "ukuran 40",
        "tgl 25",
        "(85k each)",
        "Rp25.000",
        "jam setengah pitu",
        "PO batch 3",
        "hp 0912-345-678",
        "isi 10",
        "2026 ya",
        "5 dolar",
        "3 hari lagi",
    ],
)
def test_prices_sizes_dates_and_phones_are_no_quantities(words: str):
    assert lines(f"pesen karak {words}") == {"002": 1}


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("abon sapi sekilo", {"008": 4}),
        ("abon sapi setengah kilo", {"008": 2}),
        ("terasi 3 ons", {"055": 3}),
        ("mete goreng 1 pon", {"029": 1}),
        ("gula jawa sekilo setengah", {"033": 3}),
        ("bawang goreng seperempat", {"051": 1}),
        ("madu 1,5 kg", {"056": 3}),
        ("gan ready rambak 250gr? mau 2", {"003": 2}),
        ("jahe instan 250gr x 4", {"042": 4}),
        ("sandal kulit 2 pasang", {"082": 2}),
        ("selendang sepasang", {"074": 2}),
    ],
)
def test_weights_become_packs_where_they_divide_evenly(text: str, wanted: dict[str, int]):
    assert lines(f"pesen {text}") == wanted


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("kopi lawu setengah kilo", [("kopi lawu", None, "039")]),
        ("bumbu rawon 1 renteng", [("bumbu rawon", None, "050")]),
        ("karak 2 atau 3", [("karak", None, "002")]),
        ("jamu sekarton", [("jamu", None, "045")]),
        ("bakpia 2 dus", [("bakpia", 2, "")]),
        ("dodol garut sekilo", [("dodol garut", None, "")]),
        ("keripik kentang 2", [("keripik kentang", 2, "")]),
        ("rendang ayam 2", [("rendang ayam", 2, "")]),
        ("bumbu rendang 2", [("bumbu rendang", 2, "")]),
        ("kopi jahe 2", [("kopi jahe", 2, "039 042")]),
        ("mete sekilo", [("mete", 2, "029 030")]),
        ("abon sekilo", [("abon", None, "008 009 010")]),
        ("sambal 2, but not the terasi one", [("sambal", 2, "047 053")]),
    ],
)
def test_unclear_products_and_quantities_are_never_guessed(
    text: str, wanted: list[tuple[str, int | None, str]]
):
    assert unclear(f"pesen {text}") == wanted
    assert lines(f"pesen {text}") == {}


KINDS = {
    "intip": "001 105",
    "abon": "008 009 010",
    "serundeng": "012 013",
    "mede": "029 030",
    "tea": "037 038",
    "sambel": "047 053 054",
    "gudeg": "058 059",
    "gula": "033 108",
    "wedang": "040 041 042",
    "keripik": "004 005 006 007 026 027 028",
    "sandal": "081 082",
    "tas": "076 089",
    "kain batik": "066 067 068",
    "batik": "066 067 068 069 070 071 072 073 074 075 076 081 098 110",
}


@pytest.mark.parametrize("kind", KINDS)
def test_word_for_a_kind_may_mean_every_product_of_it(kind: str):
    assert unclear(f"mau {kind} 3 ya kak") == [(kind, 3, KINDS[kind])]


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("abon ayam 2 eh 3 deh", {"009": 3}),
        ("karak 4, teh oplosan 2. eh tehnya gajadi", {"002": 4}),
        ("abon ayam 2 eh salah maksudnya abon sapi 2", {"008": 2}),
        ("selain abon, saya mau karak 2", {"002": 2}),
        ("Karak: 4\nPeyek: 0\nEmping: -", {"002": 4}),
        ("[x] karak 3\n[ ] rengginang", {"002": 3}),
        ("jangan lupa karak 3 ya", {"002": 3}),
        ("halo ini Teh Rina, order keripik tempe 3", {"026": 3}),
        ("aku Bu Mete, tumbas payung lukis kalih", {"097": 2}),
        ("alamatku di Karak, Pahang ya kak. pesan teh oplosan 2", {"037": 2}),
        ("pesen sama kaya kemarin ya tapi karaknya 10", {"002": 10}),
    ],
)
def test_last_correction_wins_and_names_are_no_goods(text: str, wanted: dict[str, int]):
    assert lines(text) == wanted


@pytest.mark.parametrize(
    ("text", "edits"),
    [
        ("tambah kopi lawu 2", [("039", "add", 2)]),
        ("mete gorengnya kurangi 1", [("029", "reduce", 1)]),
        ("karaknya jadi 10", [("002", "set", 10)]),
        ("kurangi intip gurihnya jadi 2 aja", [("105", "set", 2)]),
        ("breme ora sido mas", [("016", "remove", 0)]),
        ("eh gajadi srundeng kelapanya, ganti sambel bawang 2", [("012", "remove", 0), ("053", "add", 2)]),
        ("ganti intip manis jadi intip gurih 3", [("001", "remove", 0), ("105", "add", 3)]),
        ("batalin semua", []),
    ],
)
def test_edit_says_what_happens_to_each_product(text: str, edits: list[tuple[str, str, int]]):
    told = read(text)
    assert told.intent == "edit"
    assert [(one.sku.removeprefix("SOLO-"), one.op, one.quantity) for one in told.edits] == edits


@pytest.mark.parametrize(
    ("text", "iso2"),
    [
        ("kirim ke Taiwan", "TW"),
        ("k hk ya", "HK"),
        ("neng singapur", "SG"),
        ("dhateng Jepang", "JP"),
        ("sy di Taichung", "TW"),
        ("kirim 🇰🇷", "KR"),
        ("寄到台灣", "TW"),
        ("krim ke jpang", "JP"),
        ("to Norway", "NO"),
        ("ke korea bukan ke taiwan", "KR"),
        ("2 ke hongkong 2 ke taiwan", None),
        ("mo order", None),
        ("can I", None),
        ("my order", None),
        ("size US 8", None),
        ("dari Solo", None),
        ("adikku di Taiwan", None),
        ("suamiku di Qatar, saya di Hongkong", "HK"),
    ],
)
def test_destination_is_where_the_goods_go(text: str, iso2: str | None):
    assert read(f"{text} karak 3").destination == iso2


@pytest.mark.parametrize(
    ("text", "intent"),
    [
        ("bisa pesan intip 3?", "order"),
        ("harga abon brp/kg?", "question"),
        ("halo", "greeting"),
        ("P", "greeting"),
        ("terima kasih kak", "greeting"),
        ("sudah tf ya kak", "other"),
        ("intipnya remuk kak", "other"),
        ("mau ngomong sama admin", "other"),
        ("resi saya mana?", "question"),
        ("batalin semua", "edit"),
        ("", "other"),
    ],
)
def test_intent_is_recognised(text: str, intent: str):
    assert read(text).intent == intent

"""What a message says: rule by rule, and what must hold for any text."""

from __future__ import annotations

import dataclasses
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bench.understanding import AIMS, CONFIG, LABELLED, demo_wares, labelled, reader_of
from bot.catalog import Catalogue
from bot.destinations import Destinations
from bot.errors import ConfigRefused
from bot.understanding import Reader, Understood, Vocabulary, understand


@cache
def reader() -> Reader:
    return reader_of(demo_wares())


def read(text: str) -> Understood:
    return reader().read(text)


def lines(text: str) -> dict[str, int]:
    return {one.sku.removeprefix("SOLO-"): one.quantity for one in read(text).lines}


def unclear(text: str) -> list[tuple[str, int | None, str]]:
    return [
        (one.text, one.quantity, " ".join(sku.removeprefix("SOLO-") for sku in one.any_of))
        for one in read(text).unclear
    ]


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
def test_a_name_an_alias_a_translation_and_a_misspelling_are_the_product(text: str, wanted: dict[str, int]):
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
def test_a_quantity_belongs_to_the_goods_it_stands_by(text: str, wanted: dict[str, int]):
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
def test_what_is_not_sure_is_asked_and_never_guessed(text: str, wanted: list[tuple[str, int | None, str]]):
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
def test_the_word_for_a_kind_may_be_every_product_of_it(kind: str):
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
def test_the_last_word_counts_and_names_are_no_goods(text: str, wanted: dict[str, int]):
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
def test_changes_of_an_order_say_what_is_to_happen(text: str, edits: list[tuple[str, str, int]]):
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
def test_the_destination_is_where_the_goods_go(text: str, iso2: str | None):
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
def test_the_intent_is_told(text: str, intent: str):
    assert read(text).intent == intent


SAID = [one["text"] for aim in AIMS for one in labelled(LABELLED / aim.name)]
WORDS = sorted({word for text in SAID for word in text.split()})
messages = st.one_of(
    st.text(max_size=200),
    st.lists(st.sampled_from(WORDS), max_size=25).map(" ".join),
    st.builds(lambda text, cut: text[cut:] + text[:cut], st.sampled_from(SAID), st.integers(0, 40)),
)


@settings(max_examples=400, deadline=None)
@given(messages)
def test_any_text_is_read_and_what_was_read_stands_in_it(text: str):
    told, known = read(text), {one.sku for one in demo_wares_once()}
    skus = [one.sku for one in told.lines]
    assert len(skus) == len(set(skus))
    assert set(skus) <= known
    assert all(one.quantity >= (0 if told.intent == "edit" else 1) for one in told.lines)
    assert told.intent in {"order", "edit"} or not (told.lines or told.unclear)
    assert [one.sku for one in told.edits] == (skus if told.intent == "edit" else [])
    for one in told.unclear:
        assert one.text
        assert one.text in text
        assert set(one.any_of) <= known
        assert one.quantity is None or one.quantity >= (0 if told.intent == "edit" else 1)


@cache
def demo_wares_once() -> list[Any]:
    return demo_wares()


def test_a_very_long_message_is_read_too():
    assert lines("karak 2, " * 2000)["002"] > 2


def test_a_long_list_keeps_the_quantity_of_each_of_its_goods():
    wares = demo_wares()
    listed = ", ".join(f"{one.sku} {at + 2}" for at, one in enumerate(wares))
    assert [one.quantity for one in read(listed).lines] == [at + 2 for at in range(len(wares))]
    first = ", ".join(f"{at + 2} {one.sku}" for at, one in enumerate(wares))
    assert [one.quantity for one in read(first).lines] == [at + 2 for at in range(len(wares))]


def test_the_words_of_new_goods_come_with_them():
    wares = demo_wares()
    bakpia = dataclasses.replace(
        wares[0],
        id=900,
        sku="NEW-1",
        name_id="Bakpia pathok",
        name_en="Mung-bean pastry",
        aliases=("bakpia",),
    )
    catalogue = Catalogue.of(wares)
    files = Vocabulary.read(CONFIG), Destinations.read(CONFIG)
    assert understand("mau bakpia 2", catalogue, *files).unclear[0].any_of == ()
    catalogue.by_id[bakpia.id] = bakpia
    catalogue.version += 1
    assert [(one.sku, one.quantity) for one in understand("mau bakpia 2", catalogue, *files).lines] == [
        ("NEW-1", 2)
    ]


def test_a_stock_that_moves_needs_no_new_reader():
    from bot.understanding import reader_of as kept_reader

    catalogue = Catalogue.of(demo_wares())
    files = Vocabulary.read(CONFIG), Destinations.read(CONFIG)
    first = kept_reader(catalogue, *files)
    catalogue.by_id[1] = dataclasses.replace(catalogue.by_id[1], stock=3)
    catalogue.version += 1
    assert kept_reader(catalogue, *files) is first


def test_faults_of_the_vocabulary_are_named_with_their_line(tmp_path: Path):
    words = (CONFIG / "vocabulary.yaml").read_text(encoding="utf-8")
    (tmp_path / "vocabulary.yaml").write_text(
        words.replace("  keripik: ", "  keripek: kripik\n  keripik: ", 1).replace("halves: ", "halfs: "),
        "utf-8",
    )
    with pytest.raises(ConfigRefused) as refused:
        Vocabulary.read(tmp_path)
    line = next(at for at, one in enumerate(words.splitlines(), start=2) if "halves: " in one)
    assert f"{tmp_path / 'vocabulary.yaml'}:{line}: numbers.halfs: Extra inputs are not permitted" in (
        refused.value.complaints
    )


def test_a_spelling_belongs_to_one_word_only(tmp_path: Path):
    words = (CONFIG / "vocabulary.yaml").read_text(encoding="utf-8")
    doubled = words.replace("  keripik: ", "  keripek: kripik\n  keripik: ", 1)
    (tmp_path / "vocabulary.yaml").write_text(doubled, "utf-8")
    with pytest.raises(ConfigRefused, match="kripik is a spelling of keripek too"):
        Vocabulary.read(tmp_path)

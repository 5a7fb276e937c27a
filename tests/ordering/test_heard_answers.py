"""What a typed answer of the form stores, by country and question; and what is asked again."""

from __future__ import annotations

from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from time import process_time
from types import SimpleNamespace
from typing import Any, cast

import pytest

from bot.destinations import Destinations, address_form, extra_questions
from bot.handlers.customer.checkout import answers
from bot.handlers.customer.checkout.amending import amended, given_now, keep_wishes, told
from bot.handlers.customer.checkout.checks import Refused
from bot.handlers.customer.checkout.deciding import decided
from bot.handlers.customer.checkout.form import Form
from bot.handlers.customer.checkout.heard import heard
from bot.handlers.customer.checkout.plain_answers import plainly
from bot.understanding import Vocabulary
from tests.support.reader import reader

CONFIG = Path(__file__).parents[2] / "config"
WORLD, VOCABULARY = Destinations.read(CONFIG), Vocabulary.read(CONFIG)
SITI = {"name": "Siti Aminah", "mobile": "+886912345678"}


@dataclass
class Draft:
    destination: str
    consignee_name: str = ""
    mobile: str = ""
    note: str | None = None
    address_typed: dict[str, str] = field(default_factory=dict)
    unlisted: dict[str, str] = field(default_factory=dict)
    address: dict[str, str] = field(default_factory=dict)

    def stored(self) -> dict[str, str]:
        own = {"name": self.consignee_name, "mobile": self.mobile, "note": self.note or ""}
        return own | self.address_typed


@dataclass
class Typed:
    """A turn as far as the form's answers are read from it."""

    text: str
    shop: Any = field(
        default_factory=lambda: SimpleNamespace(reader=reader, vocabulary=VOCABULARY),
    )
    session: Any = field(default_factory=lambda: SimpleNamespace(screen="checkout/ask/x", asks=""))

    def reads_only(self, text: str) -> None:
        self.text = text


def form_with(to: str, **given: str) -> Form:
    own = {key: given.pop(key, "") for key in ("name", "mobile")}
    draft = Draft(to, own["name"], own["mobile"], given.pop("note", None), given)
    fields = [*address_form(WORLD[to], given), *extra_questions(WORLD[to], "air_cargo")]
    return Form(WORLD[to], cast(Any, draft), fields, WORLD)


def stored(form: Form, question: str, text: str) -> dict[str, str]:
    """What the text changes of the draft at this question."""
    draft = cast(Draft, form.draft)
    before, decision = draft.stored(), decided(cast(Any, Typed(text)), form, question)
    if decision.kind == "amend":
        amended(form, question, decision.said)
    elif decision.kind == "take":
        keep_wishes(form, decision.wishes)
        answers.take(form, question, decision.text)
    return {key: value for key, value in draft.stored().items() if before.get(key) != value}


@pytest.mark.parametrize(
    ("to", "question", "text", "changed"),
    [
        ("TW", "city", "my recipient name is misspelled, should be Azlan", {"name": "Azlan"}),
        ("TW", "city", "the name is wrong, it should be Azlan Shah", {"name": "Azlan Shah"}),
        ("TW", "city", "Pak Ganti yg terima ya bukan Jadi Santoso", {"name": "Pak Ganti"}),
        ("TW", "city", "tono itu nama temen saya, bukan kota", {}),
        ("TW", "city", "recipient's name is spelled wrong, it's Azlan", {"name": "Azlan"}),
        ("TW", "city", "nama saya salah ketik, mestinya Azlan", {"name": "Azlan"}),
        ("TW", "city", "the name is too long", {}),
        ("TW", "city", "catatan buat kurir: titip satpam", {"note": "titip satpam"}),
        ("TW", "city", "penerimanya orang Indonesia", {}),
        ("TW", "city", "penerimanya Dewi Sartika", {"name": "Dewi Sartika"}),
        ("TW", "city", "kode pos 320", {"postal_code": "320"}),
        ("TW", "city", "no hp saya 0912345679 makasih", {"mobile": "+886912345679"}),
        ("GB", "city", "postcodenya SW1A 1AA ya", {"postal_code": "SW1A 1AA"}),
        ("CA", "city", "postcode is k1a0b1 kak", {"postal_code": "k1a0b1"}),
        ("NL", "city", "kode posnya 1012 AB bukan 1011 AB", {"postal_code": "1012 AB"}),
        ("TW", "ezway", "belum punya, eh sudah ding", {"ezway": "yes"}),
        ("TW", "ezway", "kemarin belum. tapi sekarang sudah", {"ezway": "yes"}),
        ("TW", "ezway", "sudah, eh belum", {"ezway": "not_yet"}),
        ("TW", "ezway", "belum tau kak", {"ezway": "not_sure"}),
        ("TW", "note", "catatan: jangan telat", {"note": "jangan telat"}),
        ("TW", "city", "catatannya ganti jangan telat", {"note": "jangan telat"}),
    ],
)
def test_answer_within_a_sentence(to: str, question: str, text: str, changed: dict[str, str]) -> None:
    assert stored(form_with(to, **SITI), question, text) == changed


@pytest.mark.parametrize(
    ("text", "changed"),
    [
        ("Sri Wahyuni sesuai ARC", {"name": "Sri Wahyuni"}),
        ("Sri Wahyuni i think", {"name": "Sri Wahyuni"}),
        ("Azlan as in my passport", {"name": "Azlan"}),
        ("nama penerimanya Sri Wahyuni sesuai ARC", {"name": "Sri Wahyuni"}),
        ("Siti Aminah 0912345678", SITI),
        ("nama saya Rina, buat penerimanya", {"name": "Rina"}),
        ("kode pos 320", {"postal_code": "320"}),
        ("lupa", {}),
        ("Kayaknya Budi", {"name": "Budi"}),
        ("Adin", {"name": "Adin"}),
        ("nama: lupa", {"name": "lupa"}),
    ],
)
def test_name_without_what_stands_around_it(text: str, changed: dict[str, str]) -> None:
    assert stored(form_with("TW"), "name", text) == changed


@pytest.mark.parametrize(
    ("to", "question", "text"),
    [
        ("TW", "name", "teman"),
        ("TW", "city", "nama penerimanya kepanjangan"),
        ("TW", "name", "temen saya"),
        ("TW", "name", "gak inget"),
        ("TW", "street_address", "deket masjid"),
        ("TW", "note", "900101-1234567"),
        ("TW", "note", "784-1990-1234567-1"),
        ("TW", "note", "civil id 290010112345"),
        ("TW", "note", "titip, nik 3174012345678901"),
    ],
)
def test_no_answer_is_refused(to: str, question: str, text: str) -> None:
    with pytest.raises(Refused):
        stored(form_with(to), question, text)


def test_note_may_hold_a_telephone_number() -> None:
    assert stored(form_with("TW"), "note", "telepon 6281234567890 dulu") == {
        "note": "telepon 6281234567890 dulu"
    }


@pytest.mark.parametrize("text", ["hapus catatannya", "catatan kosongkan", "catatan: -", "remove the note"])
@pytest.mark.parametrize("question", ["", "note", "city"])
def test_note_is_removed(question: str, text: str) -> None:
    assert stored(form_with("TW", note="titip", **SITI), question, text) == {"note": ""}


@pytest.mark.parametrize("text", ["none", "lewati catatan", "ok lewati", "nanti dulu", "no thanks", "-"])
def test_there_is_no_note(text: str) -> None:
    form = form_with("TW", **SITI)
    assert stored(form, "note", text) == {}
    assert form.draft.note == ""


@pytest.mark.parametrize(
    ("text", "street"),
    [
        ("nomor bloknya jadi Blk 251 bu", "Blk 251 Bedok North Avenue 1"),
        ("bloknya 261 bukan 123", "Blk 261 Bedok North Avenue 1"),
        ("bloknya dua ratus enam puluh satu, bukan 251", "Blk 123 Bedok North Avenue 1"),
    ],
)
def test_block_within_a_street(text: str, street: str) -> None:
    form = form_with("SG", name="Siti", street_address="Blk 123 Bedok North Avenue 1")
    stored(form, "unit", text)
    assert form.given("street_address") == street


def test_what_is_so_already_is_not_told_as_filled_in() -> None:
    form = form_with("TW", **SITI)
    said = heard(form, "city", "nama penerimanya Siti Aminah")
    before = given_now(form)
    assert "Sudah kami isi" not in told(form, before, amended(form, "city", said), said)


def test_unsaved_change_is_not_told_as_changed() -> None:
    form = form_with("TW", **SITI)
    said = heard(form, "city", "nama penerimanya Rina")
    before = given_now(form)
    assert "Belum disimpan" in told(form, before, amended(form, "city", said), said, saved=False)


@pytest.mark.parametrize(
    "piece", [" ", ", ", "ya ", "nama ", "nama: ", "nama jadi ", "1 ", "yang di ", "bukan "]
)
@pytest.mark.parametrize("question", ["name", "city", "street_address", "note", "postal_code"])
def test_long_text_is_heard_at_once(question: str, piece: str) -> None:
    text = (piece * 4000)[:4000]
    began = process_time()
    heard(form_with("TW", **SITI), question, text)
    plainly(question, text)
    assert process_time() - began < 0.2


JAPANESE = {
    "name": "Arif Santoso",
    "mobile": "+818041275583",
    "postal_code": "305-0005",
    "country_area": "Ibaraki",
    "building": "Maison Sakura 203",
    "street_address": "2-14-7 Amakubo, Tsukuba-shi",
}


@pytest.mark.parametrize(
    ("to", "question", "text", "kept"),
    [
        # A postcode of as many digits as a telephone number is none.
        (
            "JP",
            "name",
            "Arif Santoso, 2-14-7 Amakubo, Maison Sakura 203, Tsukuba-shi, Ibaraki 305-0005. "
            "Telp 080-4127-5583",
            JAPANESE,
        ),
        (
            "JP",
            "postal_code",
            "150-0002. its Shibuya Sakura Bldg 7F, 2-11-5 Shibuya, Shibuya-ku Tokyo",
            {
                "postal_code": "150-0002",
                "country_area": "Tokyo",
                "building": "Shibuya Sakura Bldg 7F",
                "street_address": "2-11-5 Shibuya, Shibuya-ku Tokyo",
            },
        ),
        ("JP", "postal_code", "kayaknya 150-0002 kak", {"postal_code": "150-0002"}),
        (
            "SG",
            "name",
            "penerimanya kakakku, Laras Wulandari-Tan, hp 9127 4483",
            {"name": "Laras Wulandari-Tan", "mobile": "+6591274483"},
        ),
        (
            "OM",
            "name",
            "penerimanya putri saya, Ratna Bambang, telepon +968 9214 6058",
            {"name": "Ratna Bambang", "mobile": "+96892146058"},
        ),
        ("OM", "city", "Nama penerimanya masih keliru, bukan putri, melainkan Ratna", {"name": "Ratna"}),
        (
            "OM",
            "",
            "alamat anak saya ialah Villa 27, Way 3518, Al Khuwair, atas nama Ratna Bambang, "
            "telepon +968 9214 6058",
            {
                "name": "Ratna Bambang",
                "mobile": "+96892146058",
                "building_no": "Villa 27",
                "way_no": "3518",
                "street_address": "Al Khuwair",
            },
        ),
        (
            "TH",
            "",
            "alamate asrama pabrik: Wawan Setiyadi, 88/14 Moo 5 Soi Thetsaban 60, Tambon Thai Ban, "
            "Amphoe Mueang, Samut Prakan 10280. telp +66 81 946 2237. titipke satpam wae nek ra ono",
            {
                "name": "Wawan Setiyadi",
                "mobile": "+66819462237",
                "note": "titipke satpam wae nek ra ono",
                "country_area": "Samut Prakan",
                "city": "Amphoe Mueang",
                "city_area": "Tambon Thai Ban",
                "postal_code": "10280",
                "street_address": "88/14 Moo 5 Soi Thetsaban 60, asrama pabrik",
            },
        ),
        # What holds a number is nobody's name.
        ("QA", "name", "kok gedung 22 ny ilang?", {}),
        ("QA", "name", "tmbhin zone 69 street 348 building 22", {}),
        ("QA", "name", "nama: Toko 99", {"name": "Toko 99"}),
    ],
)
def test_an_address_in_a_sentence_is_stored_whole(
    to: str, question: str, text: str, kept: dict[str, str]
) -> None:
    try:
        assert stored(form_with(to), question, text) == kept
    except Refused:
        assert kept == {}


PASIR_RIS = {
    "name": "My",
    "mobile": "+6591284473",
    "postal_code": "510417",
    "unit": "#09-215",
    "street_address": "Blk 417 Pasir Ris Drive 6",
}
HARUN = {"name": "Harun Al Rasyid", "mobile": "+97455617420"}


@pytest.mark.parametrize(
    ("to", "given", "question", "text", "changed"),
    [
        # A question back names nothing, and what is said beside a name is no building.
        (
            "SG",
            PASIR_RIS,
            "building",
            "HDB only lah. Eh why my name become My?? Name is Siti Rahayu Goh",
            {"name": "Siti Rahayu Goh"},
        ),
        (
            "SG",
            PASIR_RIS,
            "building",
            "Alamak become what become. Nama penerima Siti Goh lah",
            {"name": "Siti Goh"},
        ),
        (
            "SG",
            PASIR_RIS,
            "building",
            "Hais the building name delete ah. Note: gift for mother in law",
            {"building": "", "note": "gift for mother in law"},
        ),
        # Whose an address is says nothing of it.
        (
            "SG",
            {},
            "",
            "My address: Siti Rahayu Goh, Blk 417 Pasir Ris Drive 6 #09-215 Singapore 510417, hp 9128 4473",
            PASIR_RIS | {"name": "Siti Rahayu Goh"},
        ),
        # A name on a paper is nobody's who receives.
        ("QA", HARUN, "", "Saya perlu kwitansi atas nama kantor, PT Gulf Nusantara.", {}),
        ("QA", {"city": "Lusail"}, "", "Keliru. Harun Al Rasyid itu nama saya", {"name": "Harun Al Rasyid"}),
        (
            "QA",
            HARUN,
            "",
            "Tolong ganti telepon pesanan QA-MV69 jadi 3340 9187. Terima kasih.",
            {"mobile": "+97433409187"},
        ),
        (
            "TW",
            SITI,
            "native_lines",
            "jalannya tolong benerin: No. 88 Gongye 5th Rd",
            {"street_address": "No. 88 Gongye 5th Rd"},
        ),
    ],
)
def test_what_stands_around_a_correction_is_not_stored(
    to: str, given: dict[str, str], question: str, text: str, changed: dict[str, str]
) -> None:
    form = form_with(to, **given)
    said = heard(form, question, text)
    before = cast(Draft, form.draft).stored()
    if said.names or said.notes:
        amended(form, question, said)
    after = cast(Draft, form.draft).stored()
    assert {key: value for key, value in after.items() if before.get(key) != value} == changed


WULAN = {
    "name": "Wulan",
    "mobile": "+886912345678",
    "street_address": "3F., No. 25, Lane 120, Section 2, Zhongshan North Road",
}
LANE_102 = {"street_address": "3F., No. 25, Lane 102, Section 2, Zhongshan North Road"}


@pytest.mark.parametrize(
    ("given", "question", "text", "changed"),
    [
        # A piece of a street takes the place of its own kind; the rest of the street stays.
        (WULAN, "", "eh salah kak, jalannya Lane 102 bukan 120", LANE_102),
        (WULAN, "", "jalannya Lane 102", LANE_102),
        (WULAN, "", "alamatnya bukan lane 120 tapi lane 102", LANE_102),
        (
            WULAN,
            "",
            "jalan: 5F., No. 7, Section 5, Xinyi Road",
            {"street_address": "5F., No. 7, Section 5, Xinyi Road"},
        ),
        # Of several telephones the one that is meant.
        (WULAN, "", "hp 0912345671 bukan, yang benar 0912345672", {"mobile": "+886912345672"}),
        (WULAN, "", "ganti hp 0912345678 jadi 0912345679", {"mobile": "+886912345679"}),
        (WULAN, "", "no hp lama 0912345678 yang baru 0912345679", {"mobile": "+886912345679"}),
        (WULAN, "", "kalau telepon 0912345671 ga diangkat, tunggu aja", {}),
        # Names of something else, and what only tells of the recipient.
        (WULAN, "city", "nama perusahaan Foxconn", {}),
        (WULAN, "city", "nama pengirim Budi Santoso", {}),
        (WULAN, "city", "penerima lagi cuti", {}),
        (WULAN, "city", "nama suami Budi Santoso", {"name": "Budi Santoso"}),
        (WULAN, "city", "nama kakak saya Wati, penerimanya Siti Nurhaliza", {"name": "Siti Nurhaliza"}),
        (WULAN, "country_area", "kirim ke Taipei City", {"country_area": "Taipei City"}),
        ({}, "name", "Muhammad bin Abu, not Ali", {"name": "Muhammad bin Abu"}),
        ({}, "name", "Ayu bukan Siti", {"name": "Ayu"}),
        ({}, "name", "Titip Sari", {"name": "Titip Sari"}),
        ({}, "name", "note: ", {}),
        (
            {"name": "Wulan"},
            "street_address",
            "88 Zhongshan Rd, Lane 5, not 6, Floor 7",
            {"street_address": "88 Zhongshan Rd, Lane 5, Floor 7"},
        ),
        # A note that corrects nothing is kept whole; one that is there goes in many words.
        (
            WULAN,
            "note",
            "salah satu buat Budi, hp 0912345670",
            {"note": "salah satu buat Budi, hp 0912345670"},
        ),
        (WULAN | {"note": "kado"}, "", "catatannya hapus aja kak, ga jadi kado", {"note": ""}),
        (WULAN | {"note": "kado"}, "", "iya maksud saya hapus catatannya kak", {"note": ""}),
        (WULAN | {"note": "kado"}, "", "tanpa catatan ya", {"note": ""}),
        (WULAN | {"note": "kado"}, "note", "dikosongkan aja kak", {"note": ""}),
    ],
)
def test_only_what_is_meant_is_stored(
    given: dict[str, str], question: str, text: str, changed: dict[str, str]
) -> None:
    form = form_with("TW", **given)
    if question:
        with suppress(Refused):
            assert stored(form, question, text) == changed
            return
        assert changed == {}
        return
    before, said = cast(Draft, form.draft).stored(), heard(form, "", text)
    if said.names or said.notes:
        amended(form, "", said)
    after = cast(Draft, form.draft).stored()
    assert {key: value for key, value in after.items() if before.get(key) != value} == changed

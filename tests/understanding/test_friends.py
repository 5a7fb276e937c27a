"""The shares of people in an order, and the contact of its recipient."""

from __future__ import annotations

import pytest

from tests.support.reader import lines, read, shares, unclear

SHARED = [
    ("intip manis buat kakak 2, buat teman kamar 3", [("kakak", "001", 2), ("teman kamar", "001", 3)]),
    ("karak 3 for me and 1 for my friend", [("me", "002", 3), ("my friend", "002", 1)]),
    ("3 karak for me and 3 for my friend", [("me", "002", 3), ("my friend", "002", 3)]),
    ("karak 5 (2 buat Rina, 3 buat Budi)", [("Rina", "002", 2), ("Budi", "002", 3)]),
    ("karak 5: Rina 2, Budi 3", [("Rina", "002", 2), ("Budi", "002", 3)]),
    ("karak 5, buat Rina 2 buat Budi 3", [("Rina", "002", 2), ("Budi", "002", 3)]),
    ("Rina: intip manis 2\nBudi: karak 3", [("Rina", "001", 2), ("Budi", "002", 3)]),
    ("Rina karak 2\nBudi brem 3", [("Rina", "002", 2), ("Budi", "016", 3)]),
    ("rina - karak 2, brem 1\nbudi - geti 3", [("rina", "002", 2), ("rina", "016", 1), ("budi", "106", 3)]),
    ("1. Rina - karak 2\n2. Budi - brem 1", [("Rina", "002", 2), ("Budi", "016", 1)]),
    (
        "Rina\n- karak 1\n- brem 2\nBudi\n- karak 3",
        [("Rina", "002", 1), ("Rina", "016", 2), ("Budi", "002", 3)],
    ),
    ("pesanan Rina: karak 2\npesanan Budi: brem 1", [("Rina", "002", 2), ("Budi", "016", 1)]),
    ("Rina = karak 2, Budi = brem 3", [("Rina", "002", 2), ("Budi", "016", 3)]),
    ("karak 2 (Rina), brem 3 (Budi)", [("Rina", "002", 2), ("Budi", "016", 3)]),
    (
        "buat Sari 2 intip manis, buat aku 1 intip manis 1 karak",
        [("Sari", "001", 2), ("aku", "001", 1), ("aku", "002", 1)],
    ),
    ("aku karak 2, Rina brem 3, Budi geti 1", [("aku", "002", 2), ("Rina", "016", 3), ("Budi", "106", 1)]),
    ("karak 2 buat Rina, brem 3 buat Budi", [("Rina", "002", 2), ("Budi", "016", 3)]),
    ("karak 2 sama brem 1 buat Rina", [("Rina", "002", 2), ("Rina", "016", 1)]),
    ("pesan karak 3 buat ibu", [("ibu", "002", 3)]),
    ("karak 3, 2 buat aku 1 buat ibu", [("aku", "002", 2), ("ibu", "002", 1)]),
    ("karak 2 kagem ibu, 3 kagem kulo", [("ibu", "002", 2), ("kulo", "002", 3)]),
    ("karak loro nggo bojoku, telu nggo aku", [("bojoku", "002", 2), ("aku", "002", 3)]),
    ("2 karak untuk saya dan 2 untuk suami saya", [("saya", "002", 2), ("suami saya", "002", 2)]),
    ("karak 2 buat majikan saya, 1 buat saya", [("majikan saya", "002", 2), ("saya", "002", 1)]),
    ("karak 2 bks buat Bu Sri, 1 bks buat Pak Budi", [("Bu Sri", "002", 2), ("Pak Budi", "002", 1)]),
    ("bwt mbak Yuni 3 karak, mbak Tari 2 brem", [("mbak Yuni", "002", 3), ("mbak Tari", "016", 2)]),
    ("buat kak Rina 2 karak sama 1 brem", [("kak Rina", "002", 2), ("kak Rina", "016", 1)]),
    ("untuk rina 2 karak, untuk budi 3 karak", [("rina", "002", 2), ("budi", "002", 3)]),
    ("karak 4 buat temen kos 2 buat sendiri 2", [("temen kos", "002", 2), ("sendiri", "002", 2)]),
    ("tambah karak 2 buat Rina", [("Rina", "002", 2)]),
    ("2 intip manis buat kamar 3, 1 buat kamar 4", [("kamar 3", "001", 2), ("kamar 4", "001", 1)]),
    ("intip manis 5: 2 buat kakak, 3 buat kamar 3", [("kakak", "001", 2), ("kamar 3", "001", 3)]),
    ("kamar 3: 2 intip manis, kamar 4: 1 karak", [("kamar 3", "001", 2), ("kamar 4", "002", 1)]),
    (
        "intip manis buat Rina 2, karak buat Rina 1, Dewi 2",
        [("Rina", "001", 2), ("Rina", "002", 1), ("Dewi", "002", 2)],
    ),
    ("karak jadi 4: kakak 1, teman 3", [("kakak", "002", 1), ("teman", "002", 3)]),
    ("karak 5: kakak 2, ibu 3", [("kakak", "002", 2), ("ibu", "002", 3)]),
    ("masing2 karak 2 buat A, B, C", [("A", "002", 2), ("B", "002", 2), ("C", "002", 2)]),
    ("karak 6 masing2 2 buat Rina, Budi, Sari", [("Rina", "002", 2), ("Budi", "002", 2), ("Sari", "002", 2)]),
    (
        "masing2 2 karak sama brem buat kakak dan ibu",
        [("kakak", "002", 2), ("ibu", "002", 2), ("kakak", "016", 2), ("ibu", "016", 2)],
    ),
    ("buat aku dan Rina masing-masing karak 2", [("aku", "002", 2), ("Rina", "002", 2)]),
]


@pytest.mark.parametrize(("text", "wanted"), SHARED, ids=[one[0] for one in SHARED])
def test_shares_are_read_and_quantities_still_add_up(text: str, wanted: list[tuple[str, str, int]]):
    assert shares(text) == wanted
    counted: dict[str, int] = {}
    for _name, sku, pieces in wanted:
        counted[sku] = counted.get(sku, 0) + pieces
    assert lines(text) == counted
    assert unclear(text) == []


@pytest.mark.parametrize(
    "text",
    [
        "karak 3 buat oleh-oleh",
        "karak 10 buat dijual lagi",
        "buat lebaran karak 5",
        "Nama: Rina\nkarak 2",
        "Taiwan: karak 2\nHongkong: brem 3",
        "halo kak Rina, karak 2",
        "pesan karak 2, untuk Taiwan ya",
    ],
)
def test_goods_for_nobody_in_particular_have_no_share(text: str):
    assert lines(text)
    assert shares(text) == []


def test_unknown_word_with_its_own_quantity_is_a_product_not_a_person():
    assert unclear("untuk pothil 2, untuk karak 3") == [("pothil", 2, "")]
    assert shares("untuk pothil 2, untuk karak 3") == []


FORM = "Nama: Dewi Lestari\nNo HP: +852 9123 4567\nAlamat: Flat 12B, 8 Nathan Road, Kowloon"
BLOCK = "Rina Wati\nJl. Sultan 12\nJohor Bahru 81300\n+60 12-345 6789"
CONTACTS = [
    (f"{FORM}\nPesan: abon ayam 3, karak 4", FORM.split("\n")),
    (f"karak 3\n{FORM}", FORM.split("\n")),
    (f"{BLOCK}\nkarak 3", BLOCK.split("\n")),
    (f"kak mau karak 3, brem 2\n{BLOCK}", BLOCK.split("\n")),
    ("pesan karak 2 a/n Rina Wati", ["a/n Rina Wati"]),
    ("a/n Budi Karak, brem 2", ["a/n Budi Karak"]),
    ("atas nama siti aminah ya kak, karak 5", ["atas nama siti aminah"]),
    ("order an. Mbak Wati: karak 2", ["an. Mbak Wati"]),
    (
        "nama ratih, alamat jl. sultan 12 johor bahru, hp 0123456789, pesan brem 2 karak 3",
        ["nama ratih, alamat jl. sultan 12 johor bahru, hp 0123456789"],
    ),
    (
        "Jl. Merdeka 10, Kajang, Selangor 43000, Malaysia",
        ["Jl. Merdeka 10, Kajang, Selangor 43000, Malaysia"],
    ),
    (
        "kopi 3. Kirim: Mbak Rumi, Unit 5-12, Jalan Tun Razak, 50400 Kuala Lumpur",
        ["Mbak Rumi, Unit 5-12, Jalan Tun Razak, 50400 Kuala Lumpur"],
    ),
    (
        "Pesanan Ibu Yati:\n• karak 3\n• brem 2\nAlamat: 21 Jalan Bunga, Johor Bahru 80000\nHP: 0127654321",
        ["Alamat: 21 Jalan Bunga, Johor Bahru 80000", "HP: 0127654321"],
    ),
    ("1. karak = 2\n2. brem = 4\nNama: Lastri\nNegara: Hongkong", ["Nama: Lastri"]),
    (
        "Nama : Sulastri\nNo. WA : 0966 123 456\nAlamat : No. 12, Lane 5, Ren'ai Rd, Tainan\nPesan : karak 2",
        ["Nama : Sulastri", "No. WA : 0966 123 456", "Alamat : No. 12, Lane 5, Ren'ai Rd, Tainan"],
    ),
    ("hp 0912-345-678", ["hp 0912-345-678"]),
    ("081234567890", ["081234567890"]),
    ("台中市西區民權路100號 karak 3", ["台中市西區民權路100號"]),
    ("karak 3\n台中市西區民權路100號\n林小姐 0912345678", ["台中市西區民權路100號", "林小姐 0912345678"]),
    ("Penerima: Bu Sri\nTelp 0912 345 678\nkarak 2 bks", ["Penerima: Bu Sri", "Telp 0912 345 678"]),
    ("Nama: Rina Pesan: karak 2 Alamat: Jl Mawar 5 Klang", ["Nama: Rina", "Alamat: Jl Mawar 5 Klang"]),
    (
        "intip manis 3 ke Flat 3A, Nathan Road, Hong Kong atas nama Yuli hp 6123 4567",
        ["Flat 3A, Nathan Road, Hong Kong atas nama Yuli hp 6123 4567"],
    ),
    ("Kode pos: 10441\nKota: Taichung\nNama: Siti", ["Kode pos: 10441", "Kota: Taichung", "Nama: Siti"]),
    (
        "Name: Ani\nAddress: Haagweg 12, 2321 AA Leiden\nTel: +31 6 12345678\nI'd like 2 karak",
        ["Name: Ani", "Address: Haagweg 12, 2321 AA Leiden", "Tel: +31 6 12345678"],
    ),
    ("ganti alamat ke Blok C 12, Jalan Ampang, KL", ["alamat ke Blok C 12, Jalan Ampang, KL"]),
    ("mbak tolong kirim ke Dewi (0912345678)", ["Dewi (0912345678)"]),
    ("karak 2\nNama: Tini", ["Nama: Tini"]),
    ("halo kak, mau karak 3 ke Taiwan", []),
    ("cek resi 0012345678901", []),
    ("transfer ke rek 1234567890", []),
    ("udah tf 300.000", []),
    ("Rina: intip manis 2\nBudi: karak 3", []),
    ("namaku Sri, pesen karak 2", []),
]


@pytest.mark.parametrize(("text", "wanted"), CONTACTS, ids=[one[0][:40] for one in CONTACTS])
def test_contact_lines_are_kept_as_typed_without_goods(text: str, wanted: list[str]):
    assert list(read(text).contact) == wanted


@pytest.mark.parametrize(
    ("text", "whom"),
    [
        ("intip 5: 2 buat kakak, 3 buat teman kamar", [(("kakak", 2), ("teman kamar", 3))]),
        ("karak 1 buat Rina, abon 2 buat Budi", [(("Budi", 2),)]),
        ("abon 3 sama karak 2 ya kak", [()]),
    ],
)
def test_unclear_goods_keep_their_recipients(text: str, whom: list[tuple[tuple[str, int], ...]]):
    assert [one.for_whom for one in read(text).unclear] == whom

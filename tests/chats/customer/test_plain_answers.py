"""What stands around an answer is left away; what belongs to a name stays."""

from __future__ import annotations

import pytest

from bot.handlers.customer.checkout import prefill
from bot.handlers.customer.checkout.plain_answers import plainly


@pytest.mark.parametrize(
    ("typed", "name"),
    [
        ("nama saya siti aminah kak", "siti aminah"),
        ("namaku Budi ya", "Budi"),
        ("penerimanya Ani Lestari ya kak", "Ani Lestari"),
        ("a.n. Budi Santoso", "Budi Santoso"),
        ("my name is Tom", "Tom"),
        ("nadia putri maharani yaa", "nadia putri maharani"),
        ("nama mak saya Chong Siew Lan", "Chong Siew Lan"),
        ("nih sepupu gw: Dinda Larasati", "Dinda Larasati"),
        ("the recipient is Rina van Dijk", "Rina van Dijk"),
        ("Ibu Siti", "Ibu Siti"),
        ("Anak Agung", "Anak Agung"),
        ("nama: Ok", "Ok"),
        ("Siti Aminah", "Siti Aminah"),
        ("An Nisa", "An Nisa"),
        ("Park Ji Min", "Park Ji Min"),
        ("Lim Gan", "Lim Gan"),
        ("Penerima Manfaat", "Penerima Manfaat"),
        ("nama: Budi Ya", "Budi Ya"),
        ("nama: halo kak", "halo kak"),
        ("Nama", "Nama"),
        ("Kak", "Kak"),
        ("Yaya", "Yaya"),
    ],
)
def test_a_name_is_taken_out(typed: str, name: str) -> None:
    assert plainly("name", typed) == name


@pytest.mark.parametrize(
    ("typed", "street"),
    [
        ("alamat saya di No. 7, Xinyi Road ya kak", "No. 7, Xinyi Road"),
        ("alamatnya Jl. Alamat 3", "Jl. Alamat 3"),
        ("No. 7", "No. 7"),
        ("Jl Melati 5, Gang Min", "Jl Melati 5, Gang Min"),
    ],
)
def test_an_address_is_taken_out(typed: str, street: str) -> None:
    assert plainly("street_address", typed) == street


@pytest.mark.parametrize(
    ("typed", "code"),
    [
        ("kayaknya 414", "414"),
        ("428 berarti", "428"),
        ("kode pos 110 kak", "110"),
        ("kayaknya 330-0854 deh", "330-0854"),
        ("lantai 3 kamar 428", "lantai 3 kamar 428"),
        ("BS8811", "BS8811"),
        ("bt 2328", "bt 2328"),
        ("1234 AB", "1234 AB"),
        ("blok 12 no 110", "blok 12 no 110"),
    ],
)
def test_a_postcode_is_taken_out(typed: str, code: str) -> None:
    assert plainly("postal_code", typed) == code


def test_a_telephone_number_is_taken_out() -> None:
    assert plainly("mobile", "0912 345 678 ya kak") == "0912 345 678"
    assert plainly("mobile", "0912345678") == "0912345678"
    assert plainly("mobile", "0912338476 a.n. Lastri Wahyuni ya kak, jgn yg lama") == "0912338476"
    assert plainly("mobile", "hp saya +886 912 345 678 kak, ezway itu apa sih") == "+886 912 345 678"


def test_other_answers_stay_as_typed() -> None:
    assert plainly("note", "nama saya di kado ya kak") == "nama saya di kado ya kak"


def test_small_words_alone_are_nobody() -> None:
    assert not prefill.is_anybody(["bikin alamatnya"])
    assert not prefill.is_anybody(["takon ponakanku disik alamate"])
    for line in ("nama siti", "Siti Aminah", "a.n. siti", "jl melati 5", "hp: nol sembilan", "王小美"):
        assert prefill.is_anybody([line]), line

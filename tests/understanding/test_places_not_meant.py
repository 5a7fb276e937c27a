"""Countries of the past and of comparisons are no destination; a friend's is one if it is pointed to."""

from __future__ import annotations

import pytest

from tests.support.reader import read

MEANT = {
    "dulu saya di kuwait sekarang di Oman": "OM",
    "dulu di kuwait skrg udah pindah ke Muscat, Oman": "OM",
    "kirim ke Taiwan dulu ya": "TW",
    "saya mau kirim ke Taiwan kayak dulu": "TW",
    "adikku dulu di Singapura, sekarang di Jepang, bisa kirim ke dia?": "JP",
    "Sambelipun napa saged mlebet Jepang?": "JP",
    "adekku di singapore, dia kuliah di NTU. ke sana bisa kan?": "SG",
    "my friend is in Doha, Qatar. can you send to her?": "QA",
    "temanku tinggal di bangkok, kirim ke dia aja boleh ga": "TH",
    "mbakku kerjo neng Doha, iso dikirim mrono?": "QA",
}
NOT_MEANT = (
    "di kuwait dulu ga segitu",
    "dulu waktu di Arab Saudi ongkirnya ga segini",
    "tahun lalu pernah kirim ke Hong Kong murah",
    "lebih murah dari Kuwait ya",
    "ongkirnya kok mahal dibanding Jepang",
    "it is cheaper than Japan",
    "biyen neng Arab ora ngene",
    "adikku di Singapura lagi belajar bahasa inggris",
    "temanku di Doha bilang enak",
)


@pytest.mark.parametrize(("text", "iso2"), MEANT.items())
def test_the_country_that_is_meant_now(text: str, iso2: str) -> None:
    assert read(text).destination == iso2


@pytest.mark.parametrize("text", NOT_MEANT)
def test_a_country_that_is_only_spoken_of(text: str) -> None:
    assert read(text).destination is None

"""The learned part of the reader: its file is what training makes, and its doubts are shown."""

from __future__ import annotations

import pytest

from bench import train
from bench.labelled import batches
from bot.understanding import Known, Line
from bot.understanding.learned.linear import FILE, Linear
from tests.support.reader import read, reader


@pytest.mark.long
def test_training_makes_the_same_file_again() -> None:
    assert train.written(train.models_of(train.messages())) == FILE.read_text(encoding="ascii")


def test_nothing_is_learned_from_a_batch_before_its_first_reading_is_recorded() -> None:
    unread = [one for one in batches() if not one.about.get("mended_for") and not one.first_reading]
    learned_from = {message["id"] for message in train.messages()}
    assert learned_from.isdisjoint(message["id"] for one in unread for message in one.messages)


def test_the_class_with_the_largest_sum_is_chosen_with_its_distance_to_the_next() -> None:
    model = Linear({"order": [1, 5], "question": [4, 4], "other": [0, -9]})
    assert model.choose([0, 1]) == ("question", 2)


def test_weights_are_made_to_fit_in_a_byte_in_proportion() -> None:
    text = train.written({"intent": Linear({"order": [1270, -635], "other": [0, 5]})})
    assert '"intent"' in text
    assert train.written({"intent": Linear({"order": [2540, -1270], "other": [0, 10]})}) == text


def test_more_than_fifty_of_something_is_asked() -> None:
    assert [one.kind for one in read("karak 51 ke Taiwan").doubts] == ["many"]
    assert not read("karak 50 ke Taiwan").doubts


@pytest.mark.parametrize(
    ("text", "lines"),
    [
        ("> intip manis 4\n> brem 2\n\nkarak 3 ke Taiwan", {"SOLO-002": 3}),
        ("[12/11, 20.14] Mbak Yuni: karak 3", {"SOLO-002": 3}),
        ("~brem 2~ karak 3", {"SOLO-002": 3}),
        (
            "---------- Forwarded message ----------\nFrom: Rina 12\nDate: Mon, 16 Nov\n\nkarak 3",
            {"SOLO-002": 3},
        ),
        ("> karak 3", {"SOLO-002": 3}),
    ],
)
def test_what_others_wrote_is_not_ordered_and_a_quote_alone_is(text: str, lines: dict[str, int]) -> None:
    assert {one.sku: one.quantity for one in read(text).lines} == lines


def test_an_ordinary_word_is_no_misspelt_product() -> None:
    assert not read("saya tinggal di Ampang, mau balik ke Indonesia").lines
    assert not read("mau balik ke Indonesia").unclear


@pytest.mark.parametrize(
    ("text", "quantity"),
    [
        ("kecap 5 botol, yang 2 buat tetangga, ke kuwait", 5),
        ("mukena utk anak 9th, madinah", 1),
        ("karak buat Yuni (302) 3, buat Sari (305) 2", 5),
        ("tolong 5 karak, hp saya 0912345678 kamar 12", 5),
        ("karak ½ lusin", 6),
        ("karak 2 jam 3", 2),
        ("karak 2 tanggal 5", 2),
        ("sandal kulit nomor tiga puluh sembilan tiga pasang ke dubai", 3),
        ("ampyang tiga ke Ipoh\n*empat", 4),
        ("intip manis 2 buat kakak, 3 buat mbak Yuni kamar 302", 5),
        ("ka\u200brak 2", 2),
    ],
)
def test_a_number_counts_goods_only_when_that_is_its_role(text: str, quantity: int) -> None:
    assert [one.quantity for one in read(text).lines] == [quantity]


def test_a_number_beside_goods_that_may_count_them_is_asked_about() -> None:
    assert [(one.kind, one.text) for one in read("karak 1000").doubts] == [("number", "1000")]
    assert [one.text for one in read("kecap 5, 2 lagi buat tetangga").doubts] == ["7"]


def test_a_bare_list_of_counted_goods_orders_though_an_open_order_holds_some() -> None:
    ordered = Known(order=(Line("SOLO-001", 3), Line("SOLO-002", 2)))
    for text in ("karak 3 semprong 2", "intip manis 2, karak 3", "3 karak sama 2 semprong", "karak 3"):
        found = reader().read(text, ordered)
        assert (found.intent, len(found.lines) > 0, found.doubts) == ("order", True, ()), text


def test_goods_that_are_in_the_cart_already_may_be_meant_otherwise() -> None:
    in_cart = Known(cart=(Line("SOLO-001", 3), Line("SOLO-002", 2)))
    assert [one.kind for one in reader().read("karak 3", in_cart).doubts] == ["intent"]

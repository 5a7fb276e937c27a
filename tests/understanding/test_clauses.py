"""Sentences clause by clause: what passes a message on, what agrees, and what does neither."""

from __future__ import annotations

import pytest

from bench.labelled import demo_wares, reader_of
from bot.understanding import Interpreter


@pytest.fixture(scope="module")
def reader() -> Interpreter:
    return reader_of(demo_wares())


@pytest.mark.parametrize(
    ("text", "answer", "rest"),
    [
        ("ya tanyain aja kak", "yes", ""),
        ("boleh tanyain dong", "yes", ""),
        ("yo takokno wae", "yes", ""),
        ("nggih, tulung disanjangaken", "yes", ""),
        ("please ask coordinator", "yes", ""),
        ("okee sampein aja ke koordinatornya yaa", "yes", ""),
        ("y tnyain", "yes", ""),
        ("diterusin ke adminnya ya kak", "yes", ""),
        ("iya", "yes", ""),
        ("iya tolong sampaikan, sekalian saya butuh invoice", "yes", "sekalian saya butuh invoice"),
        ("ya tanyain aja kak. trus lanjut pesanannya ya", "yes", "lanjut pesanannya ya"),
        ("gak usah", "no", ""),
        ("no need, thanks", "no", ""),
        ("jangan disampaikan dulu", "no", ""),
        ("eh gausah, yg plg murah aja deh", "no", "yg plg murah aja deh"),
        ("ora usah takon koordinator. aku pengin tuku batik", "no", "aku pengin tuku batik"),
    ],
)
def test_a_message_is_passed_on_or_not(reader: Interpreter, text: str, answer: str, rest: str) -> None:
    said = reader.passing_on(text)
    assert said is not None
    assert (said.answer, said.rest) == (answer, rest)


@pytest.mark.parametrize(
    "text",
    [
        *("checkout kak", "lanjut", "oke lanjut pesan", "ok teruskan jelah", "betul semua"),
        *("boleh dikirim ke jepang ga?", "iya karak 2 bungkus", "tanya dong, ongkir ke jepang berapa"),
        *("kalau ditanyain kapan dijawabnya?", "ya ampun lama banget", "iya, tapi ongkirnya berapa"),
        *("gak usah, eh tanyain aja deh", "ask the wife first", "oke, checkout", "matur nuwun"),
        *("mau tanya dong", "can i ask", "send it to me", "tell me please", "takon sik yo"),
        *("oke kabarin ya kalau sudah ada", "oke lanjutkan", "sip makasih", "ok bagitau harga"),
    ],
)
def test_what_is_about_something_else_answers_no_offer(reader: Interpreter, text: str) -> None:
    assert reader.passing_on(text) is None


@pytest.mark.parametrize(
    "text",
    [
        *("haduh masih lama ya. oke deh gpp, pesen aja", "yah mahal ya. ya udah gapapa lanjut"),
        *("wah oke. iya betul semua", "walah. nggih leres", "ok. ya"),
    ],
)
def test_sighs_beside_a_yes_say_nothing(reader: Interpreter, text: str) -> None:
    assert reader.agrees(text)


@pytest.mark.parametrize(
    "text",
    [
        *("iya betul. tp kirimnya kapan", "oke, nanti aja", "bener sih. eh gajadi deh", "ya lama banget"),
        *("iya betul tapi karaknya jadi 3", "oke, kalo jadi saya kabari", "haduh masih lama ya", "ya, belum"),
        *("betul, tapi mahal?", "oke 😭 pesen aja"),
    ],
)
def test_whatever_else_is_said_agrees_to_nothing(reader: Interpreter, text: str) -> None:
    assert not reader.agrees(text)


def test_what_agrees_and_takes_it_back_wavers(reader: Interpreter) -> None:
    for text in ("bener sih. eh gajadi deh", "oke lanjut, eh jangan", "yes. wait, cancel"):
        assert reader.wavers(text)
    for text in ("iya betul", "gajadi deh", "oke, karak gajadi, intip 2", "betul, lanjut"):
        assert not reader.wavers(text)


def test_what_tells_more_than_a_yes_goes_on_without_agreeing(reader: Interpreter) -> None:
    text = "tak sempat la tu, kenduri arwah bulan 12 nanti je guna. betul semua"
    assert reader.goes_on(text)
    assert not reader.agrees(text)
    assert not reader.goes_on("betul ga sih segitu ongkirnya?")
    assert not reader.goes_on("oke lanjut, eh gajadi")


def test_what_is_asked_beside_a_yes_is_left(reader: Interpreter) -> None:
    assert reader.without_small_clauses("betul dah, nak bayar mcm mana") == "nak bayar mcm mana"
    assert reader.without_small_clauses("oke. bayarnya gmn? sip") == "bayarnya gmn?"
    assert reader.without_small_clauses("betul, karak 2") == ""
    assert reader.going("udah siap ini mbak, checkout") == "checkout"
    assert reader.going("karak 2, checkout") is None


@pytest.mark.parametrize(
    ("text", "aspects"),
    [
        ("enak ga? amis ga?", {"taste"}),
        ("keras ga, gigiku pake behel", {"texture", "age"}),
        ("semprong satu bungkus ada berapa keping", {"count"}),
        ("is it cotton or silk", {"material"}),
        ("do u have it in navy", {"colour"}),
        ("marning itu apaan", {"what"}),
        ("sampai taiwan kapan", set()),
        ("nanti alamatnya dia sendiri yang isi boleh?", set()),
    ],
)
def test_what_is_asked_of_a_product_is_heard(reader: Interpreter, text: str, aspects: set[str]) -> None:
    assert {*reader.aspects(text)} == aspects


@pytest.mark.parametrize(
    "text",
    [
        "jadi ya kak",
        "pesan ya",
        "order now pls",
        "kami pesan",
        "mohon dilanjutkan ke pemesanan",
        "forget it. just place my order please",
        "lanjut aja pesanan yg tadi",
        "Sudah benar semua. Bismillah, kami pesan.",
    ],
)
def test_what_is_in_hand_is_to_be_ordered(reader: Interpreter, text: str) -> None:
    assert reader.orders_now(text)


@pytest.mark.parametrize(
    "text",
    [
        "pesan apa ya",
        "gak jadi pesan",
        "jadi berapa",
        "nanti aja pesannya",
        "pesan karak 2",
        "jadi pesan ga?",
    ],
)
def test_what_asks_waits_or_names_more_orders_nothing(reader: Interpreter, text: str) -> None:
    assert not reader.orders_now(text)


def test_a_plain_yes_beside_a_question_agrees_and_one_with_a_but_that_asks_nothing_does_not(
    reader: Interpreter,
) -> None:
    assert reader.agrees_beside("Nah betul begitu pak, apa bisa minta nota?")
    assert reader.agrees_beside("Yes that is right. Ship to: Emily Tan, Blk 318")
    assert reader.agrees_beside("iya betul, tapi sampainya kapan?")
    assert reader.agrees_beside("iya betul, tp jamunya halal ga")
    for text in (
        "iya betul, tapi jangan yang pedas",
        "iya betul, tapi karaknya jadi 3",
        "oke betul, nanti aja",
        "betul",
        "bener sih. eh gajadi deh",
    ):
        assert not reader.agrees_beside(text), text

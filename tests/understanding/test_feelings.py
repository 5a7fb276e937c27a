"""Faces and hearts say nothing of the goods: with them and without, a message is read alike."""

import pytest

from bench.labelled import demo_wares, reader_of
from bot.understanding import Interpreter


@pytest.fixture(scope="module")
def reader() -> Interpreter:
    return reader_of(demo_wares())


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("abon lele 3 aja kak, yg sapi sama ayam jangan{}", {"SOLO-010": 3}),
        ("abon lele 6 bks krn bos sy ga makan sapi{}", {"SOLO-010": 6}),
        ("kecap 3, brem jangan{}", {"SOLO-052": 3}),
        ("kecap 3{}\nkarak 2", {"SOLO-052": 3, "SOLO-002": 2}),
    ],
)
@pytest.mark.parametrize("feeling", ["", " 🙏", "🙏🏻", " ❤️", " 😭😭 🥺", " 🙏\n"])
def test_a_face_that_closes_a_line_changes_nothing(
    reader: Interpreter, text: str, wanted: dict[str, int], feeling: str
) -> None:
    got = reader.read(text.format(feeling))
    assert {one.sku: one.quantity for one in got.lines} == wanted
    assert not got.unclear


def test_thanks_and_faces_behind_a_refusal_do_not_undo_it(reader: Interpreter) -> None:
    for text in ("kecap 3, brem jangan makasih ya", "kecap 3, brem jangan 😊 terima kasih"):
        assert [one.sku for one in reader.read(text).lines] == ["SOLO-052"]


@pytest.mark.parametrize("cross", ["👎", "❌"])
def test_a_sign_that_refuses_is_read(reader: Interpreter, cross: str) -> None:
    assert reader.read(cross).declines


def test_a_thumb_alone_is_an_answer(reader: Interpreter) -> None:
    assert reader.read("👍").confirms

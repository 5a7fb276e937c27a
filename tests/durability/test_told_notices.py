"""Notices that came twice: which did because their sending was cut off, and which for no such reason."""

from __future__ import annotations

import pytest

from bot.people.notice_kinds import NoticeKind
from tests.support.bot_api.chats import Chat
from tests.support.told_notices import WRITTEN_DOWN_AFTER, Cut, Subject, Told, repeated, told_in

ANI, NOON = 7001, 1_000_000
PLACED = Subject(ANI, NoticeKind.PLACED, "TW-4K7M")
WORDS = "Pesanan TW-4K7M sudah dicatat\n\n2 pcs ke Taiwan"


@pytest.fixture
def chat() -> Chat:
    """The same notice twice, in messages 1 and 3; between them somebody wrote."""
    chat = Chat(ANI)
    chat.add(NOON, text=WORDS)
    chat.add(NOON, text="halo", sender={"id": ANI})
    chat.add(NOON + 90, text=WORDS)
    return chat


def cut(last: int = 2, being_sent: Subject = PLACED, at: int = NOON + 1) -> Cut:
    return Cut({ANI: last}, frozenset({being_sent}), at)


def test_a_notice_whose_sending_was_cut_off_is_repeated(chat: Chat) -> None:
    again, doubled = repeated(told_in(chat), [cut()])
    assert ([one.message_id for one in again], doubled) == ([3], [])


@pytest.mark.parametrize(
    "cuts",
    [
        [],
        [cut(last=0)],
        [cut(last=3)],
        [cut(being_sent=Subject(ANI, NoticeKind.CLOSED, "TW-4K7M"))],
        [cut(at=NOON + WRITTEN_DOWN_AFTER + 1)],
    ],
    ids=["nothing-cut", "cut-before", "cut-after", "another-cut", "cut-long-after"],
)
def test_any_other_notice_that_comes_twice_is_doubled(chat: Chat, cuts: list[Cut]) -> None:
    again, doubled = repeated(told_in(chat), cuts)
    assert (again, [one.message_id for one in doubled]) == ([], [3])


def test_a_bundle_tells_of_each_order_and_a_file_belongs_to_its_notice() -> None:
    chat = Chat(ANI)
    chat.add(NOON, text="2 pesanan baru\n\nAda 2\nTW-4K7M: baru, 3 pcs\nTW-9XYZ: baru, 1 pcs")
    chat.add(NOON, document={"file_name": "TW-261204-v1-pick-intip-pasar-gede.pdf"})
    chat.add(NOON, text="Pesanan baru TW-2222\n\n2 × Karak\n1 × Intip manis")
    told: list[Told] = [*told_in(chat)]
    kinds = (NoticeKind.UMKM_ORDER, NoticeKind.UMKM_ORDER, NoticeKind.PICK_LIST, NoticeKind.UMKM_ORDER)
    assert tuple(one.subject.kind for one in told) == kinds
    assert [one.subject.about for one in told] == ["TW-4K7M", "TW-9XYZ", "TW-261204-v1", "TW-2222"]
    assert [dict(one.pieces) for one in told] == [{"": 3}, {"": 1}, {}, {"Karak": 2, "Intip manis": 1}]

"""What notices have told, read from the chats as people see them, and from the table of notices."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import pairwise

from bot.people.notice_kinds import NoticeKind
from tests.support.bot_api.chats import Chat, Message

TITLES = {
    NoticeKind.PLACED: r"Pesanan (\S+) sudah dicatat",
    NoticeKind.SHORTAGE: r"Pesanan (\S+): ada yang kurang",
    NoticeKind.CLOSED: r"Pesanan (\S+) sedang disiapkan",
    NoticeKind.UMKM_ORDER: r"Pesanan baru (\S+)",
    NoticeKind.PICK_LIST: r"Daftar ambil (\S+)",
    NoticeKind.MANIFEST: r"Manifes (\S+)",
}
BUNDLE, IN_BUNDLE = re.compile(r"\d+ pesanan baru"), re.compile(r"^(TW-\w+): baru, (\d+) pcs", re.MULTILINE)
LINE = re.compile(r"^(\d+) × (.+?)(?: 📄)?$", re.MULTILINE)
WRITTEN_DOWN_AFTER = 10
"""Seconds after which a notice that has arrived is written down as sent, also on a busy machine."""
OF_A_MANIFEST = re.compile(r"^[A-Z]{2}-\d{6}(?:-K\d+)?-v\d+")


@dataclass(frozen=True, slots=True)
class Subject:
    """A notice to a chat: its kind, and the number of the order or manifest that it is about."""

    chat: int
    kind: str
    about: str


@dataclass(frozen=True, slots=True)
class Told:
    """One thing that a message told. `part` is empty for its words, else the name of its file.

    `cut_off`: the server took it, and whoever sent it was not told so.
    """

    subject: Subject
    part: str
    message_id: int
    at: int
    """When it arrived, in seconds of the server's clock."""
    pieces: Mapping[str, int] = field(hash=False, default_factory=dict)
    """By product; of a bundle only the sum, under an empty name."""
    cut_off: bool = False


@dataclass(frozen=True, slots=True)
class Cut:
    """A moment at which sending was cut off: the last message of each chat, and what was being sent."""

    last_messages: Mapping[int, int]
    being_sent: frozenset[Subject]
    at: int

    def explains(self, earlier: Told, later: Told) -> bool:
        """Whether the second message came because nobody could know of the first, which had just arrived."""
        seen = self.last_messages.get(earlier.subject.chat, 0)
        between = earlier.message_id <= seen < later.message_id
        just_arrived = self.at - earlier.at <= WRITTEN_DOWN_AFTER
        return between and just_arrived and earlier.subject in self.being_sent


def is_notice(text: str) -> bool:
    """Whether a message with this text is one of these notices."""
    title = text.partition("\n")[0]
    return bool(BUNDLE.match(title)) or any(re.fullmatch(one, title) for one in TITLES.values())


def told_in(chat: Chat) -> Iterator[Told]:
    """Everything that notices have told in a chat, oldest first."""
    for message in chat.from_bot:
        yield from _told(chat.id, message)


def _told(chat_id: int, message: Message) -> Iterator[Told]:
    if message.document:
        name = message.document["file_name"]
        found = OF_A_MANIFEST.match(name)
        kind = NoticeKind.PICK_LIST if "-pick-" in name else NoticeKind.MANIFEST
        if found:
            about = Subject(chat_id, kind, found[0])
            yield Told(about, name, message.id, message.date, cut_off=message.cut_off)
        return
    title = message.text.partition("\n")[0]
    if BUNDLE.match(title):
        for number, pieces in IN_BUNDLE.findall(message.text):
            about = Subject(chat_id, NoticeKind.UMKM_ORDER, number)
            yield Told(about, "", message.id, message.date, {"": int(pieces)}, message.cut_off)
    for kind, pattern in TITLES.items():
        if found := re.fullmatch(pattern, title):
            lines = {name: int(pieces) for pieces, name in LINE.findall(message.text)}
            about = Subject(chat_id, kind, found[1])
            yield Told(about, "", message.id, message.date, lines, message.cut_off)


def repeated(told: Iterable[Told], cuts: Sequence[Cut]) -> tuple[list[Told], list[Told]]:
    """What came once more because its sending was cut off, and what came once more without that reason."""
    copies: dict[tuple[Subject, str], list[Told]] = defaultdict(list)
    for one in told:
        copies[one.subject, one.part].append(one)
    again = [pair for ones in copies.values() for pair in pairwise(ones)]
    explained = [pair for pair in again if pair[0].cut_off or any(cut.explains(*pair) for cut in cuts)]
    return [pair[1] for pair in explained], [pair[1] for pair in again if pair not in explained]

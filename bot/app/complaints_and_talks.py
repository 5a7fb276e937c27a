"""What somebody wrote to people: questions, handovers and cases, to be erased with them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import ColumnElement, func, or_, select, update
from sqlalchemy.ext.asyncio import AsyncSession

from bot.app import file_sender
from bot.conversation import last_lines
from bot.core.media import Media
from bot.ordering import cases, kept_files
from bot.ordering.case_tables import Case, CaseEntry, What
from bot.people import handovers
from bot.people.enquiries import Enquiry
from bot.people.handovers import CODE_LENGTH, Handover, HandoverLine
from bot.people.notice_kinds import NoticeKind
from bot.people.outbox import Notice

OF_HANDOVERS = (NoticeKind.HANDOVER, NoticeKind.HANDOVER_LINE, NoticeKind.HANDOVER_OVER)


@dataclass(frozen=True)
class Written:
    """All that a customer wrote to coordinators, with their answers."""

    asked: Sequence[Enquiry]
    talks: Sequence[Handover]
    complaints: Sequence[Case]

    @property
    def texts(self) -> list[str]:
        """What the customer wrote, and what was said to them; not what the shop's own screens said."""
        said = [line.text for one in self.talks for line in one.lines]
        before = [text for one in self.talks for who, text in one.before if who == last_lines.PERSON]
        told = [
            entry.text
            for one in self.complaints
            for entry in one.entries
            if entry.what in (What.TOLD, What.ANSWERED)
        ]
        return [*(one.text for one in self.asked), *said, *before, *told]

    @property
    def with_files(self) -> list[HandoverLine | CaseEntry]:
        """The rows with a photo or file."""
        lines = [line for one in self.talks for line in one.lines if line.file]
        return [*lines, *(entry for one in self.complaints for entry in one.files)]

    def notices(self) -> ColumnElement[bool]:
        """The condition of the notices to coordinators that name the customer."""
        asked = Notice.subject.in_([one.code for one in self.asked])
        talk = func.substr(Notice.subject, 1, CODE_LENGTH)  # before the number of the line
        of_talks = talk.in_([one.code for one in self.talks])
        complaints = Notice.subject.in_([one.number for one in self.complaints])
        return or_(
            (Notice.kind == NoticeKind.ENQUIRY) & asked,
            Notice.kind.in_(OF_HANDOVERS) & of_talks,
            (Notice.kind == NoticeKind.CASE) & complaints,
        )


async def of(db: AsyncSession, person_id: int) -> Written:
    """What a person wrote to coordinators."""
    asked = (await db.scalars(select(Enquiry).where(Enquiry.customer_id == person_id))).all()
    talks = await handovers.of_customer(db, person_id)
    return Written(asked, talks, await cases.of_customer(db, person_id))


async def forget(db: AsyncSession, written: Written, media: Media) -> None:
    """Deletes it with its photos, and the customer's name in coordinators' notices of it.

    A file is removed before its row is committed: after a crash in between it is removed again.
    """
    await db.execute(update(Notice).where(written.notices()).values(title=""))
    await file_sender.empty_copies(db, [kept_files.name_of(one) for one in written.with_files])
    for row in written.with_files:
        await media.remove(row.file)
    for one in (*written.asked, *written.talks, *written.complaints):
        await db.delete(one)

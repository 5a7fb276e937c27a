"""Persons, the chats in which they talk to us, and the roles that they hold."""

from __future__ import annotations

import hashlib
import secrets
from collections.abc import Collection, Mapping, Sequence
from datetime import datetime, timedelta
from enum import StrEnum

from sqlalchemy import JSON, ForeignKey, Index, Select, String, Text, UniqueConstraint, false, select, update
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import Mapped, mapped_column

from bot.core.database import Base
from bot.core.errors import RantauError
from bot.people import invite_guesses

INVITE_LASTS = timedelta(days=7)
INVITE_LETTERS = "23456789ABCDEFGHJKMNPQRSTUVWXYZ"
INVITE_LENGTH = 26
"""Letters of an invite's code: 128 bits, so that nobody guesses one."""


class Role(StrEnum):
    """The roles of a person; everybody is a customer."""

    CUSTOMER = "customer"
    UMKM = "umkm"
    COORDINATOR = "coordinator"
    OWNER = "owner"


class InviteRefused(RantauError):
    """The invite is unknown, used or expired."""


class Person(Base):
    """Somebody who talks to us, with their language and the destination of their orders.

    `language_chosen`: by hand; until then it is what their messenger uses, or what they plainly write.
    """

    __tablename__ = "people"

    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str] = mapped_column(String(200), default="")
    language: Mapped[str] = mapped_column(String(8), default="")
    language_chosen: Mapped[bool] = mapped_column(default=False, server_default=false())
    destination: Mapped[str | None] = mapped_column(String(2))
    created_at: Mapped[datetime]


class Chat(Base):
    """A place to send to, and the screen that its person is looking at: the whole state of a conversation.

    `listener` is the route that takes all that is typed or sent, whatever the screen asks, "" for none.
    `last_lines` is what was said last (`bot/conversation/last_lines.py`). `closed_country` is the code of the
    country that is talked of and takes no orders yet, "" for none.
    """

    __tablename__ = "chats"
    __table_args__ = (UniqueConstraint("channel", "bot_id", "chat_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    channel: Mapped[str] = mapped_column(String(16))
    bot_id: Mapped[str] = mapped_column(String(32))
    chat_id: Mapped[str] = mapped_column(String(64))
    person_id: Mapped[int | None] = mapped_column(ForeignKey("people.id"))
    role: Mapped[str] = mapped_column(String(16), default=Role.CUSTOMER)
    blocked_at: Mapped[datetime | None]
    screen: Mapped[str] = mapped_column(String(64), default="")
    asks: Mapped[str] = mapped_column(String(64), default="")
    accepts: Mapped[str] = mapped_column(String(64), default="")
    labels: Mapped[dict[str, str]] = mapped_column(JSON, default=dict)
    message_id: Mapped[str] = mapped_column(String(64), default="")
    message_kind: Mapped[str] = mapped_column(String(8), default="")
    shown_at: Mapped[datetime | None]
    listener: Mapped[str] = mapped_column(String(64), default="", server_default="")
    last_lines: Mapped[str] = mapped_column(Text, default="", server_default="")
    closed_country: Mapped[str] = mapped_column(String(2), default="", server_default="")


class HeldRole(Base):
    """A role that a person holds; the role UMKM holds for one UMKM. Removed roles stay on record."""

    __tablename__ = "roles"
    __table_args__ = (Index("ix_roles_held", "role", "umkm_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("people.id"), index=True)
    role: Mapped[str] = mapped_column(String(16))
    umkm_id: Mapped[int | None] = mapped_column(ForeignKey("umkm.id"))
    granted_at: Mapped[datetime]
    granted_by: Mapped[int | None] = mapped_column(ForeignKey("people.id"))
    removed_at: Mapped[datetime | None]
    removed_by: Mapped[int | None] = mapped_column(ForeignKey("people.id"))


class Invite(Base):
    """A one-time code that grants a role. Only a hash of the code is stored."""

    __tablename__ = "invites"

    id: Mapped[int] = mapped_column(primary_key=True)
    code_hash: Mapped[str] = mapped_column(String(64), unique=True)
    role: Mapped[str] = mapped_column(String(16))
    umkm_id: Mapped[int | None] = mapped_column(ForeignKey("umkm.id"))
    made_at: Mapped[datetime]
    made_by: Mapped[int | None] = mapped_column(ForeignKey("people.id"))
    expires_at: Mapped[datetime]
    used_at: Mapped[datetime | None]
    used_by: Mapped[int | None] = mapped_column(ForeignKey("people.id"))


def _hash(code: str) -> str:
    return hashlib.sha256(code.strip().upper().encode()).hexdigest()


async def invite(
    db: AsyncSession, role: Role, now: datetime, umkm_id: int | None = None, by: int | None = None
) -> str:
    """Makes an invite and returns its code, which is stored nowhere. It lasts seven days and works once."""
    code = "".join(secrets.choice(INVITE_LETTERS) for _ in range(INVITE_LENGTH))
    db.add(
        Invite(
            code_hash=_hash(code),
            role=role,
            umkm_id=umkm_id,
            made_at=now,
            made_by=by,
            expires_at=now + INVITE_LASTS,
        )
    )
    await db.flush()
    return code


async def accept(db: AsyncSession, code: str, person_id: int, now: datetime) -> HeldRole:
    """Uses an invite up and grants its role; a repeat by the same person succeeds.

    Raises InviteRefused, and TooManyGuesses without a look at the code; the caller commits either way.
    """
    await invite_guesses.check(db, person_id, now)
    found = await db.scalar(select(Invite).where(Invite.code_hash == _hash(code)).with_for_update())
    if found is None:
        await invite_guesses.note(db, person_id, now)
    expired = found is not None and found.used_by is None and found.expires_at < now
    if found is None or expired or found.used_by not in (None, person_id):
        raise InviteRefused
    if found.used_by is None:
        found.used_at, found.used_by = now, person_id
        return await grant(db, person_id, Role(found.role), now, found.umkm_id, found.made_by)
    held = [
        one for one in await roles_of(db, person_id) if (one.role, one.umkm_id) == (found.role, found.umkm_id)
    ]
    if not held:
        raise InviteRefused
    return held[0]


async def grant(
    db: AsyncSession,
    person_id: int,
    role: Role,
    now: datetime,
    umkm_id: int | None = None,
    by: int | None = None,
) -> HeldRole:
    """Gives a person a role, or returns the one they hold already."""
    for one in await roles_of(db, person_id):
        if (one.role, one.umkm_id) == (role, umkm_id):
            return one
    held = HeldRole(person_id=person_id, role=role, umkm_id=umkm_id, granted_at=now, granted_by=by)
    db.add(held)
    await db.flush()
    return held


async def remove(db: AsyncSession, person_id: int, role: Role, now: datetime, by: int | None = None) -> None:
    """Takes a role away. Chats that used it, and have no other right to, return to the customer's role."""
    await db.execute(
        update(HeldRole)
        .where(HeldRole.person_id == person_id, HeldRole.role == role, HeldRole.removed_at.is_(None))
        .values(removed_at=now, removed_by=by)
    )
    used = _in_use_as(role)
    if used not in {_in_use_as(Role(one.role)) for one in await roles_of(db, person_id)}:
        using = update(Chat).where(Chat.person_id == person_id, Chat.role == used)
        await db.execute(using.values(role=Role.CUSTOMER))


def _in_use_as(role: Role) -> Role:
    # An owner's chat has the coordinator's role: it shows the same home.
    return Role.COORDINATOR if role is Role.OWNER else role


async def roles_of(db: AsyncSession, person_id: int) -> Sequence[HeldRole]:
    """The roles that a person holds now."""
    return (
        await db.scalars(
            select(HeldRole)
            .where(HeldRole.person_id == person_id, HeldRole.removed_at.is_(None))
            .order_by(HeldRole.id)
        )
    ).all()


async def readers(
    db: AsyncSession, chat_ids: Collection[int]
) -> dict[int, tuple[Chat, Person, list[HeldRole]]]:
    """The readers of these chats by chat: the chat, its person, and the roles that they hold now."""
    joined = select(Chat, Person).join(Person, Person.id == Chat.person_id).where(Chat.id.in_(chat_ids))
    found = [(chat, person) for chat, person in await db.execute(joined)]
    held: dict[int, list[HeldRole]] = {person.id: [] for _chat, person in found}
    roles = select(HeldRole).where(HeldRole.person_id.in_(held), HeldRole.removed_at.is_(None))
    for role in await db.scalars(roles.order_by(HeldRole.id)):
        held[role.person_id].append(role)
    return {chat.id: (chat, person, held[person.id]) for chat, person in found}


async def holders(db: AsyncSession, *roles: Role) -> Sequence[Person]:
    """Everybody who now holds one of the roles."""
    return (
        await db.scalars(
            select(Person)
            .where(
                Person.id.in_(
                    select(HeldRole.person_id).where(HeldRole.role.in_(roles), HeldRole.removed_at.is_(None))
                )
            )
            .order_by(Person.id)
        )
    ).all()


async def chats_of(db: AsyncSession, person_id: int) -> Sequence[int]:
    """The ids of a person's chats."""
    return (await db.scalars(select(Chat.id).where(Chat.person_id == person_id).order_by(Chat.id))).all()


async def chats_by_person(db: AsyncSession, person_ids: Collection[int]) -> Mapping[int, list[int]]:
    """The ids of these people's chats, by person; an empty list of who has none."""
    found: dict[int, list[int]] = {one: [] for one in person_ids}
    rows = select(Chat.person_id, Chat.id).where(Chat.person_id.in_(person_ids)).order_by(Chat.id)
    for person_id, chat_id in await db.execute(rows):
        if person_id is not None:
            found[person_id].append(chat_id)
    return found


async def chats_of_umkm(db: AsyncSession, umkm_id: int) -> Sequence[int]:
    """The ids of the chats of an UMKM's members."""
    held = select(HeldRole.person_id).where(
        HeldRole.role == Role.UMKM, HeldRole.umkm_id == umkm_id, HeldRole.removed_at.is_(None)
    )
    return (await db.scalars(select(Chat.id).where(Chat.person_id.in_(held)).order_by(Chat.id))).all()


async def chats_of_makers(db: AsyncSession, umkm_ids: Collection[int]) -> list[tuple[int, int]]:
    """The chats of these UMKM's members, as pairs of UMKM id and chat id."""
    held = (
        select(HeldRole.umkm_id, Chat.id)
        .join(Chat, Chat.person_id == HeldRole.person_id)
        .where(HeldRole.role == Role.UMKM, HeldRole.umkm_id.in_(umkm_ids), HeldRole.removed_at.is_(None))
        .distinct()
        .order_by(HeldRole.umkm_id, Chat.id)
    )
    return [(umkm_id, chat) for umkm_id, chat in await db.execute(held) if umkm_id is not None]


async def chats_of_coordinators(db: AsyncSession) -> Sequence[int]:
    """The ids of the chats of all coordinators, owners included."""
    held = select(HeldRole.person_id).where(
        HeldRole.role.in_((Role.COORDINATOR, Role.OWNER)), HeldRole.removed_at.is_(None)
    )
    return (await db.scalars(select(Chat.id).where(Chat.person_id.in_(held)).order_by(Chat.id))).all()


async def has_coordinator(db: AsyncSession, except_for: Select[int | None]) -> bool:
    """Whether anybody coordinates, besides the people that `except_for` selects."""
    found = await db.scalar(
        select(HeldRole.id)
        .where(
            HeldRole.role.in_((Role.COORDINATOR, Role.OWNER)),
            HeldRole.removed_at.is_(None),
            HeldRole.person_id.not_in(except_for),
        )
        .limit(1)
    )
    return found is not None

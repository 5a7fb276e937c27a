"""Decides whether an event may answer the open question of its chat."""

from __future__ import annotations

from bot.conversation.events import FILE_KINDS, Event
from bot.conversation.routing import is_private
from bot.conversation.sessions import Session
from bot.people import Role

SEVERAL = "several"
"""In what a question accepts: all photos of an album answer it, and not only the first."""
LONGEST = 4096
"""The most characters of a message that is looked at: as many as Telegram sends."""


def listener_of(session: Session) -> str:
    """The route that what is typed or sent goes to in place of the question; "" when the shop takes it.

    Only a customer is listened to, as those of other roles work here, and never the answer to a private
    question.
    """
    listens = session.role is Role.CUSTOMER and not is_private(session.asks)
    return session.listener if listens else ""


def refusal(event: Event, session: Session) -> str:
    """The code of why an event cannot be an answer at all; "" when it can."""
    if len(event.text) > LONGEST:
        return "too_long"
    if event.edited:
        return "edited"
    if event.attachment is not None and answers_by_attachment(event, session):
        return event.attachment.failed
    if event.text.strip() and (event.attachment is None or reads_words_beside(session)):
        return ""
    return "not_passed_on" if listener_of(session) else wanted(session)


def reads_words_beside(session: Session) -> bool:
    """Whether the words are read that come with a file nobody asked for: not where only a file answers."""
    return not listener_of(session) and (not session.asks or accepts(session, "text"))


def answers_by_attachment(event: Event, session: Session) -> bool:
    """Whether the event's attachment answers the chat's open question, or goes to who listens."""
    kind = event.attachment.kind if event.attachment else ""
    early = sent_before(event, session) and not (event.album and accepts(session, SEVERAL))
    asked = session.asks and accepts(session, kind) and not early
    accepted = asked or (listener_of(session) and kind in FILE_KINDS)
    return bool(accepted) and event.private and not event.edited


def takes_several(session: Session) -> bool:
    """Whether the chat takes every part of an album, and not only the first."""
    return bool(listener_of(session)) or accepts(session, SEVERAL)


def wants_file(event: Event, session: Session) -> bool:
    """Whether the event's file must be fetched before the event is handled."""
    file = event.attachment
    if file is None or file.kind not in FILE_KINDS or file.ref or file.failed:
        return False
    return answers_by_attachment(event, session)


def wanted(session: Session) -> str:
    """The refusal code that says what to send instead: text, or a file of the accepted kind."""
    kinds = set(FILE_KINDS).intersection(session.accepts.split(","))
    if not session.asks or not kinds:
        return "no_text"
    return "no_file" if len(kinds) > 1 else f"no_{kinds.pop()}"


def accepts(session: Session, kind: str) -> bool:
    """Whether the open question takes this kind of answer: "text", "photo", "document"."""
    return kind in session.accepts.split(",")


def private_text(event: Event, session: Session) -> str:
    """The text typed to a private question; "" when none is open."""
    return event.text if is_private(session.asks) else ""


def sent_before(event: Event, session: Session) -> bool:
    """Whether the event was sent before the open question was shown; it cannot be its answer then."""
    sent_at, shown_at = event.sent_at, session.shown_at
    return sent_at is not None and shown_at is not None and sent_at < shown_at.replace(microsecond=0)

"""What a person looks at: the open question of a screen, and who listens in its place."""

from __future__ import annotations

from dataclasses import replace

from bot.conversation.acceptance import SEVERAL
from bot.conversation.events import FILE_KINDS
from bot.conversation.routing import is_private
from bot.conversation.screens import Ask, Screen, labels_of
from bot.conversation.sessions import Session
from bot.people import Role


def asked_now(session: Session) -> Ask:
    """The open question of the screen that the person looks at."""
    return Ask(session.asks, frozenset(filter(None, session.accepts.split(","))))


def listened_to(session: Session, screen: Screen) -> Screen:
    """The screen with the listener in the place of a customer's question, unless that is a private one."""
    is_customers = session.listener and session.role is Role.CUSTOMER
    if not is_customers or (screen.asks is not None and is_private(screen.asks.route)):
        return screen
    return replace(screen, asks=Ask(session.listener, frozenset({"text", SEVERAL, *FILE_KINDS})))


def note_shown(session: Session, screen: Screen) -> None:
    """Notes in the session that the person now looks at this screen."""
    session.screen = screen.route
    session.asks = screen.asks.route if screen.asks else ""
    session.accepts = ",".join(sorted(screen.asks.accepts)) if screen.asks else ""
    session.labels = labels_of(screen)

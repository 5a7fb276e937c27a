"""How long is kept what people wrote and were sent, as the settings say."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta


@dataclass(frozen=True)
class Retention:
    """How long each kind is kept.

    `notices`: since they were last due; `messages`: of the browser chat, since their last change; `files`:
    that people sent and nothing refers to, and that were sent to the browser chat; `parked`: events that
    could not be handled. `backups` are deleted by whoever runs the shop; people who leave are told the term.
    """

    notices: timedelta = timedelta(days=120)
    messages: timedelta = timedelta(days=90)
    files: timedelta = timedelta(days=30)
    parked: timedelta = timedelta(days=30)
    backups: timedelta = timedelta(days=30)

"""The verdicts of the import rules and the confidence in them, as coordinators read them."""

from __future__ import annotations

from bot.conversation.translation import later
from bot.destinations import Action

ACTIONS = {
    Action.ALLOW: later("✓ may go"),
    Action.WARN: later("⚠ may go, at the customer's own risk"),
    Action.NEEDS_DOCUMENT: later("⚠ only with a document"),
    Action.FORBID: later("✖ may not go"),
}
CONFIDENCES = {
    "sourced": later("the named source says so"),
    "partly": later("the source covers it only in part"),
    "gk": later("general knowledge, not checked yet"),
    "policy": later("our own policy"),
}

"""Why a coordinator changes an order: a few reasons to tap, or the coordinator's own words."""

from __future__ import annotations

from bot.conversation.translation import _, later
from bot.core.redaction import without_numbers

LONGEST = 200
SUGGESTED = {
    ":asked": later("The customer asked for it"),
    ":short": later("The UMKM cannot make it"),
    ":barred": later("It may not enter the country"),
    ":unpaid": later("It was not paid"),
}
LABELS = {
    ":asked": later("Customer's wish"),
    ":short": later("UMKM cannot"),
    ":barred": later("Not let in"),
    ":unpaid": later("Not paid"),
}


def worded(reason: str) -> str:
    """A stored reason in the language in force; the coordinator's own words stay as they are."""
    return _(SUGGESTED[reason]) if reason in SUGGESTED else reason


def own(text: str) -> str:
    """A typed reason as it is stored: one line of at most 200 characters, never read as a suggested one.

    Identity numbers are left out: it is told to the customer and printed.
    """
    return " ".join(without_numbers(text).split())[:LONGEST].lstrip(":").strip()

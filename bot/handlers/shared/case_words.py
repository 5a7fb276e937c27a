"""Cases in words that customers and coordinators share: kinds, wishes, outcomes, states."""

from __future__ import annotations

from collections.abc import Mapping

from bot.conversation.translation import _, later
from bot.ordering.case_tables import Case, CaseKind, CaseState, Outcome, Wish

KINDS: Mapping[str, str] = {
    CaseKind.DAMAGED: later("damaged"),
    CaseKind.MISSING: later("something is missing"),
    CaseKind.WRONG: later("wrong goods"),
    CaseKind.NOT_ARRIVED: later("not arrived"),
    CaseKind.REFUND: later("money back"),
    CaseKind.OTHER: later("something else"),
}
WISHES: Mapping[str, str] = {
    Wish.REPLACE: later("Send it anew"),
    Wish.REFUND: later("Money back"),
    Wish.TELL: later("Just telling you"),
}
OUTCOMES: Mapping[str, str] = {
    Outcome.REPLACED: later("Replaced"),
    Outcome.REFUNDED: later("Refunded"),
    Outcome.EXPLAINED: later("Explained"),
    Outcome.NOTHING: later("Nothing to do"),
}
STATES: Mapping[str, str] = {
    CaseState.OPEN: later("waits for the coordinator"),
    CaseState.ANSWERED: later("answered"),
    CaseState.SETTLED: later("settled"),
}


def state_words(case: Case) -> str:
    """The state in a few words; of a settled case with its outcome."""
    if case.is_settled:
        return _("settled: {outcome}").format(outcome=_(OUTCOMES[case.outcome]).casefold())
    return _(STATES[case.state])


def wish_words(case: Case) -> str:
    """What the customer wants, or that it is not said yet."""
    return _(WISHES[case.wish]).casefold() if case.wish else _("not said yet")

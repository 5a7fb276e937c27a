"""The faults of checkout answers in words."""

from __future__ import annotations

from collections.abc import Sequence
from typing import assert_never

from bot.conversation.translation import _, language
from bot.destinations import (
    Destination,
    FieldFault,
    IdentityFault,
    IdentityRefused,
    MobileFault,
    MobileRefused,
)


def number_fault(refused: IdentityRefused) -> str:
    """What is wrong with an identity number."""
    match refused.code:
        case IdentityFault.CHECK_DIGIT:
            return _(
                "One of its signs seems to be mistyped: the check digit does not fit. Please look again."
            )
        case IdentityFault.REQUIRED | IdentityFault.FORMAT:
            text = _("That does not look like this number yet. It looks like {example}.")
            return text.format(example=refused.example) if refused.example else _("That does not look right.")
        case _:
            assert_never(refused.code)


def mobile_fault(refused: MobileRefused, to: Destination) -> str:
    """What is wrong with a telephone number."""
    text = _mobile_words(refused.code)
    return text.format(country=to.name(language()), example=refused.example)


def _mobile_words(fault: MobileFault) -> str:
    match fault:
        case MobileFault.NOT_OF_DESTINATION:
            return _("That number is not from {country}. The courier needs one there, like {example}.")
        case MobileFault.NOT_A_MOBILE:
            return _("That is no mobile number in {country}. It looks like {example}.")
        case MobileFault.NOT_A_NUMBER:
            return _("I cannot read that as a mobile number in {country}. It looks like {example}.")
        case _:
            assert_never(fault)


def fault_text(fault: FieldFault, example: str, near: Sequence[str] = ()) -> str:
    """What is wrong with a part of an address, and what it should look like."""
    why = _field_words(fault)
    if fault is FieldFault.NOT_THE_SAME and near:
        return why.format(short=near[0], own=near[1])
    if near:
        return _("{why} Did you mean: {near}?").format(why=why, near=", ".join(near))
    return _("{why} For example: {example}").format(why=why, example=example) if example else why


def _field_words(fault: FieldFault) -> str:
    match fault:
        case FieldFault.REQUIRED:
            return _("This is needed for the parcel to arrive.")
        case FieldFault.NOT_TEXT:
            return _("Please type it in letters or digits.")
        case FieldFault.NO_LETTERS:
            return _("Digits alone are not enough: please write its name too.")
        case FieldFault.NOT_NATIVE:
            return _("Here the local script is meant. Without it, just skip this question.")
        case FieldFault.TOO_LONG:
            return _("That is too long for an address label.")
        case FieldFault.FORMAT:
            return _("That does not look right.")
        case FieldFault.NOT_IN_LIST:
            return _("I do not know that place there.")
        case FieldFault.AMBIGUOUS:
            return _("There are several places of that name. Which one?")
        case FieldFault.NOT_OF_REGION:
            return _("That postcode belongs to another area.")
        case FieldFault.NO_SUCH:
            return _("There is no such number there.")
        case FieldFault.NOT_THE_SAME:
            return _(
                "The short address ends with {short}, the building number is {own}. They must be the same."
            )
        case _:
            assert_never(fault)

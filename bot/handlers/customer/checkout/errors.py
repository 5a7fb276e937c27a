"""Why an answer of the checkout is not taken, in words."""

from __future__ import annotations

from bot.conversation.translation import _, language
from bot.destinations import Destination, IdentityRefused, MobileRefused


def number_fault(refused: IdentityRefused) -> str:
    """What is wrong with an identity number."""
    if refused.code == "check_digit":
        return _("One of its signs seems to be mistyped: the check digit does not fit. Please look again.")
    text = _("That does not look like this number yet. It looks like {example}.")
    return text.format(example=refused.example) if refused.example else _("That does not look right.")


def mobile_fault(refused: MobileRefused, to: Destination) -> str:
    """Why a telephone number is not taken."""
    country = to.name(language())
    if refused.code == "not_of_destination":
        text = _("That number is not from {country}. The courier needs one there, like {example}.")
    elif refused.code == "not_a_mobile":
        text = _("That is no mobile number in {country}. It looks like {example}.")
    else:
        text = _("I cannot read that as a mobile number in {country}. It looks like {example}.")
    return text.format(country=country, example=refused.example)


def fault_text(code: str, example: str, near: str = "") -> str:
    """Why a part of an address is not taken, and what it looks like."""
    texts = {
        "required": _("This is needed for the parcel to arrive."),
        "not_text": _("Please type it in letters or digits."),
        "no_letters": _("Digits alone are not enough: please write its name too."),
        "not_native": _("Here the local script is meant. Without it, just skip this question."),
        "too_long": _("That is too long for an address label."),
        "format": _("That does not look right."),
        "not_in_list": _("I do not know that place there."),
        "ambiguous": _("There are several places of that name. Which one?"),
        "not_of_region": _("That postcode belongs to another area."),
    }
    why = texts.get(code, _("That does not look right."))
    if near:
        return _("{why} Did you mean: {near}?").format(why=why, near=near)
    return _("{why} For example: {example}").format(why=why, example=example) if example else why

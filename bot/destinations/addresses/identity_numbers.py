"""Identity numbers of consignees: which one is asked, and whether a typed one is possible."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable
from contextlib import suppress

from stdnum import luhn
from stdnum.cn import ric
from stdnum.exceptions import ValidationError
from stdnum.my import nric
from stdnum.th import pin
from stdnum.tr import tckimlik

from bot.core.typed_signs import keyed
from bot.destinations.addresses.errors import IdentityFault, IdentityRefused
from bot.destinations.countries.countries import Destination
from bot.destinations.countries.identity_schema import IdentityEntry

LONGEST = 24
LEAST = 5
# Taiwan's letters stand for two digits, from A = 10 on in this order (W, Z, I and O come last).
TW_LETTERS = "ABCDEFGHJKLMNPQRSTUVXYWZIO"
TW_WEIGHTS = (1, 9, 8, 7, 6, 5, 4, 3, 2, 1, 1)


def identity_asked(destination: Destination, service: str) -> IdentityEntry | None:
    """The number asked of all consignees whose goods come by this service; None if none is."""
    numbers = (one for one in destination.entry.identity if not one.answers)
    return next((one for one in numbers if one.asked_for(service)), None)


def choices_asked(destination: Destination, service: str) -> list[IdentityEntry]:
    """The choice questions (EZ WAY) that are asked for this service."""
    return [one for one in destination.entry.identity if one.answers and one.asked_for(service)]


def identity_label(destination: Destination, kind: str, language: str) -> str:
    """The label of this kind of number; the kind itself where the country does not have it."""
    found = next((one for one in destination.entry.identity if one.id == kind), None)
    if found is None:
        return kind
    return found.label_en if language == "en" else found.label_id


def check_identity(entry: IdentityEntry, typed: str) -> str:
    """The number in capitals, without blanks and hyphens, if it is possible as far as we know.

    Raises IdentityRefused: `required`, `format` (wrong length or shape) or `check_digit` (a slip in it).
    """
    shown = unicodedata.normalize("NFKC", keyed(typed)).upper()
    number = re.sub(r"[\s.·-]", "", shown)
    if not number:
        raise IdentityRefused(IdentityFault.REQUIRED, entry.id, entry.example)
    is_plain = number.isascii() and number.isalnum() and LEAST <= len(number) <= LONGEST
    if not is_plain or not any(sign.isdigit() for sign in number):
        raise IdentityRefused(IdentityFault.FORMAT, entry.id, entry.example)
    if entry.pattern and not re.fullmatch(entry.pattern, number):
        raise IdentityRefused(IdentityFault.FORMAT, entry.id, entry.example)
    if entry.check and not CHECKS[entry.check](number):
        raise IdentityRefused(IdentityFault.CHECK_DIGIT, entry.id, entry.example)
    return number


def _tw_id(number: str) -> bool:
    """Checks Taiwan's identity or ARC number; an ARC number from before 2021 has a letter in second place.

    Source: DOMAIN notes 1.5, weights 1 9 8 7 6 5 4 3 2 1 1 over the first letter as two digits.
    """
    first, second = _tw_value(number[0]), number[1]
    digits = [*divmod(first, 10), _tw_value(second) % 10 if second.isalpha() else int(second)]
    digits += [int(sign) for sign in number[2:]]
    return sum(weight * digit for weight, digit in zip(TW_WEIGHTS, digits, strict=True)) % 10 == 0


def _tw_value(letter: str) -> int:
    return 10 + TW_LETTERS.index(letter)


def _stdnum_check(validate: Callable[[str], str], digits: int) -> Callable[[str], bool]:
    """A check by python-stdnum for numbers of this length; others (passports) pass."""

    def holds(number: str) -> bool:
        if len(number) != digits:
            return True
        with suppress(ValidationError):
            return bool(validate(number))
        return False

    return holds


CHECKS: dict[str, Callable[[str], bool]] = {
    "tw_id": _tw_id,
    "th_pin": _stdnum_check(pin.validate, 13),
    "my_nric": _stdnum_check(nric.validate, 12),
    "cn_ric": _stdnum_check(ric.validate, 18),
    "tckimlik": _stdnum_check(tckimlik.validate, 11),
    "luhn": luhn.is_valid,
}

"""Numbers of air waybills, postal items and flights: parsed, checked by their check digits, refused with why.

The airline that a prefix belongs to is never a reason to refuse a number.
"""

from __future__ import annotations

import re
from enum import StrEnum

from bot.core.errors import RantauError
from bot.core.typed_signs import keyed

MAWB_DIGITS = 11
LAST_SERIAL = 9_999_999
S10_LETTERS = re.compile(r"[A-Z]{2}.*[A-Z]{2}")
S10_SIGNS = 13
S10_WEIGHTS = (8, 6, 4, 2, 3, 5, 9, 7)
HAWB = re.compile(r"[A-Z0-9-]{4,12}")
POSTAL = re.compile(r"[A-Z]{2}[0-9]{7,11}[A-Z]{2}")
FLIGHT = re.compile(r"(?:[A-Z]{2}|[A-Z][0-9]|[0-9][A-Z])[0-9]{1,4}[A-Z]?")


class WaybillFault(StrEnum):
    """What is wrong with the number of an air waybill, a postal item or a flight."""

    LENGTH = "length"
    NOT_DIGITS = "not_digits"
    LETTERS = "letters"
    SIGNS = "signs"
    CHECK_DIGIT = "check_digit"
    LAST_SERIAL = "last_serial"
    """The airline's stock ends with this number."""
    FLIGHT = "flight"


class WaybillRefused(RantauError):
    """A number that is wrong; `code` says why.

    `expected` is the right check digit, or how many digits or signs are needed.
    """

    def __init__(self, written: str, code: WaybillFault, expected: str = "") -> None:
        super().__init__(f"{written}: {code}{f', expected {expected}' if expected else ''}")
        self.written = written
        self.code = code
        self.expected = expected


def mawb_check_digit(serial: int) -> int:
    """The check digit of a master air waybill: its seven-digit serial modulo 7, without the prefix.

    Source: IATA's air waybill numbering, as the published 176-12345675 and 020-81140743 show.
    """
    return serial % 7


def parse_mawb(written: str) -> str:
    """A master air waybill as `176-12345675`; typed with or without the hyphen and blanks.

    Raises WaybillRefused: `not_digits`, `length` (of 11 digits) or `check_digit` with the right one.
    """
    digits = _packed(written)
    _all_digits(written, digits)
    if len(digits) != MAWB_DIGITS:
        raise WaybillRefused(written, WaybillFault.LENGTH, str(MAWB_DIGITS))
    right = str(mawb_check_digit(int(digits[3:10])))
    if digits[10] != right:
        raise WaybillRefused(written, WaybillFault.CHECK_DIGIT, right)
    return f"{digits[:3]}-{digits[3:]}"


def next_mawb(written: str) -> str:
    """The waybill after this one in an airline's stock: 11 more, or 4 more after the check digit 6.

    Raises WaybillRefused as `parse_mawb` does, and `last_serial` after 9999999.
    """
    prefix, _hyphen, number = parse_mawb(written).partition("-")
    serial = int(number[:7]) + 1
    if serial > LAST_SERIAL:
        raise WaybillRefused(written, WaybillFault.LAST_SERIAL)
    return f"{prefix}-{serial:07}{mawb_check_digit(serial)}"


def parse_hawb(written: str) -> str:
    """A house air waybill in capitals; the forwarder assigns it, and it has no check digit.

    Cargo-IMP allows up to 12 letters and digits (general knowledge). The caller checks that it is unique.
    Raises WaybillRefused: `length` (4-12) or `signs`.
    """
    number = re.sub(r"\s", "", keyed(written)).upper()
    if not 4 <= len(number) <= 12:
        raise WaybillRefused(written, WaybillFault.LENGTH, "4-12")
    if not HAWB.fullmatch(number):
        raise WaybillRefused(written, WaybillFault.SIGNS)
    return number


def s10_check_digit(serial: str) -> int:
    """The check digit of a postal item's eight digits: 11 - (weighted sum mod 11), where 10 is 0 and 11 is 5.

    Source: UPU standard S10, weights 8 6 4 2 3 5 9 7; the published 47312482 has 9.
    """
    total = sum(int(digit) * weight for digit, weight in zip(serial, S10_WEIGHTS, strict=True))
    return {10: 0, 11: 5}.get(check := 11 - total % 11, check)


def parse_s10(written: str) -> str:
    """A postal item as `RR473124829GB`: two letters, eight digits, the check digit, the posting country.

    Raises WaybillRefused: `length` (of 13 signs), `letters`, `not_digits`, or `check_digit` with the right
    one.
    """
    number = _packed(written).upper()
    if len(number) != S10_SIGNS:
        raise WaybillRefused(written, WaybillFault.LENGTH, str(S10_SIGNS))
    if not S10_LETTERS.fullmatch(number):
        raise WaybillRefused(written, WaybillFault.LETTERS)
    _all_digits(written, number[2:11])
    right = str(s10_check_digit(number[2:10]))
    if number[10] != right:
        raise WaybillRefused(written, WaybillFault.CHECK_DIGIT, right)
    return number


def _packed(written: str) -> str:
    return re.sub(r"[\s-]", "", keyed(written))


def _all_digits(written: str, digits: str) -> None:
    if not re.fullmatch(r"\d*", digits, re.ASCII):
        raise WaybillRefused(written, WaybillFault.NOT_DIGITS)


def parse_parcel_number(written: str) -> str:
    """The number of one parcel: a postal item if it has that form, else a house air waybill.

    Raises WaybillRefused.
    """
    number = _packed(written).upper()
    return parse_s10(written) if POSTAL.fullmatch(number) else parse_hawb(written)


def parse_flight(written: str) -> str:
    """A flight as `CI762`: the airline's two signs, up to four digits. Raises WaybillRefused: `flight`."""
    number = _packed(written).upper()
    if not FLIGHT.fullmatch(number):
        raise WaybillRefused(written, WaybillFault.FLIGHT)
    return number

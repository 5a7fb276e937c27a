"""Why an address, a field, a mobile or an identity number is refused: codes and facts, no sentences."""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum

from bot.core.errors import RantauError


class FieldFault(StrEnum):
    """What is wrong with an answer in an address form."""

    REQUIRED = "required"
    NOT_TEXT = "not_text"
    NO_LETTERS = "no_letters"
    """Only digits, where a street or town has a name."""
    NOT_NATIVE = "not_native"
    """Latin letters where the country's own script is required."""
    TOO_LONG = "too_long"
    FORMAT = "format"
    NOT_IN_LIST = "not_in_list"
    AMBIGUOUS = "ambiguous"
    """Several regions have this name."""
    NOT_OF_REGION = "not_of_region"
    """The postcode belongs to another region; `near` names that one and the given one."""
    NO_SUCH = "no_such"
    """A number of the right form that does not exist there."""
    NOT_THE_SAME = "not_the_same"
    """Two answers that must have the same number have different ones; `near` holds both."""


class MobileFault(StrEnum):
    """What is wrong with a mobile number."""

    NOT_A_NUMBER = "not_a_number"
    NOT_OF_DESTINATION = "not_of_destination"
    NOT_A_MOBILE = "not_a_mobile"


class IdentityFault(StrEnum):
    """What is wrong with an identity number."""

    REQUIRED = "required"
    FORMAT = "format"
    CHECK_DIGIT = "check_digit"


class FieldRefused(RantauError):
    """An answer in an address form is refused; `near` holds up to three names that may be meant."""

    def __init__(
        self, code: FieldFault, field_id: str, example: str = "", near: tuple[str, ...] = ()
    ) -> None:
        super().__init__(f"{field_id}: {code}")
        self.code = code
        self.field_id = field_id
        self.example = example
        self.near = near


class AddressRefused(RantauError):
    """The address as a whole does not fit; `faults` says what is wrong with each field."""

    def __init__(self, faults: Mapping[str, FieldFault]) -> None:
        super().__init__(", ".join(f"{field_id}: {code}" for field_id, code in faults.items()))
        self.faults = dict(faults)


class MobileRefused(RantauError):
    """A mobile number is refused; `example` is a valid one."""

    def __init__(self, code: MobileFault, example: str) -> None:
        super().__init__(code)
        self.code = code
        self.example = example


class IdentityRefused(RantauError):
    """An identity number is refused. The error never holds the number."""

    def __init__(self, code: IdentityFault, kind: str, example: str = "") -> None:
        super().__init__(f"{kind}: {code}")
        self.code = code
        self.kind = kind
        self.example = example

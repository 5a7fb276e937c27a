"""Why an address, a field of it or a mobile number is not taken: codes and facts, no sentences."""

from __future__ import annotations

from collections.abc import Mapping

from bot.core.errors import RantauError


class FieldRefused(RantauError):
    """One answer of an address form is not taken.

    `code` is `required`, `not_text`, `no_letters` (a street of digits alone), `not_native` (Latin where the
    country's own script is asked), `too_long`, `format`, `not_in_list`, `ambiguous` (several regions bear the
    name: see `near`) or `not_of_region` (a postcode of another region); `near` holds up to three names that
    may have been meant.
    """

    def __init__(self, code: str, field_id: str, example: str = "", near: tuple[str, ...] = ()) -> None:
        super().__init__(f"{field_id}: {code}")
        self.code = code
        self.field_id = field_id
        self.example = example
        self.near = near


class AddressRefused(RantauError):
    """The address as a whole does not fit; `faults` gives the code for each field, see FieldRefused."""

    def __init__(self, faults: Mapping[str, str]) -> None:
        super().__init__(", ".join(f"{field_id}: {code}" for field_id, code in faults.items()))
        self.faults = dict(faults)


class MobileRefused(RantauError):
    """A mobile number is not taken: `not_a_number`, `not_of_destination` or `not_a_mobile`."""

    def __init__(self, code: str, example: str) -> None:
        super().__init__(code)
        self.code = code
        self.example = example


class IdentityRefused(RantauError):
    """An identity number is not taken: `required`, `format` or `check_digit`. It never holds the number."""

    def __init__(self, code: str, kind: str, example: str = "") -> None:
        super().__init__(f"{kind}: {code}")
        self.code = code
        self.kind = kind
        self.example = example

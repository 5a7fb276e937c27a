"""The consignee's mobile number at the destination, in E.164 form."""

from __future__ import annotations

import phonenumbers
from phonenumbers import NumberParseException, PhoneNumber, PhoneNumberFormat, PhoneNumberType

from bot.core.typed_signs import keyed
from bot.destinations.addresses.errors import MobileFault, MobileRefused
from bot.destinations.addresses.forms import Field
from bot.destinations.countries.countries import Destination

MOBILE = {PhoneNumberType.MOBILE, PhoneNumberType.FIXED_LINE_OR_MOBILE}
HOME = "ID"


def mobile_question(destination: Destination) -> Field:
    """The question for the mobile number, asked separately from the address."""
    mobile = destination.entry.mobile
    return Field(
        id="mobile",
        label_id=mobile.label_id,
        label_en=mobile.label_en,
        required=True,
        why_id=mobile.why_id,
        why_en=mobile.why_en,
        example=mobile.example,
    )


def check_mobile(destination: Destination, text: str) -> str:
    """The number in E.164 form (`+886912345678`); without a country code it is read as the destination's.

    Raises MobileRefused: `not_a_number`, `not_of_destination` (such as an Indonesian one) or `not_a_mobile`.
    """
    number = _read(text, destination.iso2)
    if number is None:
        raise _refused(MobileFault.NOT_A_NUMBER, destination)
    if not phonenumbers.is_valid_number_for_region(number, destination.iso2):
        raise _refused(_why_not(number, text, destination), destination)
    if phonenumbers.number_type(number) not in MOBILE:
        raise _refused(MobileFault.NOT_A_MOBILE, destination)
    return phonenumbers.format_number(number, PhoneNumberFormat.E164)


def _read(text: str, region: str) -> PhoneNumber | None:
    typed = keyed(text).strip()
    international = f"+{typed[2:]}" if typed.startswith("00") else typed
    try:
        return phonenumbers.parse(international, region)
    except NumberParseException:
        return None


def _why_not(number: PhoneNumber, text: str, destination: Destination) -> MobileFault:
    """Distinguishes a valid number of another country from a slip."""
    elsewhere = f"+{number.country_code}" != destination.calling_code
    at_home = _read(text, HOME)
    if elsewhere or phonenumbers.is_valid_number(number):
        return MobileFault.NOT_OF_DESTINATION
    valid_at_home = at_home is not None and phonenumbers.is_valid_number(at_home)
    return MobileFault.NOT_OF_DESTINATION if valid_at_home else MobileFault.NOT_A_NUMBER


def _refused(code: MobileFault, destination: Destination) -> MobileRefused:
    return MobileRefused(code, destination.entry.mobile.example)

"""The destinations: countries, their address forms and mobile numbers, and what may go there."""

from bot.destinations.addresses.errors import (
    AddressRefused,
    FieldFault,
    FieldRefused,
    IdentityFault,
    IdentityRefused,
    MobileFault,
    MobileRefused,
)
from bot.destinations.addresses.fields import check_field, has_native_letters, place_of_code
from bot.destinations.addresses.forms import BESIDE, Answer, Field, address_form, extra_questions
from bot.destinations.addresses.identity_numbers import check_identity, identity_asked, identity_label
from bot.destinations.addresses.mobile_numbers import check_mobile, mobile_question
from bot.destinations.addresses.normalise import (
    NATIVE_LINES,
    NATIVE_NAMES,
    address_lines,
    kept_as_typed,
    native_lines,
    native_name,
    normalise_address,
    regions_as_typed,
)
from bot.destinations.addresses.pasted import Pasted, read_pasted
from bot.destinations.addresses.pasted.gazetteer import gazetteer_of
from bot.destinations.countries.countries import Destination, Destinations
from bot.destinations.countries.lookup import Found
from bot.destinations.countries.schema import Source
from bot.destinations.rules.restrictions import Restrictions, Verdict
from bot.destinations.rules.schema import Action, Rule

__all__ = [
    "BESIDE",
    "NATIVE_LINES",
    "NATIVE_NAMES",
    "Action",
    "AddressRefused",
    "Answer",
    "Destination",
    "Destinations",
    "Field",
    "FieldFault",
    "FieldRefused",
    "Found",
    "IdentityFault",
    "IdentityRefused",
    "MobileFault",
    "MobileRefused",
    "Pasted",
    "Restrictions",
    "Rule",
    "Source",
    "Verdict",
    "address_form",
    "address_lines",
    "check_field",
    "check_identity",
    "check_mobile",
    "extra_questions",
    "gazetteer_of",
    "has_native_letters",
    "identity_asked",
    "identity_label",
    "kept_as_typed",
    "mobile_question",
    "native_lines",
    "native_name",
    "normalise_address",
    "place_of_code",
    "read_pasted",
    "regions_as_typed",
]

"""Where we send: countries, their address forms and mobile numbers, and what may go there."""

from bot.destinations.addresses import (
    address_lines,
    native_lines,
    native_name,
    normalise_address,
    regions_as_typed,
)
from bot.destinations.atlas import Destination, Destinations
from bot.destinations.entries import Source
from bot.destinations.fields import check_field, has_native_letters
from bot.destinations.forms import Answer, Field, address_form, extra_questions
from bot.destinations.mobiles import check_mobile, mobile_question
from bot.destinations.numbers import check_identity, identity_asked, identity_label
from bot.destinations.places import Found
from bot.destinations.refusals import AddressRefused, FieldRefused, IdentityRefused, MobileRefused
from bot.destinations.restrictions import Restrictions, Verdict
from bot.destinations.rule_entries import Action, Rule

__all__ = [
    "Action",
    "AddressRefused",
    "Answer",
    "Destination",
    "Destinations",
    "Field",
    "FieldRefused",
    "Found",
    "IdentityRefused",
    "MobileRefused",
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
    "has_native_letters",
    "identity_asked",
    "identity_label",
    "mobile_question",
    "native_lines",
    "native_name",
    "normalise_address",
    "regions_as_typed",
]

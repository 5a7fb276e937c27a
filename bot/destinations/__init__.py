"""Where we send: countries, their address forms and mobile numbers, and what may go there."""

from bot.destinations.addresses import address_lines, normalise_address, regions_as_typed
from bot.destinations.atlas import Destination, Destinations
from bot.destinations.entries import Source
from bot.destinations.fields import check_field
from bot.destinations.forms import Field, address_form
from bot.destinations.mobiles import check_mobile, mobile_question
from bot.destinations.places import Found
from bot.destinations.refusals import AddressRefused, FieldRefused, MobileRefused
from bot.destinations.restrictions import Action, Restrictions, Rule, Verdict

__all__ = [
    "Action",
    "AddressRefused",
    "Destination",
    "Destinations",
    "Field",
    "FieldRefused",
    "Found",
    "MobileRefused",
    "Restrictions",
    "Rule",
    "Source",
    "Verdict",
    "address_form",
    "address_lines",
    "check_field",
    "check_mobile",
    "mobile_question",
    "normalise_address",
    "regions_as_typed",
]

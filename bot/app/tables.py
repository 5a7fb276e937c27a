"""All tables, collected by importing every module that defines some."""

from __future__ import annotations

from bot import catalog, orders, people, shipments
from bot.app import file_sender
from bot.channels import shared_slots
from bot.channels.browser import message_store
from bot.conversation import inbox
from bot.core import named_values
from bot.core.database import Base
from bot.destinations import overrides
from bot.destinations.prices import rate_card_drafts
from bot.ordering import cases, identity_numbers, proposals, recipient_changes
from bot.people import enquiries, erasures, handovers, outbox, waiting_list
from bot.shipping import freight_bill, handling_log, manifests
from bot.shipping.weighing import sheet_review

OWNERS = (
    rate_card_drafts,
    cases,
    catalog,
    enquiries,
    erasures,
    file_sender,
    freight_bill,
    handling_log,
    handovers,
    identity_numbers,
    inbox,
    named_values,
    manifests,
    message_store,
    outbox,
    orders,
    people,
    proposals,
    recipient_changes,
    shared_slots,
    shipments,
    overrides,
    sheet_review,
    waiting_list,
)
metadata = Base.metadata

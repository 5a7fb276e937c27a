"""All tables of the house, by importing every module that has some."""

from __future__ import annotations

from bot import (
    card_drafts,
    catalog,
    enquiries,
    filing,
    freight_bills,
    handling,
    identities,
    kept,
    manifests,
    notifications,
    orders,
    people,
    readings,
    shipments,
    stated,
    weighing_sheets,
)
from bot.channels.browser import messages
from bot.conversation import inbox
from bot.db import Base

OWNERS = (
    card_drafts,
    catalog,
    enquiries,
    filing,
    freight_bills,
    handling,
    identities,
    inbox,
    kept,
    manifests,
    messages,
    notifications,
    orders,
    people,
    readings,
    shipments,
    stated,
    weighing_sheets,
)
metadata = Base.metadata

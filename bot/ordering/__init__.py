"""Places orders, and changes, cancels, marks as paid or holds back placed ones."""

from __future__ import annotations

from bot.ordering.actors import Actor, settle_payment, tell_customer, tell_dates, tell_umkm
from bot.ordering.amendments import Amended, AmendedLine, GoodsRefused, amend, as_it_stands, preview
from bot.ordering.changes import cancel, change, give_back, mark_paid
from bot.ordering.deliveries import NotUnderWay, mark_delivered
from bot.ordering.permits import document, hold_back, name_paper, needing_papers, papers_missing
from bot.ordering.placement import NotReady, place
from bot.orders import OrderMovedOn

__all__ = [
    "Actor",
    "Amended",
    "AmendedLine",
    "GoodsRefused",
    "NotReady",
    "NotUnderWay",
    "OrderMovedOn",
    "amend",
    "as_it_stands",
    "cancel",
    "change",
    "document",
    "give_back",
    "hold_back",
    "mark_delivered",
    "mark_paid",
    "name_paper",
    "needing_papers",
    "papers_missing",
    "place",
    "preview",
    "settle_payment",
    "tell_customer",
    "tell_dates",
    "tell_umkm",
]

"""Placing an order, and what may still be done to a placed one: change, cancel, mark as paid, hold back."""

from __future__ import annotations

from bot.orders import OrderMovedOn
from bot.placing.amending import Amended, AmendedLine, GoodsRefused, amend, as_it_stands, preview
from bot.placing.changing import cancel, change, give_back, mark_paid
from bot.placing.moving import Mover, settle_payment, tell_customer, tell_dates, tell_umkm
from bot.placing.papers import document, hold_back, name_paper, needing_papers, papers_missing
from bot.placing.placed import NotReady, place

__all__ = [
    "Amended",
    "AmendedLine",
    "GoodsRefused",
    "Mover",
    "NotReady",
    "OrderMovedOn",
    "amend",
    "as_it_stands",
    "cancel",
    "change",
    "document",
    "give_back",
    "hold_back",
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

"""The index of everything a person can do: every route, every command, and where free text goes."""

from __future__ import annotations

from bot.conversation.routing import Routes, all_handlers
from bot.conversation.words import later
from bot.handlers import (
    browse,
    cart,
    checkout,
    destination,
    order_changes,
    orders,
    search,
    start,
)
from bot.handlers.coordinator import MODULES as COORDINATOR
from bot.handlers.replies import Handlers
from bot.handlers.umkm import MODULES as UMKM
from bot.people import Role

ROUTES = Routes(
    all_handlers(
        start, destination, browse, search, cart, checkout, orders, order_changes, *UMKM, *COORDINATOR
    )
)

COMMANDS = {
    "start": "start",
    "menu": "menu",
    "bantuan": "help",
    "help": "help",
    "bahasa": "language",
    "language": "language",
    "tujuan": "to",
    "keranjang": "cart",
    "pesanan": "find_order",
    "batal": "leave",
    "rekap": "u/recap",
    "total": "c/totals",
    "kiriman": "c/shipments",
}

FREE_TEXT = {Role.CUSTOMER: "search", Role.UMKM: "u/find", Role.COORDINATOR: "c/find"}

MENUS = {
    Role.CUSTOMER: {
        "menu": later("Everything there is"),
        "tujuan": later("Where to send"),
        "keranjang": later("Your cart"),
        "pesanan": later("Your orders"),
        "bahasa": later("Language"),
        "bantuan": later("Help"),
        "batal": later("Leave this step"),
    },
    Role.UMKM: {
        "rekap": later("What to prepare"),
        "menu": later("Everything there is"),
        "bahasa": later("Language"),
        "bantuan": later("Help"),
        "batal": later("Leave this step"),
    },
    Role.COORDINATOR: {
        "total": later("Order totals"),
        "kiriman": later("Shipments"),
        "pesanan": later("An order by its number"),
        "menu": later("Everything there is"),
        "bahasa": later("Language"),
        "bantuan": later("Help"),
        "batal": later("Leave this step"),
    },
}

HANDLERS = Handlers(ROUTES, COMMANDS, FREE_TEXT)

"""Everything an UMKM can do."""

from __future__ import annotations

from bot.handlers.umkm import (
    answering,
    finding,
    home,
    orders,
    recap,
)

UMKM = (
    answering.can,
    answering.cannot,
    answering.some,
    answering.typed,
    answering.answer_line,
    finding.find,
    finding.which,
    home.home,
    orders.listed,
    orders.order,
    orders.order_page,
    recap.recap,
    recap.recaps,
    recap.one_recap,
    recap.recap_file,
    recap.lists,
    recap.one_list,
    recap.list_file,
)

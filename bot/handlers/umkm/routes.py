"""The handlers of the UMKM role."""

from __future__ import annotations

from bot.handlers.umkm import answers, free_text, home, orders, recap

UMKM = (
    answers.can,
    answers.cannot,
    answers.some,
    answers.typed,
    answers.answer_line,
    free_text.find,
    free_text.which,
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

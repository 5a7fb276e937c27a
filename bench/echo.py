"""The baseline: a bare python-telegram-bot echo with the stock client, one update after the other.

`texts` answers a text with one call; `taps` answers a tap as a bot has to, with two: it closes the tap
and edits the message.
"""

from __future__ import annotations

import os
import sys
from typing import Any

from telegram import Update
from telegram.ext import Application, CallbackQueryHandler, MessageHandler, filters


async def say_again(update: Update, _context: Any) -> None:
    assert update.message is not None
    await update.message.reply_text(update.message.text or "")


async def show_again(update: Update, _context: Any) -> None:
    query = update.callback_query
    assert query is not None
    await query.answer()
    await query.edit_message_text(query.data or "")


def main() -> None:
    server = os.environ["BENCH_API_URL"]
    builder = Application.builder().token(os.environ["BENCH_TOKEN"]).base_url(f"{server}/bot")
    echo = builder.build()
    if sys.argv[1] == "texts":
        echo.add_handler(MessageHandler(filters.TEXT, say_again))
    else:
        echo.add_handler(CallbackQueryHandler(show_again))
    echo.run_polling()


if __name__ == "__main__":
    main()

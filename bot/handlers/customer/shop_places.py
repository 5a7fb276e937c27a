"""The shop's own places, as they are typed by name or asked for in words."""

from __future__ import annotations

from bot.handlers.shared.turn import Turn

PLACES = {
    **dict.fromkeys(("keranjang", "keranjangku", "cart", "my cart"), "cart"),
    **dict.fromkeys(("pesanan", "pesanan saya", "pesananku", "my orders"), "orders"),
    **dict.fromkeys(("keluhan", "keluhan saya", "keluhanku", "komplain saya", "my complaints"), "cases"),
    **dict.fromkeys(("katalog", "katalognya", "catalogue", "catalog"), "browse"),
    **dict.fromkeys(("tujuan", "ganti tujuan", "destination"), "to"),
    **dict.fromkeys(("bahasa", "ganti bahasa", "language"), "language"),
    **dict.fromkeys(("bantuan", "help"), "help"),
    **dict.fromkeys(("beranda", "home", "menu", "menu utama", "ke beranda", "balik ke menu"), "home"),
}
"""Typed names of the shop's own places, and their routes. They win over goods of the same name."""


GOING = {"english": "language/en", "indonesian": "language/id", "erase": "forget", "own_data": "mydata"}


def shop_place(turn: Turn) -> str | None:
    """The route of the shop's place that the text asks for, by its name or in words; None for any other."""
    if (named := PLACES.get(turn.text.casefold())) is not None:
        return named
    going = turn.shop.reader().going(turn.text)
    return GOING.get(going, going) if going else None

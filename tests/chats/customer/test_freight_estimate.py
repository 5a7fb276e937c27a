"""The freight estimate: stored as shown, shown again when it changes, and optional."""

from __future__ import annotations

import pytest
from sqlalchemy import select

from bot.destinations.prices.rate_cards import Freight
from bot.orders import Order, OrderState
from tests.support.play_chat import Play
from tests.support.running_shop import RunningProgram

TO_THE_REVIEW = """
@siti
> /start
[Taiwan]
> karak
[2]
[Lanjut pesan]
> Siti Aminah
> 0912345678
> Taipei City
> Xinyi District
> No. 7, Section 5, Xinyi Road
> 110
[Lewati] [Lewati] [Lewati]
[Sudah]
[Lewati]
< Sudah benar semua?
"""
ORDERED = "[Pesan sekarang]\n< Pesanan {number} sudah dicatat"


async def placed_estimates(program: RunningProgram) -> list[tuple[int | None, int | None]]:
    figures = select(Order.freight_estimate_rupiah, Order.chargeable_grams_estimate)
    async with program.db.reading() as connection:
        return [
            tuple(row) for row in await connection.execute(figures.where(Order.state == OrderState.PLACED))
        ]


@pytest.mark.parametrize("channel", ["telegram", "browser"])
async def test_order_is_placed_without_a_valid_rate_card(program: RunningProgram, channel: str) -> None:
    program.shop.freight = Freight({})
    play = Play(program, channel)
    await play.run(f"% scene team{TO_THE_REVIEW}< Ongkir menyusul setelah ditimbang.\n!< Total\n{ORDERED}")
    await play.run("< Ongkir menyusul setelah ditimbang.\n@wati\n> {number}\n< Ongkir belum diperkirakan")
    assert await placed_estimates(program) == [(None, 2000)]


async def test_changed_estimate_is_shown_again_before_the_order_is_placed(
    program: RunningProgram,
) -> None:
    play, freight = Play(program, "telegram"), program.shop.freight
    card = freight.cards("TW")[0]
    await play.run(f"{TO_THE_REVIEW}< Ongkir kira-kira Rp239.900\n< Ongkir untuk 2 kg")
    dearer = card.model_copy(update={"first_step_rupiah": card.first_step_rupiah + 50_000})
    program.shop.freight = Freight({"TW": [dearer]})
    await play.run(
        "[Pesan sekarang]\n< Barusan ada yang berubah\n< Ongkir kira-kira Rp294.900\n< Ongkir untuk 2 kg"
    )
    assert await placed_estimates(program) == []
    await play.run(ORDERED)
    assert await placed_estimates(program) == [(294_900, 2000)]
    program.shop.freight = freight
    await play.run("> /pesanan {number}\n< Ongkir kira-kira Rp294.900 untuk 2 kg; pastinya setelah")

"""A confirming tap on an outdated proposal: its open question is asked, and the cart stays empty."""

from __future__ import annotations

from tests.support.running_shop import RunningProgram


async def test_confirming_an_outdated_proposal_asks_its_open_question(program: RunningProgram) -> None:
    ani = program.api.person("Ani")
    await ani.say("/start")
    await ani.tap("Taiwan")
    await ani.say("karak 2")
    shown = ani.chat.from_bot[-1]
    right = next(one["callback_data"] for row in shown.rows for one in row if one["text"] == "Betul")
    await ani.say("abon 2")
    assert ani.screen.text.startswith("“abon”: yang mana?")
    await ani.tap_route(right, shown)
    assert ani.screen.text.startswith("“abon”: yang mana?")
    await ani.say("/keranjang")
    assert "Karak" not in ani.screen.text

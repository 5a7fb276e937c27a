"""A tap on an older reading: what is still open is asked, and nothing goes in."""

from __future__ import annotations

from tests.support.running_shop import RunningProgram


async def test_right_on_an_older_message_asks_what_is_still_open(program: RunningProgram) -> None:
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

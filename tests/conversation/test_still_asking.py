"""A question stays open under the answer to something said in between."""

from __future__ import annotations

from bot.conversation.screens import MOST_BUTTONS, Ask, Button, Screen, still_asking

ASK = Ask("checkout/give/name")
GO_ON = Button("Go on", "checkout/ask/name")


def test_the_question_stays_open_and_a_button_leads_back() -> None:
    shown = still_asking(Screen("Freight", "…", [Button("Home", "home")]), ASK, GO_ON)
    assert shown.asks == ASK
    assert [one.label for one in shown.buttons] == ["Go on", "Home"]


def test_an_answer_that_asks_itself_keeps_its_question() -> None:
    asking = Screen("How many?", asks=Ask("product/1/typed"))
    assert still_asking(asking, ASK, GO_ON) is asking


def test_without_room_for_the_button_the_question_stays_open_all_the_same() -> None:
    full = Screen("Many", "", [Button(f"One {one}", f"place/{one}") for one in range(MOST_BUTTONS)])
    same = Screen("Same", "", [Button("go on", "elsewhere")])
    for screen in (full, same):
        shown = still_asking(screen, ASK, GO_ON)
        assert (shown.asks, shown.buttons) == (ASK, screen.buttons)

"""What is not read as an order, though it may be one, says how to order."""

from __future__ import annotations

from bot.conversation.translation import speaking
from bot.handlers.chat.doubts import perhaps_an_order
from bot.understanding import Doubt, Interpretation, Line

UNSURE = (Doubt("intent", instead="order"),)


def test_only_what_proposes_nothing_and_may_be_an_order_says_how_to_order():
    with speaking("id"):
        assert "Kalau mau sekalian pesan" in perhaps_an_order(Interpretation("other", doubts=UNSURE))
        assert perhaps_an_order(Interpretation("other")) == ""
        proposed = Interpretation("order", lines=(Line("SOLO-002", 5),), doubts=UNSURE)
        assert perhaps_an_order(proposed) == ""

"""What the conversation knows when a message comes: a reading's second input."""

from __future__ import annotations

from dataclasses import dataclass

from bot.understanding.result import Line


@dataclass(frozen=True, slots=True)
class Known:
    """The cart or the open order, the last question, the product on the screen, the message replied to.

    `choices` are the products that the last question leaves open; with one alone it asks how many. `asked`
    is the quantity that the question already knows. `shown` are the products of a list on the screen.
    `people` are the words of the names for whom goods are.
    """

    cart: tuple[Line, ...] = ()
    order: tuple[Line, ...] = ()
    choices: tuple[str, ...] = ()
    asked: int | None = None
    on_screen: str | None = None
    replied_to: str = ""
    shown: tuple[str, ...] = ()
    people: frozenset[str] = frozenset()

    @property
    def held(self) -> dict[str, int]:
        """The quantities of the cart; of the open order when the cart is empty."""
        return {line.sku: line.quantity for line in self.cart or self.order}

    @property
    def listed(self) -> tuple[str, ...]:
        """What `the first one` and `all` count: the choices of the question, else what is held."""
        return self.choices or tuple(self.held)

    @property
    def subject(self) -> tuple[str, ...]:
        """What a message without goods is about: what was asked, what is looked at, or all that is held."""
        if self.choices:
            return self.choices
        if self.on_screen is not None:
            return (self.on_screen,)
        return tuple(self.held)


NOTHING = Known()

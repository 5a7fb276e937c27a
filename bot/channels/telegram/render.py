"""Renders screens for Telegram: text with a bold title, and an inline keyboard."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from bot.conversation.screens import Button, Kind, Screen, Sum, columns_of, shorten

CAPTION_UNITS = 1024
TEXT_UNITS = 4096
ROW_LENGTH = 8
BUTTON_LENGTH = 36
"""Roughly how many characters a phone shows on a button of full width."""
SHORTEST_HINT = 6
BETWEEN = " · "
STYLES: dict[Kind, str] = {"on": "primary", "irreversible": "danger"}
NO_KEYBOARD: dict[str, Any] = {"inline_keyboard": []}


@dataclass(frozen=True, slots=True)
class Drawing:
    """What Telegram is to show: the text, its entities, the keyboard."""

    text: str
    entities: Sequence[dict[str, Any]]
    keyboard: dict[str, Any]

    @property
    def fits_a_caption(self) -> bool:
        """Whether a photo can carry the text."""
        return units(self.text) <= CAPTION_UNITS

    def as_text(self) -> dict[str, Any]:
        """The parameters of a text message or of an edit to one; no link in it is previewed."""
        return {
            "text": self.text,
            "entities": self.entities,
            "reply_markup": self.keyboard,
            "link_preview_options": {"is_disabled": True},
        }

    def as_caption(self) -> dict[str, Any]:
        """The parameters of a photo's caption, and of an edit to one."""
        return {"caption": self.text, "caption_entities": self.entities, "reply_markup": self.keyboard}


def draw(screen: Screen) -> Drawing:
    """The screen for Telegram.

    Telegram's buttons have no second line, so a hint follows its label on the button. If one does not
    fit, all hints are listed below the body instead; if there is no room for that, they are cut.
    A reckoning is a block of letters of one width below the body.
    """
    text = f"{screen.title}\n\n{screen.body}" if screen.body else screen.title
    entities = [{"type": "bold", "offset": 0, "length": units(screen.title)}]
    if screen.sums:
        table = _table(screen.sums)
        entities.append({"type": "pre", "offset": units(text) + 2, "length": units(table)})
        text = f"{text}\n\n{table}"
    labels = [button.label for button in screen.buttons]
    hinted = [
        _with_hint(button, width) for button, width in zip(screen.buttons, _widths(screen), strict=True)
    ]
    complete = all(says.endswith(button.hint) for says, button in zip(hinted, screen.buttons, strict=True))
    hints = [f"{button.label} – {button.hint}" for button in screen.buttons if button.hint]
    listed = "\n".join([f"{text}\n", *hints])
    if complete or units(listed) > (CAPTION_UNITS if screen.photo else TEXT_UNITS):
        labels = hinted
    else:
        text = listed
    return Drawing(text, entities, {"inline_keyboard": _rows(screen.buttons, labels)})


def _table(sums: Sequence[Sum]) -> str:
    """The reckoning in lines of one width: amounts to the right, a rule above each total."""
    width = columns_of(sums)
    lines: list[str] = []
    for one in sums:
        lines += ["─" * width] if one.total and lines else []
        lines.append(one.label + one.amount.rjust(width - len(one.label)))
    return "\n".join(lines)


def units(text: str) -> int:
    """The length as Telegram counts it, in UTF-16 code units."""
    return len(text) if text.isascii() else len(text.encode("utf-16-le", "surrogatepass")) // 2


def _widths(screen: Screen) -> list[int]:
    """How many characters each button shows; half as many when it shares its row."""
    beside = [button.beside for button in screen.buttons]
    shared = [this or after for this, after in zip(beside, [*beside, False][1:], strict=True)]
    return [BUTTON_LENGTH // 2 if shares else BUTTON_LENGTH for shares in shared]


def _with_hint(button: Button, width: int) -> str:
    room = width - len(button.label) - len(BETWEEN)
    hint = shorten(button.hint, room) if room >= SHORTEST_HINT else ""
    return f"{button.label}{BETWEEN}{hint}" if hint else button.label


def _rows(buttons: Sequence[Button], labels: Sequence[str]) -> list[list[dict[str, Any]]]:
    rows: list[list[dict[str, Any]]] = []
    for button, label in zip(buttons, labels, strict=True):
        drawn = {"text": label, **_target(button)}
        if button.kind in STYLES:
            drawn["style"] = STYLES[button.kind]
        if button.beside and rows and len(rows[-1]) < ROW_LENGTH:
            rows[-1].append(drawn)
        else:
            rows.append([drawn])
    return rows


def _target(button: Button) -> dict[str, Any]:
    if button.copy:
        return {"copy_text": {"text": button.copy}}
    return {"url": button.url} if button.url else {"callback_data": button.route}

"""Reads and validates the values in calls."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

PNG = bytes.fromhex(
    "89504e470d0a1a0a0000000d49484452000000010000000108060000001f15c4890000000d49444154789c6360000000"
    "000500017a5eab3f0000000049454e44ae426082"
)
PICTURE_BEGINS = (b"\x89PNG", b"\xff\xd8\xff", b"GIF8", b"RIFF")
ENTITY_TYPES = {"bold", "italic", "underline", "strikethrough", "spoiler", "code", "pre", "text_link", "url"}
MOST_PICTURE_BYTES = 10 * 1024 * 1024
MOST_FILE_BYTES = 50 * 1024 * 1024
MOST_FETCHED_BYTES = 20 * 1024 * 1024


class Refused(Exception):
    """A refusal: status, description, and for flood control the seconds to wait."""

    def __init__(self, code: int, description: str, retry_after: int | None = None) -> None:
        super().__init__(description)
        self.code, self.description, self.retry_after = code, description, retry_after


def bad(description: str) -> Refused:
    return Refused(400, f"Bad Request: {description}")


@dataclass(frozen=True)
class Upload:
    name: str
    content: bytes
    mime: str


Check = Callable[[Any], Any]


def number(value: Any) -> int:
    if isinstance(value, str) and value.lstrip("-").isdigit():
        return int(value)
    if isinstance(value, bool) or not isinstance(value, int):
        raise bad(f"a whole number is needed, not {value!r}")
    return value


def between(least: int, most: int) -> Check:
    def check(value: Any) -> int:
        if not least <= number(value) <= most:
            raise bad(f"a number from {least} to {most} is needed, not {value}")
        return number(value)

    return check


def flag(value: Any) -> bool:
    if value in (True, "true", "True"):
        return True
    if value in (False, "false", "False"):
        return False
    raise bad(f"true or false is needed, not {value!r}")


def text(value: Any) -> str:
    if not isinstance(value, str):
        raise bad(f"text is needed, not {value!r}")
    return value


def text_up_to(most: int, complaint: str) -> Check:
    def check(value: Any) -> str:
        if utf16(text(value)) > most:
            raise bad(complaint)
        return str(value)

    return check


def message_text(value: Any) -> str:
    if not text(value).strip():
        raise bad("message text is empty")
    return str(text_up_to(4096, "message is too long")(value)).rstrip()


def structure(kind: type) -> Check:
    """Reads a list or an object, given as itself or as JSON."""

    def check(value: Any) -> Any:
        try:
            value = json.loads(value) if isinstance(value, str) else value
        except ValueError:
            raise bad(f"can't parse the JSON of {value!r}") from None
        if not isinstance(value, kind):
            raise bad(f"{'an object' if kind is dict else 'a list'} is needed, not {value!r}")
        return value

    return check


def texts(value: Any) -> list[str]:
    return [text(one) for one in structure(list)(value)]


def fields(value: Any, known: dict[str, Check], needed: tuple[str, ...] = ()) -> dict[str, Any]:
    """Reads an object and refuses unknown fields."""
    given = structure(dict)(value)
    unknown = given.keys() - known.keys()
    if unknown:
        raise bad(f"unknown fields {sorted(unknown)}")
    missing = [name for name in needed if name not in given]
    if missing:
        raise bad(f"fields {missing} are missing")
    return {name: known[name](one) for name, one in given.items()}


def entities(value: Any) -> list[dict[str, Any]]:
    known = {"type": text, "offset": between(0, 10_000), "length": between(1, 10_000), "url": text}
    found = [fields(one, known, ("type", "offset", "length")) for one in structure(list)(value)]
    if any(one["type"] not in ENTITY_TYPES for one in found):
        raise bad("an entity of an unknown type")
    return found


def entities_within(given: list[dict[str, Any]], carrier: str) -> list[dict[str, Any]]:
    if any(one["offset"] + one["length"] > utf16(carrier) for one in given):
        raise bad("ENTITY_BOUNDS_INVALID")
    return given


def link_preview(value: Any) -> dict[str, Any]:
    known = {"is_disabled": flag, "url": text, "prefer_small_media": flag, "prefer_large_media": flag}
    return fields(value, {**known, "show_above_text": flag})


def file(value: Any) -> Any:
    """Reads an upload, the id of a file, or the name of another part of the request."""
    if not isinstance(value, Upload | str) or value == "":
        raise bad("there is no file in the request")
    return value


def utf16(carrier: str) -> int:
    return len(carrier.encode("utf-16-le", "surrogatepass")) // 2

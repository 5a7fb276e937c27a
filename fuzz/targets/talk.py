"""A talk, line by line: `ratmi order/1` taps a route, `ratmi #0` a shown button, `ratmi > ya` types.

What comes after an empty line is typed by whoever did the last step.
"""

from __future__ import annotations

import re
from functools import cache

from hypothesis import strategies as st

from bench.labelled import batch
from bot.handlers import ROUTES
from fuzz import people
from fuzz.inputs import Inputs, samples, spoilt
from fuzz.shop import Shop, opened

MOST_STEPS = 8
LONGEST_ROUTE = 200
VALUES = (
    "0",
    "1",
    "2",
    "3",
    "7",
    "-1",
    "999999999",
    "TW",
    "JP",
    "XX",
    "id",
    "umkm",
    "owner",
    "q1",
    "x",
    "yes",
    "no",
)
FIGURES = (
    "2147483648",
    "999999999999",
    "9" * 400,
    "-5",
    "0",
    "00",
    "1e9",
    "1.000.000.000.000",
    "12,5",
    "٣",
    "½",
)
MORE_FIGURES = (
    "31/02/2027",
    "1/1/0001",
    "9999-12-31",
    "TWD 99999999999",
    "JP 0,0001",
    "99999 kg 1x1x1",
    "160-00000000",
)
MORE_VALUES = (
    "2026-11-24",
    "2026-12-04",
    "-",
    "country",
    "manifest",
    "name",
    "mobile",
    "air",
    "%",
    "٣",
    "a b",
    "1e3",
)


async def check(data: bytes) -> None:
    """Plays the talk. Raises Fault, and whatever the program raises."""
    head, _, typed = data.decode("utf-8", "replace").partition("\n\n")
    steps = [line.partition(" ") for line in head.splitlines()]
    known = [(people.CHATS[who], what) for who, _, what in steps if who in people.CHATS][:MOST_STEPS]
    if not known:
        return
    async with opened() as shop:
        for chat, what in known:
            await _do(shop, chat, what)
        if typed.strip():
            await shop.say(known[-1][0], typed)


async def _do(shop: Shop, chat: str, what: str) -> None:
    screen = shop.screen(chat)
    if what.startswith(">"):
        await shop.say(chat, what[1:])
    elif (number := _NUMBER.fullmatch(what)) and screen is not None:
        routes = [button.route for button in screen.buttons if button.route] or ["home"]
        await shop.tap(chat, routes[int(number[1]) % len(routes)])
    else:
        await shop.tap(chat, what[:LONGEST_ROUTE])


_NUMBER = re.compile(r"#([0-9]{1,3})")


@cache
def _taps() -> st.SearchStrategy[str]:
    values = st.sampled_from((*VALUES, *MORE_VALUES)) | st.integers(0, 40).map(str)
    patterns = st.sampled_from([line.pattern for line in ROUTES])
    filled = patterns.flatmap(
        lambda one: st.tuples(*[values] * one.count("{")).map(lambda given: _fill(one, given))
    )
    route = st.one_of(filled, filled, st.integers(0, 9).map(lambda at: f"#{at}"), st.text(max_size=70))
    return st.builds(lambda who, to: f"{who} {to}", st.sampled_from(sorted(people.CHATS)), route)


def _fill(pattern: str, values: tuple[str, ...]) -> str:
    parts, given = pattern.split("/"), iter(values)
    return "/".join(next(given) if part.startswith("{") else part for part in parts)


def routes() -> Inputs:
    """Taps on any routes, by anybody."""
    made = st.lists(_taps(), min_size=1, max_size=MOST_STEPS).map(
        lambda lines: "\n".join(lines).encode(errors="replace")
    )
    return made | spoilt(samples("routes"))


def texts() -> Inputs:
    """Any text, typed at the open questions of the corpus and as free text."""
    known = samples("texts")
    questions = st.sampled_from([one.partition(b"\n\n")[0] for one in known])
    said = [one["text"].encode() for one in (*batch("given").messages, *batch("mended").messages)]
    words = sorted({word for one in said for word in one.split()})
    typed = st.one_of(
        spoilt(said),
        st.lists(st.sampled_from(words), max_size=30).map(b" ".join),
        st.text(max_size=300).map(lambda text: text.encode(errors="replace")),
        st.sampled_from((*FIGURES, *MORE_FIGURES)).map(str.encode),
        spoilt([one.partition(b"\n\n")[2] for one in known]),
        st.builds(lambda word, times: word * times, st.sampled_from(words), st.integers(1, 2000)),
    )
    return st.builds(lambda asked, text: asked + b"\n\n" + text[:9000], questions, typed) | spoilt(known)

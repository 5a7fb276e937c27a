"""`python -m bench texts`: how long the dearest texts hold up the reader, and so everybody.

Each of the parts is repeated as often as is still read, three times more than that, and to the longest
message that Telegram sends. Nothing of an earlier text is known. Times are those of the processor, so that
others at work do not count, and are printed beside a fixed piece of work.
"""

from __future__ import annotations

import sys
import time

from bench.labelled import demo_wares, reader_of
from bench.understanding import grown, reference_milliseconds
from bot.conversation.acceptance import LONGEST as LONGEST_MESSAGE
from bot.understanding import Interpreter
from bot.understanding.effort import LONGEST

DEAR = (
    "karak 2, ",
    "karak\n2\n",
    "kerbau? noodles\n",
    "60? kampus ",
    "Dublin? ave? ",
    "SG? ",
    "2, bmbu\n",
    "2, ",
    "buat Rina",
)
"""What costs most when it is repeated, found by trying."""
PRODUCTS = (100, 3_000, 10_000)
AIM_MILLISECONDS = 50
REFERENCE_MILLISECONDS = 27
"""What a million additions take on the machine for which the aim is meant."""


def longest_read(reader: Interpreter, part: str) -> str:
    """As many repetitions as are still read."""
    fewest, most = 1, LONGEST // len(part)
    while fewest < most:
        count = (fewest + most + 1) // 2
        fewest, most = (fewest, count - 1) if reader.read(part * count).too_long else (count, most)
    return part * fewest


def hostile(reader: Interpreter, part: str) -> tuple[str, str, str]:
    """The longest text of this part that is read, one that is just refused, and the longest that can come."""
    read = longest_read(reader, part)
    return read, read + part * 3, part * (LONGEST_MESSAGE // len(part))


def milliseconds(reader: Interpreter, text: str) -> float:
    """The least of three readings, each without anything that is known from before."""
    return 1000 * min(_seconds(reader, text) for _ in range(3))


def _seconds(reader: Interpreter, text: str) -> float:
    reader.forget()
    begun = time.thread_time()
    reader.read(text)
    return time.thread_time() - begun


def slowest(reader: Interpreter) -> dict[str, float]:
    """By part, the time of its dearest text."""
    return {part: max(milliseconds(reader, text) for text in hostile(reader, part)) for part in DEAR}


def main() -> None:
    """Prints the times; fails over the aim, which counts in million additions."""
    unit = min(reference_milliseconds() for _ in range(3))
    sys.stdout.write(f"milliseconds; a million additions take {unit:.0f} here\n")
    worst = 0.0
    for count in PRODUCTS:
        found = slowest(reader_of(grown(demo_wares(), count)))
        worst = max(worst, *found.values())
        dearest = max(found, key=lambda part: found[part])
        sys.stdout.write(f"{count:>6} products: at most {found[dearest]:.0f}, {dearest!r}\n")
    ratio = worst / unit
    aim = AIM_MILLISECONDS / REFERENCE_MILLISECONDS
    sys.stdout.write(f"at most {ratio:.2f} times a million additions; the aim is {aim:.2f}\n")
    sys.exit(ratio > aim)

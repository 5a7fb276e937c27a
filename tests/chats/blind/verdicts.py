"""How people who wrote blind judge what the shop answered: `python -m tests.chats.blind.verdicts`.

A folder is a batch, read once and kept raw: what was mended afterwards is measured on the next one. Each line
of its `verdicts.jsonl` is one sentence of a conversation, in order, with its verdict:
`right` is what a good assistant would have done; `acceptable` is correct with one needless step; `wrong` is
false, not done, or about something else; at a `dead_end` neither text nor buttons lead on.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

BATCHES = sorted(one.parent for one in Path(__file__).parent.glob("*/verdicts.jsonl"))
VERDICTS = ("right", "acceptable", "wrong", "dead_end")


@dataclass(frozen=True, slots=True)
class Judged:
    """A sentence, number `n` of its conversation, and what was thought of the answer to it."""

    conversation: str
    who: str
    n: int
    said: str
    verdict: str
    why: str = ""


def judged(batch: Path) -> list[Judged]:
    """All sentences of a batch, conversation by conversation. Raises TypeError for an odd line."""
    lines = (batch / "verdicts.jsonl").read_text(encoding="utf-8").splitlines()
    return [Judged(**json.loads(line)) for line in lines if line]


def counted(sentences: Sequence[Judged]) -> dict[str, float]:
    """The share of each verdict in per cent."""
    found = Counter(one.verdict for one in sentences)
    return {verdict: 100 * found[verdict] / len(sentences) for verdict in VERDICTS}


def main() -> None:
    """Prints of each batch how many sentences there are, and the share of each verdict."""
    for batch in BATCHES:
        sentences = judged(batch)
        conversations = len({one.conversation for one in sentences})
        shares = ", ".join(f"{verdict} {share:.1f} %" for verdict, share in counted(sentences).items())
        print(f"{batch.name}: {len(sentences)} sentences of {conversations} conversations: {shares}")


if __name__ == "__main__":
    main()

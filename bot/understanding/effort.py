"""How much work the reading of one message may be, so that nobody waits for somebody else's long text.

It is counted in steps and not in time: the same text is read, or refused, on every machine and every day.
"""

from __future__ import annotations

LONGEST = 2000
"""The most characters of a message that is read."""
MOST_TOKENS = 500
MOST_STEPS = 39_000
"""The most steps of reading a message: at most 50 ms of a machine that adds up a million numbers in 27."""
COMPARED_A_STEP = 4
"""Catalogue words that are compared with a misspelt one in the time of a step."""


class TooMuchToRead(Exception):
    """The message is longer, or more work, than the reader takes on."""


class Effort:
    """The steps that reading one message has left; a step is one look at a token.

    Raises TooMuchToRead for too many tokens, and when no steps are left.
    """

    def __init__(self, tokens: int) -> None:
        self._left = MOST_STEPS
        self._guessed: set[str] = set()
        if tokens > MOST_TOKENS:
            raise TooMuchToRead

    def spend(self, steps: int = 1) -> None:
        """Takes steps off. Raises TooMuchToRead when none are left."""
        self._left -= steps
        if self._left < 0:
            raise TooMuchToRead

    def guess(self, word: str, steps: int) -> None:
        """Spends what it takes to find out what a word means, once for each word of the message.

        It costs the same when the answer is remembered: whether a text is read must not hang on the texts
        before it. Raises TooMuchToRead.
        """
        if steps and word not in self._guessed:
            self._guessed.add(word)
            self.spend(steps)

"""What a language model may be asked about a message, and what of its answer counts. Pure: others ask it.

It is asked only where the reader abstains (`abstention`). What leaves is masked (`masking`) and lists the
goods that it may choose from (`question`). Of its answer only what the message bears out is kept (`answer`).
"""

from __future__ import annotations

from bot.understanding.language_model.abstention import abstains
from bot.understanding.language_model.answer import accounted
from bot.understanding.language_model.question import Question, question_about

__all__ = ["Question", "abstains", "accounted", "question_about"]

"""Base models of the schemas in `config/`: no unknown keys, words in both languages."""

from __future__ import annotations

import re
from typing import Annotated

from pydantic import AfterValidator, BaseModel, ConfigDict, model_validator


def _compiles(pattern: str) -> str:
    try:
        re.compile(pattern)
    except re.error as broken:
        raise ValueError(f"no regular expression: {broken}") from broken
    return pattern


Pattern = Annotated[str, AfterValidator(_compiles)]


class Strict(BaseModel):
    """A part of the file in which no unknown key is allowed."""

    model_config = ConfigDict(extra="forbid", frozen=True)


class Words(Strict):
    """A question's label in both languages, and why it is asked."""

    label_id: str = ""
    label_en: str = ""
    why_id: str = ""
    why_en: str = ""

    @model_validator(mode="after")
    def _both_languages(self) -> Words:
        for in_id, in_en in (("label_id", "label_en"), ("why_id", "why_en")):
            if bool(getattr(self, in_id)) != bool(getattr(self, in_en)):
                raise ValueError(f"{in_id} and {in_en} belong together")
        return self

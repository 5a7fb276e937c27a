"""What the parts of `config/destinations.yaml` share: no unknown keys, words in both languages."""

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
    """A label in both languages, and why it is asked."""

    label_id: str = ""
    label_en: str = ""
    why_id: str = ""
    why_en: str = ""

    @model_validator(mode="after")
    def _both_languages(self) -> Words:
        for one, other in (("label_id", "label_en"), ("why_id", "why_en")):
            if bool(getattr(self, one)) != bool(getattr(self, other)):
                raise ValueError(f"{one} and {other} belong together")
        return self

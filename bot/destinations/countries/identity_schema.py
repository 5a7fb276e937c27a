"""The schema of identity numbers and choice questions in `config/destinations.yaml`."""

from __future__ import annotations

from typing import Literal

from pydantic import Field

from bot.destinations.countries.schema_parts import Pattern, Strict, Words

Check = Literal["tw_id", "th_pin", "my_nric", "luhn", "cn_ric", "tckimlik"]
Service = Literal["express", "air_cargo", "post"]


class ByService(Strict):
    """The condition that a number is asked only when the goods go by one of these services."""

    by_service: list[Service] = Field(min_length=1)


class AnswerEntry(Strict):
    """One answer of a choice question: its button's label, the words that people type for it, our reply."""

    id: str = Field(pattern=r"^[a-z_]{2,16}$")
    label_id: str = Field(min_length=1, max_length=20)
    label_en: str = Field(min_length=1, max_length=20)
    words: list[str] = Field(default=[])
    then_id: str = ""
    then_en: str = ""


class IdentityEntry(Words):
    """An identity number that customs or carriers may require of the consignee.

    With `answers` it is a choice question instead, and no answer prevents ordering. `check` names the rule of
    its check digit where one is known; `validate` describes it.
    """

    id: str = Field(pattern=r"^[a-z_]{2,24}$")
    label_id: str = Field(min_length=1)
    required: Literal["always", "never"] | ByService
    for_coordinator: bool = False
    note: str
    pattern: Pattern | None = None
    example: str = ""
    check: Check | None = None
    answers: list[AnswerEntry] = Field(default=[])
    validate_: str = Field(alias="validate")
    source: str
    confidence: str

    def asked_for(self, service: str) -> bool:
        """Whether it is asked when the goods go by this service."""
        return self.required == "always" or (
            isinstance(self.required, ByService) and service in self.required.by_service
        )

    @property
    def asked_for_at_all(self) -> bool:
        """Whether it is asked for any service."""
        return self.required != "never"

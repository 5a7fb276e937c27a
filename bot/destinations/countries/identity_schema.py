"""What `config/destinations.yaml` may say of identity numbers, and of questions with a few answers."""

from __future__ import annotations

from typing import Literal

from pydantic import Field

from bot.destinations.countries.schema_parts import Pattern, Strict, Words

Check = Literal["tw_id", "th_pin", "my_nric", "luhn", "cn_ric", "tckimlik"]
Service = Literal["express", "air_cargo", "post"]


class ByService(Strict):
    """An identity number asked only when the goods go by one of these services."""

    by_service: list[Service] = Field(min_length=1)


class AnswerEntry(Strict):
    """One answer of a question with a few: its button, the words that mean it, what is said to it."""

    id: str = Field(pattern=r"^[a-z_]{2,16}$")
    label_id: str = Field(min_length=1, max_length=20)
    label_en: str = Field(min_length=1, max_length=20)
    words: list[str] = Field(default=[])
    then_id: str = ""
    then_en: str = ""


class IdentityEntry(Words):
    """An identity number that customs or carriers may ask of the consignee.

    With `answers` it is a question with a few answers instead, which keeps nobody from ordering.
    `check` names the check digit's rule where one is known; `validate` is its prose.
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
        """Whether it is asked of those whose goods go by this service."""
        return self.required == "always" or (
            isinstance(self.required, ByService) and service in self.required.by_service
        )

    @property
    def asked_for_at_all(self) -> bool:
        """Whether some service asks it."""
        return self.required != "never"

"""The schema of `config/restrictions.yaml`: rules by product class and destination."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date
from enum import Enum
from functools import total_ordering
from typing import Any, Literal

from pydantic import Field, model_validator

from bot.destinations.countries.schema import Iso2, Source
from bot.destinations.countries.schema_parts import Strict


@total_ordering
class Action(Enum):
    """What a rule does to a line, ordered by strictness."""

    ALLOW = "allow"
    WARN = "warn"
    NEEDS_DOCUMENT = "needs_document"
    FORBID = "forbid"

    def __lt__(self, other: Action) -> bool:
        order = list(Action)
        return order.index(self) < order.index(other)


class Commercial(Strict):
    """Where the rule for commercial stock differs."""

    action: Action
    document: str
    document_id: str = ""


class Rule(Strict):
    """The rule for one class at one destination, with its reason and sources.

    Without days it always applies; both days are included. `next`, if any, applies after its last day. The
    `…_id` texts are Indonesian; an authority keeps its own name, with an explanation beside it.
    """

    action: Action
    reason: str = Field(min_length=1)
    reason_id: str = Field(min_length=1)
    authority: str
    authority_id: str = ""
    document: str = ""
    document_id: str = ""
    limit: str = ""
    limit_id: str = ""
    confidence: Literal["sourced", "partly", "gk", "policy"]
    source: list[str]
    valid_from: date | None = None
    valid_to: date | None = None
    next: Rule | None = None
    commercial: Commercial | None = None

    @model_validator(mode="after")
    def _in_order(self) -> Rule:
        if self.valid_from and self.valid_to and self.valid_to < self.valid_from:
            raise ValueError("valid_to is before valid_from")
        if self.next and not (
            self.valid_to and self.next.valid_from and self.next.valid_from > self.valid_to
        ):
            raise ValueError("next: must begin after this rule's valid_to")
        return self

    def on(self, day: date) -> Rule | None:
        """The rule of a day: this one or one that follows it; None if none applies."""
        if (self.valid_from or day) <= day <= (self.valid_to or day):
            return self
        return self.next.on(day) if self.next else None

    def row(self) -> Iterator[Rule]:
        """This rule and all its successors, in order."""
        yield self
        if self.next:
            yield from self.next.row()

    def in_bulk(self) -> Rule:
        """This rule for commercial stock."""
        if self.commercial is None:
            return self
        differs = {"document": self.commercial.document, "document_id": self.commercial.document_id}
        return self.model_copy(update={"action": self.commercial.action, **differs})

    def why(self, language: str) -> str:
        """The reason, in English for `en`, else in Indonesian."""
        return self.reason if language == "en" else self.reason_id

    def authority_in(self, language: str) -> str:
        """The authority behind the rule; English for `en`, else Indonesian."""
        return self.authority if language == "en" else self.authority_id or self.authority

    def document_in(self, language: str) -> str:
        """The permit that is needed; English for `en`, else Indonesian."""
        return self.document if language == "en" else self.document_id or self.document

    def limit_in(self, language: str) -> str:
        """How much may go; English for `en`, else Indonesian."""
        return self.limit if language == "en" else self.limit_id or self.limit

    def in_indonesian(self, words: Mapping[str, str]) -> Rule:
        """The rule with missing Indonesian texts filled in from the file's glossary."""
        filled: dict[str, Any] = {
            f"{name}_id": getattr(self, f"{name}_id") or words.get(getattr(self, name), "")
            for name in ("authority", "document", "limit")
        }
        if bulk := self.commercial:
            document_id = bulk.document_id or words.get(bulk.document, "")
            filled["commercial"] = bulk.model_copy(update={"document_id": document_id})
        if self.next:
            filled["next"] = self.next.in_indonesian(words)
        return self.model_copy(update=filled)


class ClassEntry(Strict):
    """A product class, and the default rule for destinations without a rule of their own."""

    label_id: str
    label_en: str
    flags: list[str]
    hs_hint: list[str]
    default: Rule


class RestrictionsMeta(Strict):
    """About the file: what it is and how it is read."""

    title: str
    made: str
    origin: str
    status: str
    actions: dict[Action, str]
    merge_rule: str
    confidence: dict[str, str]
    always: list[str]


class RestrictionsFile(Strict):
    """The whole of `config/restrictions.yaml`; `glossary_id` translates texts of rules into Indonesian."""

    version: str = Field(min_length=1)
    checked_on: date
    meta: RestrictionsMeta
    severity_order: list[Action]
    classes: dict[str, ClassEntry]
    destinations: dict[Iso2, dict[str, Rule]]
    glossary_id: dict[str, str] = Field(default_factory=dict)
    sources: dict[str, Source]

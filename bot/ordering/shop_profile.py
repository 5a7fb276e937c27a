"""The shop's own facts, from `config/shop.yaml`: who we are, how to pay, when shipments leave."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field

from bot.core.config_files import read_yaml
from bot.shipments import Cadence

FILE = "shop.yaml"
Iso2 = Annotated[str, Field(pattern="^[A-Z]{2}$")]


class Payment(BaseModel):
    """How to pay, in each language; empty means "we will tell you". Longer would not fit its message.

    `account` is the number that customers may copy by a tap: digits only, as banks take it.
    """

    model_config = ConfigDict(extra="forbid", frozen=True)

    id: str = Field(default="", max_length=400)
    en: str = Field(default="", max_length=400)
    account: str = Field(default="", pattern=r"^\d{0,34}$")


class Spoken(BaseModel):
    """A sentence or two in each language; an empty one is not shown."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    id: str = Field(default="", max_length=300)
    en: str = Field(default="", max_length=300)

    def text(self, language: str) -> str:
        """English for `en`, else Indonesian."""
        return (self.en if language == "en" else self.id).strip()


class Departures(BaseModel):
    """The cadence of all destinations, and what differs for single ones."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    default: Cadence = Cadence()
    destinations: dict[Iso2, Cadence] = {}


class Exporter(BaseModel):
    """Who sells and sends, as printed on invoice, packing list and label; empty fields are not printed.

    `nib` and `npwp` (or NIK) identify the exporter to Indonesian customs; `incoterm` says who pays for what
    until the destination; `signatory` signs.
    """

    model_config = ConfigDict(extra="forbid", frozen=True)

    name: str = Field(default="", max_length=80)
    address: str = Field(default="", max_length=300)
    phone: str = Field(default="", max_length=40)
    email: str = Field(default="", max_length=80)
    nib: str = Field(default="", pattern=r"^(\d{13})?$")
    npwp: str = Field(default="", pattern=r"^(\d{15,16})?$")
    incoterm: str = Field(default="DAP", pattern="^[A-Z]{3}$")
    signatory: str = Field(default="", max_length=80)


class ShopProfile(BaseModel):
    """What `config/shop.yaml` states about the shop."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    name: str = Field(default="Rantau", min_length=1, max_length=40)
    payment: Payment = Payment()
    hand_in_address: str = Field(default="", max_length=200)
    coordinator_contact: str = Field(default="", max_length=200)
    pick_up: dict[Iso2, Spoken] = {}
    shipments: Departures = Departures()
    exporter: Exporter = Exporter()

    @classmethod
    def read(cls, config_dir: Path) -> ShopProfile:
        """The profile in this configuration folder. Raises ConfigRefused with every fault and its line."""
        return read_yaml(config_dir / FILE, cls)

    def how_to_pay(self, language: str) -> str:
        """The payment text: Indonesian for Javanese readers too, English for all others; may be empty."""
        return (self.payment.id if language in ("id", "jv") else self.payment.en).strip()

    def picked_up(self, destination: str, language: str) -> str:
        """Where parcels to a destination can be picked up; "" where they only come to the door."""
        return self.pick_up[destination].text(language) if destination in self.pick_up else ""

    def seller(self) -> Exporter:
        """The exporter; while no name is given, the shop's own."""
        return self.exporter if self.exporter.name else self.exporter.model_copy(update={"name": self.name})

    def cadence_of(self, destination: str) -> Cadence:
        """How often shipments to a destination leave: the default with the destination's own values."""
        own = self.shipments.destinations.get(destination)
        if own is None:
            return self.shipments.default
        differs = {name: getattr(own, name) for name in own.model_fields_set}
        return self.shipments.default.model_copy(update=differs)

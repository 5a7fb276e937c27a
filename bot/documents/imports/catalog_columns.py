"""The columns of `catalog.csv` and `umkm.csv`, each with its check."""

from __future__ import annotations

import re
from typing import Annotated, Any, Literal, TypeVar

from pydantic import AfterValidator, BaseModel, BeforeValidator, ConfigDict, Field, model_validator

from bot.catalog import HOTTEST, NO_ALLERGENS, Allergen
from bot.core.csv_cells import one_line
from bot.core.typed_signs import keyed

Row = TypeVar("Row", bound=BaseModel)


def _shown(text: str) -> str:
    return repr(text if len(text) <= 40 else f"{text[:40]}…")


def _whole(text: Any) -> Any:
    """Digits only: `24.000`, `24,5` and `Rp24000` are read differently in different countries."""
    if isinstance(text, str):
        if not re.fullmatch(r"-?\d{1,15}", keyed(text).strip(), re.ASCII):
            raise ValueError(f"{_shown(text)} is not a whole number (digits only)")
        return int(text)
    return text


def _whole_or_none(text: Any) -> Any:
    return None if isinstance(text, str) and not text.strip() else _whole(text)


def _filled(text: str) -> str:
    if not text:
        raise ValueError("is empty")
    return text


def _like(pattern: str, says: str) -> AfterValidator:
    def check(text: str) -> str:
        if not re.fullmatch(pattern, text, re.ASCII):
            raise ValueError(f"{_shown(text)}: {says}" if text else f"is empty: {says}")
        return text

    return AfterValidator(check)


_CODES = "|".join(Allergen)
Text = Annotated[str, Field(max_length=1000), AfterValidator(one_line)]
Line = Annotated[str, Field(max_length=200), AfterValidator(one_line)]
Name = Annotated[str, Field(max_length=200), AfterValidator(one_line), AfterValidator(_filled)]
Unit = Annotated[str, Field(max_length=24), AfterValidator(one_line), AfterValidator(_filled)]
PaperNumber = Annotated[str, Field(max_length=60), AfterValidator(one_line)]
Rupiah = Annotated[int, BeforeValidator(_whole), Field(ge=1, le=1_000_000_000)]
Grams = Annotated[int, BeforeValidator(_whole), Field(ge=1, le=1_000_000)]
Millimetres = Annotated[int, BeforeValidator(_whole), Field(ge=1, le=10_000)]
Days = Annotated[Annotated[int, Field(ge=1, le=36_500)] | None, BeforeValidator(_whole_or_none)]
Stock = Annotated[Annotated[int, Field(ge=0, le=1_000_000)] | None, BeforeValidator(_whole_or_none)]
Sku = Annotated[str, _like(r"[A-Z0-9][A-Z0-9-]{0,23}", "at most 24 capital letters, digits and hyphens")]
Code = Annotated[str, _like(r"[a-z0-9][a-z0-9-]{0,39}", "at most 40 small letters, digits and hyphens")]
Heat = Annotated[Annotated[int, Field(ge=0, le=HOTTEST)] | None, BeforeValidator(_whole_or_none)]
HsCode = Annotated[str, _like(r"\d{6}", "an HS code has six digits")]
Classes = Annotated[
    str,
    Field(max_length=200),
    _like(r"[a-z0-9_]+(;[a-z0-9_]+)*", "classes of restrictions.yaml, several with ; between them"),
]
Allergens = Annotated[
    str,
    Field(max_length=200),
    _like(
        rf"({NO_ALLERGENS}|({_CODES})(;({_CODES}))*)?",
        f"{NO_ALLERGENS}, or {', '.join(Allergen)}, several with ; between them",
    ),
]


OptionOf = Annotated[str, _like(r"([A-Z0-9][A-Z0-9-]{0,23})?", "the SKU of a product, or empty")]
Option = Annotated[str, Field(max_length=40), AfterValidator(one_line)]


class UmkmRow(BaseModel):
    """One line of `umkm.csv`."""

    model_config = ConfigDict(extra="forbid", frozen=True, str_strip_whitespace=True)

    code: Code
    name: Name
    district: Line
    hand_in_note_id: Text


class ProductRow(BaseModel):
    """One line of `catalog.csv`; weights, sizes and price are of one piece. Empty stock means made to order.

    A column with a default may be missing from the file; the database then keeps its values. Empty `spicy`,
    `ingredients` and `allergens` mean that nobody has said; `none` says that there are no allergens. A size
    or a colour stands below the product that it is an `option_of`, and its names hold its label.
    """

    model_config = ConfigDict(extra="forbid", frozen=True, str_strip_whitespace=True)

    sku: Sku
    umkm: Code
    name_id: Name
    name_en: Name
    category: Code
    description_id: Text
    description_en: Text
    unit: Unit
    price_idr: Rupiah
    net_grams: Grams
    gross_grams: Grams
    length_mm: Millimetres
    width_mm: Millimetres
    height_mm: Millimetres
    shelf_life_days: Days
    hs_code: HsCode
    classes: Classes
    halal: Literal["yes", "no", "na"]
    stock: Stock
    aliases: Text
    halal_no: PaperNumber = ""
    pirt_md_no: PaperNumber = ""
    stays_because: Line = ""
    spicy: Heat = None
    ingredients: Text = ""
    allergens: Allergens = ""
    option_of: OptionOf = ""
    option_id: Option = ""
    option_en: Option = ""

    @model_validator(mode="after")
    def _packed_weighs_more(self) -> ProductRow:
        if self.gross_grams < self.net_grams:
            raise ValueError(f"gross_grams: {self.gross_grams} is less than net_grams {self.net_grams}")
        return self

    @model_validator(mode="after")
    def _option_has_its_label(self) -> ProductRow:
        labels = (self.option_id, self.option_en)
        if self.option_of == self.sku:
            raise ValueError("option_of: a product is no option of itself")
        if bool(self.option_of) != all(labels) or bool(self.option_of) != any(labels):
            raise ValueError("option_id, option_en: the label of an option_of, in both languages")
        return self

    def values(self, umkm_id: int) -> dict[str, Any]:
        """The line as a row of the table of products, which is on offer."""
        columns = self.model_dump(exclude={"umkm"}, exclude_unset=True)
        row = {PRODUCT_COLUMNS[name]: value for name, value in columns.items()}
        return {**row, "umkm_id": umkm_id, "offered": True}


UMKM_COLUMNS = tuple(UmkmRow.model_fields)
PRODUCT_COLUMNS = {name: name for name in ProductRow.model_fields} | {
    "price_idr": "price_rupiah",
    "length_mm": "length_millimetres",
    "width_mm": "width_millimetres",
    "height_mm": "height_millimetres",
}
"""The columns of the file in their order, each with its name in the table."""
COLUMN_DEFAULTS = {
    name: column.default for name, column in ProductRow.model_fields.items() if not column.is_required()
}
"""The values for optional columns that a file lacks."""

"""Buttons that put a number on the clipboard: of an order, of a parcel, of the account to pay into."""

from __future__ import annotations

from bot.conversation.screens import Button
from bot.conversation.translation import _
from bot.ordering.shop import Shop


def number_copy(number: str | None) -> Button:
    """Copies the number of an order."""
    return Button(_("Copy order number"), copy=number or "–")


def parcel_copy(number: str) -> Button:
    """Copies the number of a parcel or a waybill."""
    return Button(_("Copy {number}").format(number=number), copy=number)


def account_copy(shop: Shop) -> list[Button]:
    """Copies the account that customers pay into; none while the shop has not stated one."""
    account = shop.profile.payment.account
    return [Button(_("Copy account number"), copy=account)] if account else []

"""Wrap-up rules: what a company wants written down when a conversation ends."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum


class FieldType(StrEnum):
    """What a field for the CRM holds."""

    TEXT = "text"
    NUMBER = "number"
    AMOUNT = "amount"  # such as "49.90 EUR"


class FieldFrom(StrEnum):
    """Where a field's value comes from."""

    KIND = "kind"  # the kind of moment
    EMOTION = "emotion"  # the strongest emotion read
    FIGURE = "figure"  # an amount or a reference that the customer wrote
    CUSTOMER = "customer"  # what is known of the customer
    STAFF = "staff"  # only a person fills it in


FIGURES = ("amount", "reference")
CUSTOMER_FIELDS = ("external_id", "name", "email", "segment")


@dataclass(frozen=True, slots=True)
class FieldRule:
    """One field that the company wants. ``of``: which figure, or which part of the customer."""

    name: str
    title: Mapping[str, str]  # by locale
    type: FieldType
    source: FieldFrom
    of: str = ""


@dataclass(frozen=True, slots=True)
class WrapUpRules:
    """What the company wants of wrap-ups, and how long a late promise may wait before it is raised."""

    quiet_min: int = 2
    promise_grace_min: int = 60
    fields: tuple[FieldRule, ...] = ()


WRAP_UP = WrapUpRules()
"""What holds where a policy says nothing of it."""

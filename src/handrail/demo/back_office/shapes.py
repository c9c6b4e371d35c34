"""Shapes: what the back office's tools answer, as it goes over the wire."""

from datetime import date, datetime

from typing_extensions import TypedDict  # pydantic wants this one before Python 3.12


class Card(TypedDict):
    """A card; the last four digits are the only ones that are kept."""

    card_id: str
    brand: str
    last4: str
    status: str


class Cards(TypedDict):
    """A customer's cards."""

    cards: list[Card]


class BlockedCard(TypedDict):
    """A card that cannot be used any more."""

    card_id: str
    last4: str
    status: str
    blocked_at: datetime


class OpenCard(TypedDict):
    """A card that can be used again."""

    card_id: str
    last4: str
    status: str


class NewCard(TypedDict):
    """A card that is on its way."""

    card_id: str
    last4: str
    arrives_by: date


class Order(TypedDict):
    """An order, and whether any of it can still be paid back."""

    order_id: str
    item: str
    status: str
    total_eur: float
    refundable: bool


class Orders(TypedDict):
    """A customer's orders, latest first."""

    orders: list[Order]


class OrderStatus(TypedDict):
    """Where an order is."""

    order_id: str
    item: str
    status: str
    expected: date


class Refund(TypedDict):
    """What was paid back, or is not to be paid back after all."""

    refund_id: str
    order_id: str
    amount_eur: float
    status: str


Appointment = TypedDict(
    "Appointment", {"appointment_id": str, "when": datetime, "with": str, "status": str}
)


class Appointments(TypedDict):
    """A customer's appointments, in order of time."""

    appointments: list[Appointment]


class ChangedAppointment(TypedDict):
    """An appointment that was cancelled, or booked again."""

    appointment_id: str
    when: datetime
    status: str

"""Articles and vectors that the tests of this folder share."""

from dataclasses import replace
from datetime import date

from handrail.domain.knowledge import Article

SIZE = 384


def pointing(*axes: int) -> list[float]:
    """A unit vector halfway between these axes."""
    return [len(axes) ** -0.5 if axis in axes else 0.0 for axis in range(SIZE)]


LOST = Article(
    slug="lost",
    title="If your card is lost",
    text="Freeze the card in the app.\n\nThen ask for a person.",
    audience="customer",
    locale="en",
    kinds=("card_lost", "fraud"),
    skills=("cards",),
    updated=date(2026, 10, 1),
)
FEES = replace(LOST, slug="fees", title="Prices", text="A transfer costs 6 euros.", kinds=("fees",))
STAFF = replace(LOST, slug="staff", title="Lost card, for staff", audience="staff")
KARTE = replace(LOST, slug="karte", title="Karte verloren", text="Karten sperren.", locale="de")
ARTICLES = (LOST, FEES, STAFF, KARTE)
VECTORS = (pointing(0), pointing(1), pointing(0), pointing(0))

"""Replies, what they should rest on, and whether they do: three public sets as one shape."""

from dataclasses import dataclass
from pathlib import Path

from bench.public_sets import is_tested, part_of, public_rows

FULLY = "Fully attributable"
SUMMEDITS = ("summedits_sales/sales_call", "summedits_sales/sales_email")


@dataclass(frozen=True)
class Claim:
    """A reply, what it should rest on, and whether it does."""

    reply: str
    passage: str
    question: str
    good: bool


def test_sets(folder: Path) -> dict[str, list[Claim]]:
    """The rows that are measured, by the name of their set; in an order that a hash gives."""
    sets = {
        "begin (Wizard of Wikipedia, test)": begin(folder, "begin_groundedness/wow_test"),
        "halueval general (a fifth, by hash)": [c for c in halueval(folder) if is_tested(c.reply)],
        "summedits sales calls (half of the calls)": held(summedits(folder, SUMMEDITS[0])),
        "summedits sales mails (half of the mails)": held(summedits(folder, SUMMEDITS[1])),
    }
    return {name: sorted(claims, key=lambda c: part_of(c.reply)) for name, claims in sets.items()}


def held(claims: list[Claim]) -> list[Claim]:
    """Those about half of the documents, by a hash; the other half is for development."""
    return [claim for claim in claims if not is_for_development(claim)]


def is_for_development(claim: Claim) -> bool:
    """Whether a claim is about a document of the half that may choose."""
    return part_of(claim.passage) < 128


def begin(folder: Path, name: str) -> list[Claim]:
    """BEGIN: replies of dialogue models (Dziri et al. 2022); generic ones count as not attributable."""
    return [
        Claim(row["response"], row["knowledge"], row["message"], row["begin_label"] == FULLY)
        for row in public_rows(folder, name)
    ]


def halueval(folder: Path) -> list[Claim]:
    """HaluEval's general part: there is no passage, only the question that was asked."""
    return [
        Claim(
            row["chatgpt_response"],
            row["user_query"],
            row["user_query"],
            row["hallucination"] == "no",
        )
        for row in public_rows(folder, "halueval_general/all")
    ]


def summedits(folder: Path, name: str) -> list[Claim]:
    """SummEdits: summaries with one small change each (Laban et al. 2023)."""
    return [
        Claim(row["summary"], row["doc"], "", row["label"] == 1)
        for row in public_rows(folder, name)
    ]

"""One reader for all tests: loading the models takes longer than reading with them."""

import pytest

from handrail.actions.ports import KindHead
from handrail.adapters.signals.reader import BundledSignalReader

KINDS = {
    "card_lost": [
        "I lost my card",
        "my debit card is gone",
        "can't find my card anywhere",
        "please block my card, it is lost",
        "left my card on the train",
    ],
    "opening_hours": [
        "when are you open",
        "opening hours please",
        "are you open on sunday",
        "what time do you close today",
        "is the branch open tomorrow morning",
    ],
    "refund": [
        "I want my money back",
        "where is my refund",
        "how do I get a refund for my order",
        "refund still not here",
        "you owe me a refund",
    ],
}


@pytest.fixture(scope="session")
def reader() -> BundledSignalReader:
    return BundledSignalReader()


@pytest.fixture(scope="session")
def head(reader: BundledSignalReader) -> KindHead:
    return reader.fit(KINDS)

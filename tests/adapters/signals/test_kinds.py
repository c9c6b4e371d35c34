import pytest

from handrail.actions.ports import KindHead
from handrail.adapters.signals.reader import BundledSignalReader
from tests.adapters.signals.conftest import KINDS


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("where did my card go, I don't have it any more", "card_lost"),
        ("still waiting for you to pay me back", "refund"),
        ("until what time can I come by today?", "opening_hours"),
    ],
)
def test_other_wordings_of_a_kind_are_probable(
    reader: BundledSignalReader, head: KindHead, text: str, name: str
) -> None:
    [reading] = reader.read([text], head)
    best = reading.signals.best_kind
    assert best is not None
    assert (best.name, best.probability > 0.35) == (name, True)


def test_an_oblique_wording_is_still_far_before_all_other_kinds(
    reader: BundledSignalReader, head: KindHead
) -> None:
    [reading] = reader.read(["until what time can I come by today?"], head)
    best, second, *_ = reading.signals.kinds
    assert best.name == "opening_hours"
    assert best.probability > 10 * second.probability


def test_nothing_is_probable_when_nothing_fits(reader: BundledSignalReader, head: KindHead) -> None:
    strange = ["tell me a joke about penguins", "how tall is the eiffel tower", "qwertz", ""]
    for reading in reader.read(strange, head):
        assert reading.signals.kinds[0].probability < 0.35


def test_kinds_come_best_first_and_at_most_five(reader: BundledSignalReader) -> None:
    many = {
        f"kind_{number}": [f"question number {number}", f"{number} apples"] for number in range(9)
    }
    [reading] = reader.read(["question number 3"], reader.fit(many))
    shares = [kind.probability for kind in reading.signals.kinds]
    assert len(shares) == 5
    assert shares == sorted(shares, reverse=True)
    assert sum(shares) <= 1.0


def test_fitting_twice_gives_the_same_head(reader: BundledSignalReader, head: KindHead) -> None:
    again = reader.fit(KINDS)
    assert reader.read(["I lost it"], again) == reader.read(["I lost it"], head)
    assert (again.accuracy, again.confusable) == (head.accuracy, head.confusable)


def test_kinds_with_the_same_examples_are_reported_as_confusable(
    reader: BundledSignalReader,
) -> None:
    twins = {"one": KINDS["refund"], "other": [f"{text}?" for text in KINDS["refund"]]}
    head = reader.fit(twins | {"card_lost": KINDS["card_lost"]})
    assert head.accuracy < 0.9
    assert {frozenset(pair[:2]) for pair in head.confusable} == {frozenset(twins)}
    assert all(0.0 < share <= 1.0 for *_, share in head.confusable)


def test_examples_that_are_clear_are_read_rightly_when_left_out(head: KindHead) -> None:
    assert head.accuracy >= 0.8


def test_a_policy_without_examples_has_no_kinds(reader: BundledSignalReader) -> None:
    head = reader.fit({"empty": []})
    [reading] = reader.read(["hello"], head)
    assert reading.signals.kinds == ()
    assert (head.accuracy, list(head.confusable)) == (0.0, [])


def test_many_examples_are_read_in_blocks(reader: BundledSignalReader) -> None:
    many = {
        f"floor {n}": [f"take me to floor {n} door {m}" for m in range(300)] for n in (1, 2, 3, 4)
    }
    head = reader.fit(many)
    [reading] = reader.read(["I want to go to floor 3, door 17"], head)
    assert reading.signals.kinds[0].name == "floor 3"
    assert 0.9 < head.accuracy <= 1.0

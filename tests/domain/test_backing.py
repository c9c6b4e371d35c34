from dataclasses import replace
from datetime import UTC, datetime

import pytest

from handrail.domain.backing import Backing, Choice, Chosen, NotVerified, Purpose, verify
from handrail.domain.claim import Claim, ClaimType, Ground, GroundType
from handrail.domain.drafting import DRAFTING, Drafting, KindDrafting
from handrail.domain.level import Level

GROUND = Ground(GroundType.ARTICLE, "a", "A", "It costs 5 euros.")
COST = Claim(0, "It costs 5 euros.", (ClaimType.FIGURE,), (GROUND,), must_open=True)
PLAIN = Claim(1, "Thank you.")
DRAFT = "It costs 5 euros. Thank you."
BACKING = Backing(
    "d", Purpose.REVIEW, "fees", Level.HIGH, "quoted", "en", (COST, PLAIN), verify_first=True
)
CHOSEN = Chosen("d", "s", Choice.SEND, datetime(2026, 1, 1, tzinfo=UTC))


def test_a_draft_is_not_sent_before_a_choice() -> None:
    with pytest.raises(NotVerified, match="Choose what to do"):
        verify(BACKING, None, {0}, DRAFT, as_draft=True)
    verify(BACKING, CHOSEN, {0}, DRAFT, as_draft=True)
    verify(replace(BACKING, verify_first=False), None, {0}, DRAFT, as_draft=True)


def test_a_draft_is_not_sent_before_its_marked_claims_are_opened() -> None:
    with pytest.raises(NotVerified, match="It costs 5 euros") as refused:
        verify(BACKING, CHOSEN, (), "Something else.", as_draft=True)
    assert refused.value.unopened == (COST,)


def test_own_words_are_held_to_the_marked_claims_that_they_repeat() -> None:
    verify(BACKING, None, (), "I look it up for you.", as_draft=False)
    with pytest.raises(NotVerified):
        verify(BACKING, None, (), "Hello! it costs  5 EUROS, thank you", as_draft=False)


def test_a_draft_changed_a_mind_when_the_deed_is_another() -> None:
    assert not CHOSEN.changed
    assert not replace(CHOSEN, did=Choice.SEND).changed
    assert replace(CHOSEN, did=Choice.REFUSE).changed


def test_a_kind_may_ask_for_more_or_less_than_all_others() -> None:
    figure = frozenset({ClaimType.FIGURE})
    drafting = Drafting(
        verify_first=frozenset({Level.HIGH}),
        must_open=figure,
        kinds={
            "loan": KindDrafting(all_claims=True, verify_first=True),
            "hours": KindDrafting(frozenset(), verify_first=False),
        },
    )
    assert drafting.must_open_of("card") == (figure, False)
    assert drafting.must_open_of("loan") == (frozenset(), True)
    assert drafting.must_open_of("hours") == (frozenset(), False)
    assert drafting.verifies_first("card", Level.HIGH)
    assert not drafting.verifies_first("card", Level.LOW)
    assert drafting.verifies_first("loan", Level.LOW)
    assert not drafting.verifies_first("hours", Level.HIGH)
    assert DRAFTING.must_open_of("card") == (frozenset(), False)


def test_the_earlier_conversations_behind_a_draft_are_named() -> None:
    earlier = replace(GROUND, type=GroundType.CONVERSATION, ref="c")
    made = replace(BACKING, claims=(COST, replace(PLAIN, grounds=(earlier, GROUND, earlier))))
    assert made.conversations == {"c"}
    assert BACKING.conversations == frozenset()

from dataclasses import replace
from datetime import UTC, datetime

import pytest
from hypothesis import settings
from hypothesis.stateful import RuleBasedStateMachine, invariant, precondition, rule

from handrail.domain.conversation import (
    AiMay,
    Conversation,
    Owner,
    Party,
    State,
    WrongState,
)
from handrail.domain.policy import Lead

NEW = Conversation("c", "web", "en", "k", datetime(2026, 11, 23, tzinfo=UTC), last_seq=1)


def asked(conversation: Conversation = NEW) -> Conversation:
    return conversation.customer_wrote(conversation.last_seq + 1)


def test_a_new_conversation_waits_for_the_customer() -> None:
    assert NEW.owner == Owner(Party.CUSTOMER)


def test_a_question_is_the_ais_to_answer() -> None:
    assert asked().owner == Owner(Party.AI)
    assert asked().turn_is_open


def test_an_answer_gives_the_word_to_the_customer() -> None:
    assert asked().ai_leads().answered(2).owner == Owner(Party.CUSTOMER)


def test_an_answer_to_the_first_of_two_questions_leaves_the_second() -> None:
    assert asked(asked()).answered(2).owner == Owner(Party.AI)


def test_a_draft_is_the_reviewers() -> None:
    assert asked().review_requested().owner == Owner(Party.REVIEWER)
    assert asked().review_requested().reviewed().answered(2).owner == Owner(Party.CUSTOMER)


def test_a_person_who_accepts_owes_the_answer_that_was_waiting() -> None:
    told = asked().queued().answered(2)
    assert told.owner == Owner(Party.DESK)
    accepted = told.accepted("anna")
    assert accepted.owner == Owner(Party.PERSON, "anna")
    assert not accepted.turn_is_open
    assert accepted.answered(2).owner == Owner(Party.CUSTOMER)


def test_taking_over_an_answered_conversation_owes_nothing() -> None:
    assert asked().answered(2).accepted("anna").owner == Owner(Party.CUSTOMER)


def test_the_ai_is_silent_while_a_person_leads() -> None:
    led = asked(asked().queued().accepted("anna"))
    assert not led.turn_is_open
    with pytest.raises(WrongState, match="state 'person'"):
        led.ai_leads()
    with pytest.raises(WrongState):
        led.review_requested()


def test_handing_back_says_what_the_ai_may_and_leaves_the_word_to_the_customer() -> None:
    back = asked().queued().accepted("anna").handed_back(AiMay.HOW_TO_ONLY)
    assert (back.state, back.ai_may, back.lead) == (State.AI, AiMay.HOW_TO_ONLY, Lead.AI)
    assert back.owner == Owner(Party.CUSTOMER)


def test_staying_with_the_ai_does_not_ask_again_for_what_was_asked() -> None:
    assert asked().queued().stays_with_ai().owner == Owner(Party.CUSTOMER)


def test_closed_opens_again_when_the_customer_writes() -> None:
    again = asked(asked().closed())
    assert (again.state, again.owner) == (State.AI, Owner(Party.AI))


def test_closing_twice_is_refused() -> None:
    with pytest.raises(WrongState, match="closed already"):
        NEW.closed().closed()


def test_a_call_is_the_desks() -> None:
    assert asked().callback_booked().owner == Owner(Party.DESK)


class Life(RuleBasedStateMachine):
    """Every order of transitions that the actions can bring about."""

    def __init__(self) -> None:
        super().__init__()
        self.conversation = NEW

    def move(self, to: Conversation) -> None:
        assert to.answered_seq <= to.asked_seq or to.asked_seq == 0
        self.conversation = to

    @rule()
    def customer_writes(self) -> None:
        self.move(asked(self.conversation))

    @rule()
    def system_speaks(self) -> None:
        self.move(replace(self.conversation, last_seq=self.conversation.last_seq + 1))

    @precondition(lambda self: self.conversation.turn_is_open)
    @rule()
    def ai_answers(self) -> None:
        if self.conversation.state in (State.AI, State.REVIEW):
            self.move(self.conversation.ai_leads().answered(self.conversation.asked_seq))

    @precondition(lambda self: self.conversation.turn_is_open)
    @rule()
    def ai_drafts(self) -> None:
        if self.conversation.state in (State.AI, State.REVIEW):
            self.move(self.conversation.review_requested())

    @precondition(lambda self: self.conversation.state is State.REVIEW)
    @rule()
    def draft_is_sent(self) -> None:
        self.move(self.conversation.reviewed().answered(self.conversation.asked_seq))

    @precondition(lambda self: self.conversation.state is not State.PERSON)
    @rule()
    def handed_off(self) -> None:
        moved = self.conversation.queued()
        self.move(moved.answered(moved.asked_seq))

    @precondition(lambda self: self.conversation.state is not State.PERSON)
    @rule()
    def call_is_booked(self) -> None:
        moved = self.conversation.callback_booked()
        self.move(moved.answered(moved.asked_seq))

    @precondition(lambda self: self.conversation.state in (State.QUEUED, State.CALLBACK))
    @rule()
    def stays(self) -> None:
        self.move(self.conversation.stays_with_ai())

    @rule()
    def person_takes_it(self) -> None:
        self.move(self.conversation.accepted("anna"))

    @precondition(lambda self: self.conversation.state is State.PERSON)
    @rule()
    def person_answers(self) -> None:
        self.move(self.conversation.answered(self.conversation.asked_seq))

    @precondition(lambda self: self.conversation.state is State.PERSON)
    @rule()
    def handed_back(self) -> None:
        self.move(self.conversation.handed_back(AiMay.ANSWER))

    @precondition(lambda self: self.conversation.state is not State.CLOSED)
    @rule()
    def closed(self) -> None:
        self.move(self.conversation.closed())

    @invariant()
    def exactly_one_party_owns_the_next_word(self) -> None:
        owner = self.conversation.owner
        claims = {
            Party.AI: self.conversation.state is State.AI and self.conversation.unanswered,
            Party.REVIEWER: self.conversation.state is State.REVIEW,
            Party.DESK: self.conversation.state in (State.QUEUED, State.CALLBACK),
            Party.PERSON: self.conversation.state is State.PERSON and self.conversation.unanswered,
            Party.CUSTOMER: not self.conversation.unanswered
            and self.conversation.state in (State.AI, State.PERSON, State.CLOSED),
        }
        assert [party for party, holds in claims.items() if holds] == [owner.party]

    @invariant()
    def a_person_is_named_when_and_only_when_one_leads(self) -> None:
        leads = self.conversation.state is State.PERSON
        assert (self.conversation.staff_id is not None) == leads

    @invariant()
    def a_person_can_always_be_had(self) -> None:
        if self.conversation.state is not State.PERSON:
            assert self.conversation.queued().owner == Owner(Party.DESK)


TestLife = Life.TestCase
TestLife.settings = settings(max_examples=200, stateful_step_count=40)

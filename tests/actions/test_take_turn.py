from collections.abc import AsyncGenerator, Sequence
from dataclasses import replace

import pytest

from handrail.actions.model_ports import Asking
from handrail.actions.ports import AiSwitch
from handrail.actions.review_draft import review_draft
from handrail.actions.stop_ai import start_ai, stop_ai
from handrail.actions.take_turn import take_turn
from handrail.domain.conversation import AiMay, MadeBy, Owner, Party, State
from handrail.domain.knowledge import Chunk, Passage, Shelved
from handrail.domain.policy import OpeningHours
from handrail.domain.record import Outcome
from handrail.domain.replay import decide_again
from tests.actions.desks import CHECKED, HOURS, RISKY, ROUTINE, SUNDAY, a_stage
from tests.domain.policies import read_as
from tests.fakes.phraser import FakePhraser


async def test_ai_answers_a_routine_question_from_an_article(database_url: str) -> None:
    async with a_stage(database_url) as stage:
        opened = await stage.customer()
        seq = await stage.asks(opened, "what are your opening hours", ROUTINE)
        await take_turn(stage.desk, opened.id)
        answer = (await stage.events(opened))[-1]
        assert answer.text == "We are open from 8 to 20."
        assert answer.provenance is not None
        assert answer.provenance.made_by is MadeBy.AI
        assert answer.data["reply_to"] == seq
        assert answer.data["sources"] == [{"slug": "opening-hours", "title": "opening hours"}]
        assert (await stage.conversation(opened)).owner == Owner(Party.CUSTOMER)


async def test_taking_a_turn_again_changes_nothing(database_url: str) -> None:
    async with a_stage(database_url) as stage:
        opened = await stage.customer()
        await stage.asks(opened, "what are your opening hours", ROUTINE)
        await take_turn(stage.desk, opened.id)
        before = await stage.events(opened)
        await take_turn(stage.desk, opened.id)
        assert await stage.events(opened) == before


async def test_two_questions_before_the_turn_get_one_answer(database_url: str) -> None:
    async with a_stage(database_url) as stage:
        opened = await stage.customer()
        await stage.asks(opened, "hi")
        await stage.asks(opened, "what are your opening hours")
        stage.signals.readings["hi\nwhat are your opening hours"] = ROUTINE
        await take_turn(stage.desk, opened.id)
        assert await stage.kinds(opened) == ["disclosure", "message", "message", "message"]


async def test_without_an_article_the_ai_says_so_and_offers_a_person(database_url: str) -> None:
    async with a_stage(database_url) as stage:
        opened = await stage.customer()
        await stage.asks(opened, "do you sell boats")
        await take_turn(stage.desk, opened.id)
        answer = (await stage.events(opened))[-1]
        assert answer.text == "does_not_know:"
        assert answer.data["offers_person"] is True


async def test_a_middle_tier_waits_for_a_persons_check(database_url: str) -> None:
    async with a_stage(database_url) as stage:
        opened = await stage.customer()
        await stage.asks(opened, "how long takes a loan", CHECKED)
        await take_turn(stage.desk, opened.id)
        assert await stage.kinds(opened) == ["disclosure", "message", "lead_changed", "disclosure"]
        assert (await stage.conversation(opened)).owner == Owner(Party.REVIEWER)
        async with stage.desk.store.transaction() as tx:
            draft = await tx.open_draft(opened.id)
        assert draft is not None
        anna = await stage.staff()
        await review_draft(stage.desk, opened.id, anna, draft.id)
        sent = (await stage.events(opened))[-1]
        assert sent.text == "A loan takes two days."
        assert sent.provenance is not None
        assert (sent.provenance.made_by, sent.provenance.staff_name) == (
            MadeBy.AI_DRAFT,
            anna.name,
        )
        assert (await stage.conversation(opened)).owner == Owner(Party.CUSTOMER)


async def test_a_new_question_replaces_the_draft(database_url: str) -> None:
    async with a_stage(database_url) as stage:
        opened = await stage.customer()
        await stage.asks(opened, "how long takes a loan", CHECKED)
        await take_turn(stage.desk, opened.id)
        await stage.asks(opened, "what are your opening hours")
        both = "how long takes a loan\nwhat are your opening hours"
        stage.signals.readings[both] = ROUTINE
        await take_turn(stage.desk, opened.id)
        conversation = await stage.conversation(opened)
        assert (conversation.state, conversation.owner.party) == (State.AI, Party.CUSTOMER)
        async with stage.desk.store.transaction() as tx:
            assert await tx.open_draft(opened.id) is None


async def test_a_hard_rule_brings_a_person_and_says_where_the_customer_stands(
    database_url: str,
) -> None:
    async with a_stage(database_url) as stage:
        opened = await stage.customer()
        await stage.asks(opened, "my card is gone", RISKY)
        await take_turn(stage.desk, opened.id)
        kinds = await stage.kinds(opened)
        assert kinds[2:] == ["lead_changed", "handoff_requested", "queue_update"]
        update = (await stage.events(opened))[-1]
        assert update.data["position"] == 1
        assert "low_min" not in update.data
        async with stage.desk.store.transaction() as tx:
            [decision] = await tx.decisions(opened.id)
            handoff = await tx.current_handoff(opened.id)
        assert (decision.rule, decision.outcome) == ("suspected_fraud", Outcome.HANDED_OFF)
        assert handoff is not None
        assert handoff.note == "my card is gone"
        assert handoff.skills == ("cards",)


async def test_a_crisis_is_met_before_anything_else(database_url: str) -> None:
    async with a_stage(database_url) as stage:
        opened = await stage.customer()
        crisis = read_as("hello", flagged=frozenset({"self_harm"}))
        await stage.asks(opened, "i cannot go on", crisis)
        await take_turn(stage.desk, opened.id)
        assert (await stage.events(opened))[2].data == {"key": "crisis"}


async def test_what_a_waiting_customer_adds_is_acknowledged(database_url: str) -> None:
    async with a_stage(database_url) as stage:
        opened = await stage.customer()
        await stage.asks(opened, "my card is gone", RISKY)
        await take_turn(stage.desk, opened.id)
        await stage.asks(opened, "it was in my bag")
        await take_turn(stage.desk, opened.id)
        assert (await stage.kinds(opened))[-2:] == ["message", "queue_update"]
        async with stage.desk.store.transaction() as tx:
            assert (await tx.decisions(opened.id))[-1].rule == "waits-for-a-person"
        assert (await stage.conversation(opened)).owner == Owner(Party.DESK)


async def test_danger_while_waiting_moves_the_customer_up(database_url: str) -> None:
    async with a_stage(database_url) as stage:
        first = await stage.customer()
        await stage.asks(first, "my card is gone", RISKY)
        await take_turn(stage.desk, first.id)
        stage.later(5)
        second = await stage.customer()
        await stage.asks(second, "how long takes a loan, my card is gone", RISKY)
        await take_turn(stage.desk, second.id)
        crisis = read_as("hello", flagged=frozenset({"self_harm", "asks_if_ai"}))
        await stage.asks(second, "i cannot go on. are you a person?", crisis)
        await take_turn(stage.desk, second.id)
        *_, danger, identity, place = await stage.events(second)
        assert (danger.data["key"], identity.data["key"]) == ("crisis", "am_i_ai")
        assert place.data["position"] == 1
        async with stage.desk.store.transaction() as tx:
            rules = [decision.rule for decision in await tx.decisions(second.id)]
        assert rules == ["suspected_fraud", "self_harm"]


async def test_out_of_hours_the_truth(database_url: str) -> None:
    async with a_stage(database_url, at=SUNDAY) as stage:
        opened = await stage.customer("de")
        await stage.asks(opened, "my card is gone", RISKY)
        await take_turn(stage.desk, opened.id)
        update = (await stage.events(opened))[-1]
        assert update.data["state"] == "out_of_hours"
        assert update.text == "out_of_hours:23.11., 08:00"


async def test_a_desk_that_never_opens_promises_no_time(database_url: str) -> None:
    async with a_stage(database_url, at=SUNDAY) as stage:
        never = replace(stage.policy, version="v2", hours=OpeningHours("UTC", ((),) * 7))
        stage.policies["v2"] = never
        await stage.desk.store.add_policy(never, "test", SUNDAY, "test")
        await stage.desk.store.activate_policy("v2", SUNDAY, "test")
        opened = await stage.customer()
        await stage.asks(opened, "my card is gone", RISKY)
        await take_turn(stage.desk, opened.id)
        update = (await stage.events(opened))[-1]
        assert (update.text, update.data) == ("message_noted:", {"state": "out_of_hours"})


async def test_a_stopped_ai_says_nothing_more(database_url: str) -> None:
    async with a_stage(database_url) as stage:
        anna = await stage.staff("supervisor")
        await stop_ai(stage.desk, anna, "test")
        opened = await stage.customer()
        await stage.asks(opened, "what are your opening hours", ROUTINE)
        await take_turn(stage.desk, opened.id)
        assert (await stage.conversation(opened)).state is State.QUEUED
        assert (await stage.events(opened))[2].data == {"key": "ai_stopped"}
        await start_ai(stage.desk, anna)
        async with stage.desk.store.transaction() as tx:
            assert await tx.ai_switch() == AiSwitch(None, anna.name, "")


async def test_stopping_the_ai_while_it_phrases_keeps_its_words_back(database_url: str) -> None:
    class StopsMeanwhile(FakePhraser):
        async def phrase(
            self,
            question: str,
            passages: Sequence[Passage],
            locale: str,
            asking: Asking | None = None,
            style: Sequence[str] = (),
        ) -> AsyncGenerator[str]:
            await stop_ai(stage.desk, anna, "now")
            yield "We are open from 8 to 20."

    async with a_stage(database_url, StopsMeanwhile()) as stage:
        anna = await stage.staff("supervisor")
        opened = await stage.customer()
        await stage.asks(opened, "what are your opening hours", ROUTINE)
        await take_turn(stage.desk, opened.id)
        assert (await stage.kinds(opened))[-1] == "queue_update"
        assert (await stage.conversation(opened)).state is State.QUEUED


@pytest.mark.parametrize(
    ("phraser", "expected", "how"),
    [
        (FakePhraser(["We are open from 8 to 20."]), "We are open from 8 to 20.", "phrased"),
        (FakePhraser(["We are open all night."]), "We are open from 8 to 20.", "quoted"),
        (FakePhraser(["<script>x</script>"]), "We are open from 8 to 20.", "quoted"),
        (FakePhraser(fails_with="timeout"), "We are open from 8 to 20.", "quoted"),
        (FakePhraser([]), "We are open from 8 to 20.", "quoted"),
    ],
)
async def test_a_models_words_are_sent_only_when_they_pass(
    database_url: str, phraser: FakePhraser, expected: str, how: str
) -> None:
    async with a_stage(database_url, phraser) as stage:
        opened = await stage.customer()
        await stage.asks(opened, "what are your opening hours", ROUTINE)
        await take_turn(stage.desk, opened.id)
        assert (await stage.events(opened))[-1].text == expected
        async with stage.desk.store.transaction() as tx:
            [decision] = await tx.decisions(opened.id)
        answer = decision.evidence["answer"]
        assert isinstance(answer, dict)
        assert answer["how"] == how
        shown = [data["text"] for _, _, data in stage.notices.previews]
        assert all(text == expected for text in shown)


async def test_an_article_of_which_two_parts_answer_is_named_once(database_url: str) -> None:
    async with a_stage(database_url, FakePhraser(["We are open from 8 to 20."])) as stage:
        parts = (
            Chunk((), "page 1", "We are open from 8 to 20.", "one"),
            Chunk((), "page 2", "At Easter too we are open from 8 to 20.", "two"),
        )
        long = Shelved(replace(HOURS, source="handbook", path="hours.pdf"), parts)
        await stage.desk.knowledge.keep(
            "handbook", "hours.pdf", [long], {"one": [1.0], "two": [1.0]}
        )
        opened = await stage.customer()
        await stage.asks(opened, "what are your opening hours", ROUTINE)
        await take_turn(stage.desk, opened.id)
        answer = (await stage.events(opened))[-1]
        assert answer.text == "We are open from 8 to 20."
        assert answer.data["sources"] == [{"slug": "opening-hours", "title": "opening hours"}]


async def test_after_a_limited_hand_back_only_articles_are_quoted(database_url: str) -> None:
    async with a_stage(database_url) as stage:
        opened = await stage.customer()
        async with stage.desk.store.transaction() as tx:
            conversation = await tx.conversation(opened.id)
            assert conversation is not None
            led = conversation.accepted((await stage.staff()).id)
            await tx.save_conversation(led.handed_back(AiMay.HOW_TO_ONLY))
        await stage.asks(opened, "do you sell boats")
        await take_turn(stage.desk, opened.id)
        async with stage.desk.store.transaction() as tx:
            [decision] = await tx.decisions(opened.id)
        assert (decision.rule, decision.lead) == ("no-article", "PERSON")


async def test_every_kept_decision_comes_out_the_same_again(database_url: str) -> None:
    async with a_stage(database_url) as stage:
        for signals in (ROUTINE, CHECKED, RISKY):
            opened = await stage.customer()
            await stage.asks(opened, "a loan, please", signals)
            await take_turn(stage.desk, opened.id)
            async with stage.desk.store.transaction() as tx:
                [decision] = await tx.decisions(opened.id)
            again = decide_again(decision, "a loan, please", stage.policy)
            assert (again.lead.value, again.rule) == (decision.lead, decision.rule)

"""A certificate is about one model: another may phrase only what a person checks first."""

from dataclasses import replace
from typing import cast

from handrail.actions.take_turn import take_turn
from handrail.domain.basis import basis
from tests.actions.desks import CHECKED, ROUTINE, a_stage
from tests.fakes.phraser import FakePhraser

SAID = "We are open from 8 to 20."
OTHER = FakePhraser([SAID], stands_in="small")


async def test_under_a_certificate_no_other_model_phrases_and_the_article_is_quoted(
    database_url: str,
) -> None:
    async with a_stage(database_url, OTHER) as stage:
        opened = await stage.customer()
        await stage.asks(opened, "what are your opening hours", ROUTINE)
        await take_turn(stage.desk, opened.id)
        assert (await stage.events(opened))[-1].text == SAID
        async with stage.desk.store.transaction() as tx:
            [decision] = await tx.decisions(opened.id)
    answer = cast(dict[str, str], decision.evidence["answer"])
    assert (decision.lead, answer["how"]) == ("AI", "quoted")
    assert (answer["model"], answer["rejected"]) == ("", "unreachable")


async def test_what_another_model_drafts_is_evidence_of_its_own(database_url: str) -> None:
    said = FakePhraser(["A loan takes two days."], stands_in="small")
    async with a_stage(database_url, said) as stage:
        await stage.staff()
        opened = await stage.customer()
        seq = await stage.asks(opened, "a loan", CHECKED)
        await take_turn(stage.desk, opened.id)
        async with stage.desk.store.transaction() as tx:
            [decision] = await tx.decisions(opened.id)
            drawn = await tx.sample_of_turn(opened.id, seq)
        answer = cast(dict[str, str], decision.evidence["answer"])
        assert (decision.lead, answer["how"], answer["model"]) == ("REVIEW", "phrased", "small")
        assert drawn is not None
        kind = stage.policy.kind("loan")
        assert drawn.basis == basis(stage.policy, kind, stage.desk.version_with("small"))
        assert drawn.basis != basis(stage.policy, kind, stage.desk.model_version)


async def test_the_same_model_at_another_place_is_no_other_model(database_url: str) -> None:
    same = replace(FakePhraser([SAID]), version="fake-phraser")
    async with a_stage(database_url, same) as stage:
        opened = await stage.customer()
        await stage.asks(opened, "what are your opening hours", ROUTINE)
        await take_turn(stage.desk, opened.id)
        async with stage.desk.store.transaction() as tx:
            [decision] = await tx.decisions(opened.id)
    answer = cast(dict[str, str], decision.evidence["answer"])
    assert (answer["how"], answer["model"]) == ("phrased", "fake-phraser")

"""The AI's record, certificates, samples and judgements over HTTP."""

import uuid
from typing import Any

from handrail.actions.evidence import Drawn
from handrail.actions.watch_drift import BY_DRIFT
from handrail.domain.basis import basis
from handrail.domain.judgement import Sample
from tests.actions.desks import ROUTINE
from tests.contracts.test_store_evidence import a_decision
from tests.web.webs import API, Customer, Web, a_web

QUESTION = "what are your opening hours"


async def asked(web: Web) -> tuple[Customer, str]:
    """A customer asks about the hours and the turn is taken; gives them and the decision's id."""
    web.signals.readings[QUESTION] = ROUTINE
    customer = await web.customer()
    await web.writes(customer, QUESTION)
    await web.turn(customer)
    async with web.parts.desk.store.transaction() as tx:
        [decision] = await tx.decisions(customer.id)
    return customer, decision.id


async def drawn(web: Web, count: int) -> list[str]:
    """That many drawn answers on the hours, in conversations of their own."""
    desk, policy = web.parts.desk, web.policy
    depends_on = basis(policy, policy.kind("hours"), desk.model_version)
    made: list[str] = []
    for _ in range(count):
        customer = await web.customer()
        async with desk.store.transaction() as tx:
            conversation = await tx.conversation(customer.id)
            assert conversation is not None
            decision = a_decision(conversation, at=desk.now())
            await tx.add_decision(decision)
            sample = Sample(decision.id, customer.id, 1, "hours", 0.8, 1.0, desk.now())
            await tx.add_sample(Drawn(sample, depends_on, second_wanted=False))
        made.append(decision.id)
    return made


async def send(web: Web, path: str, headers: dict[str, str], status: int, **body: Any) -> Any:
    answer = await web.client.post(f"{API}{path}", json=body, headers=headers)
    assert answer.status_code == status, answer.text
    return answer.json()


async def kind(web: Web, name: str, headers: dict[str, str]) -> Any:
    answer = await web.client.get(f"{API}/autonomy", headers=headers)
    assert answer.status_code == 200, answer.text
    return next(row for row in answer.json()["kinds"] if row["kind"] == name)


async def test_from_samples_over_verdicts_to_a_certificate(database_url: str) -> None:
    async with a_web(database_url, certified=False) as web:
        steward, staff = await web.signed_in("steward"), await web.signed_in()
        before = await kind(web, "hours", steward)
        assert (before["status"], before["needed"], before["judged"]) == ("none", 29, 0)
        assert before["why_not"].startswith("Too few answers are judged")
        assert "lowest" not in before
        await drawn(web, 29)
        desk = (await web.client.get(f"{API}/desk", headers=staff)).json()
        assert desk["counts"]["samples"] == 29
        page = (await web.client.get(f"{API}/samples?limit=10", headers=staff)).json()
        assert (len(page["samples"]), page["open"]) == (10, 29)
        assert page["samples"][0]["title"] == "hours (en)"
        while True:
            page = (await web.client.get(f"{API}/samples?limit=10", headers=staff)).json()
            for sample in page["samples"]:
                path = f"/samples/{sample['decision_id']}/judgements"
                said = await send(web, path, staff, 201, verdict="right")
                assert (said["by"], said["name"]) == ("staff", "Ada")
                await send(web, path, staff, 409, verdict="wrong")
            if not page["open"]:
                break
        ready = await kind(web, "hours", steward)
        assert (ready["judged"], ready["errors"], ready["lowest"]) == (29, 0, 0.8)
        issued = await send(web, "/certificates", steward, 201, kind="hours")
        [certificate] = issued["issued"]
        assert issued["refused"] == []
        assert certificate["sentence"].startswith("Over a confidence of 0.80 the AI's error on")
        after = await kind(web, "hours", steward)
        assert (after["status"], after["certificate"]["id"]) == ("certified", certificate["id"])
        assert after["sentence"] == certificate["sentence"]
        everything = await send(web, "/certificates", steward, 201)
        assert {row["reason"] for row in everything["refused"]} == {"never", "too_few"}
        judged = (await web.client.get(f"{API}/samples?state=judged", headers=staff)).json()
        assert [row["verdict"] for row in judged["samples"][0]["judgements"]] == ["right"]


async def test_a_threshold_may_only_be_more_careful(database_url: str) -> None:
    async with a_web(database_url, certified=False) as web:
        steward = await web.signed_in("steward")
        for body, field in (
            ({"kind": "boats"}, "kind"),
            ({"kind": "hello"}, "kind"),
            ({"threshold": 0.5}, "kind"),
            ({"kind": "hours", "threshold": 1.5}, "threshold"),
        ):
            problem = await send(web, "/certificates", steward, 422, **body)
            assert problem["field"] == field


async def test_a_steward_suspends_and_those_who_govern_see_it(web: Web) -> None:
    steward, staff = await web.signed_in("steward"), await web.signed_in()
    certificate = (await kind(web, "hours", steward))["certificate"]
    path = f"/certificates/{certificate['id']}/suspension"
    suspended = await send(web, path, steward, 201, reason="The hours change today.")
    assert suspended["suspended_because"] == "The hours change today."
    await send(web, path, steward, 409, reason="Again.")
    assert (await send(web, path, steward, 422, reason=" \n "))["field"] == "reason"
    await send(web, f"/certificates/{uuid.uuid4()}/suspension", steward, 404, reason="x")
    row = await kind(web, "hours", steward)
    assert (row["status"], row["why_not"]) == ("suspended", "The hours change today.")
    for headers, count in ((steward, 1), (await web.signed_in("supervisor"), 1), (staff, 0)):
        desk = (await web.client.get(f"{API}/desk", headers=headers)).json()
        assert len(desk["suspensions"]) == count
    customer, _ = await asked(web)
    detail = await web.client.get(f"{customer.path}/decisions", headers=staff)
    [decision] = detail.json()["decisions"]
    assert (decision["lead"], decision["rule_kind"]) == ("REVIEW", "certificate")


async def test_drift_reaches_every_desk_as_a_hint(web: Web) -> None:
    steward = await web.signed_in("steward")
    certificate = (await kind(web, "hours", steward))["certificate"]
    with web.parts.watchtower.watch_desk() as watch:
        hints = aiter(watch)
        async with web.parts.desk.store.transaction() as tx:
            now = web.clock[0]
            await tx.suspend(certificate["id"], now, BY_DRIFT, "The error has drifted.")
        assert await anext(hints) == frozenset()
    desk = (await web.client.get(f"{API}/desk", headers=steward)).json()
    assert desk["suspensions"][0]["because"] == "The error has drifted."


async def test_customers_and_cases_judge(web: Web) -> None:
    customer, decision = await asked(web)
    for resolved in (True, False):
        said = await send(
            web,
            f"/conversations/{customer.id}/resolution",
            customer.headers,
            201,
            resolved=resolved,
        )
        assert said == {"resolved": resolved}
    fresh = await web.customer()
    path = f"/conversations/{fresh.id}/resolution"
    await send(web, path, fresh.headers, 409, resolved=True)
    program = await web.key("judge")
    path = f"/decisions/{decision}/judgements"
    said = await send(web, path, program, 201, verdict="harmful", case="C-1", note="Lost money.")
    assert (said["who"], said["by"], said["note"]) == ("program: C-1", "case", "Lost money.")
    await send(
        web, f"/decisions/{uuid.uuid4()}/judgements", program, 404, verdict="right", case="1"
    )
    await send(web, path, await web.key("assess"), 403, verdict="right", case="C-1")
    await send(web, path, await web.signed_in("admin"), 403, verdict="right", case="C-1")


async def test_an_edited_draft_can_be_right_in_all_but_its_tone(database_url: str) -> None:
    async with a_web(database_url, certified=False) as web:
        customer, decision = await asked(web)
        member = await web.staff()
        headers = await web.session_of(member)
        detail = (await web.client.get(customer.path, headers=headers)).json()
        body = {
            "draft_id": detail["draft"]["id"],
            "verdict": "send",
            "text": "Hello! We are open from 8 to 20.",
            "tone_only": True,
        }
        await send(web, f"/conversations/{customer.id}/review", headers, 200, **body)
        judged = (await web.client.get(f"{API}/samples?state=judged", headers=headers)).json()
        [sample] = judged["samples"]
        assert (sample["decision_id"], sample["judgements"][0]["verdict"]) == (decision, "right")
        assert (sample["question"], sample["answer"]) == (QUESTION, "We are open from 8 to 20.")

"""Drafts by HTTP: who may see them, and what is refused by whom."""

import uuid
from dataclasses import replace
from datetime import datetime, timedelta

from handrail.actions.accept import take_over
from handrail.domain.claim import ClaimType
from handrail.domain.drafting import Drafting
from handrail.domain.level import Level
from handrail.domain.wrap_up import Amends, Found, WrapUp
from tests.actions.desks import CHECKED, MONDAY_NOON, ROUTINE
from tests.web.webs import API, Web

STRICT = Drafting(verify_first=frozenset(Level), must_open=frozenset({ClaimType.FIGURE}))


async def strict(web: Web) -> None:
    """A policy that wants a choice first and figures opened."""
    policy = replace(web.policy, version="v2", drafting=STRICT)
    store, shelf = web.parts.desk.store, web.parts.desk.policies
    await store.add_policy(policy, "test", MONDAY_NOON, "test")
    await store.activate_policy("v2", MONDAY_NOON, "test")
    shelf._policies["v2"] = policy  # pyright: ignore[reportPrivateUsage]


async def test_staff_ask_for_a_draft_use_and_leave_it(web: Web) -> None:
    ada = await web.staff()
    headers = await web.session_of(ada)
    customer = await web.customer()
    question = "what are your opening hours"
    web.signals.readings[question] = ROUTINE
    await web.writes(customer, question)
    await take_over(web.parts.desk, customer.id, ada)
    none = (await web.client.get(f"{customer.path}/draft", headers=headers)).json()
    assert none == {"draft": None, "why_none": None, "language": None}
    made = await web.client.post(f"{customer.path}/suggestion", headers=headers)
    assert made.status_code == 200, made.text
    draft = made.json()["draft"]
    assert (draft["purpose"], draft["hidden"]) == ("suggestion", False)
    assert [g["ref"] for g in draft["claims"][0]["grounds"]] == ["opening-hours"]
    body = {"draft_id": draft["id"]}
    left = await web.client.post(f"{customer.path}/draft/dismissal", json=body, headers=headers)
    assert left.json()["draft"] is None
    again = await web.client.post(f"{customer.path}/draft/dismissal", json=body, headers=headers)
    assert again.status_code == 409


async def test_a_review_on_a_high_tier_is_shown_after_a_choice_only(web: Web) -> None:
    await strict(web)
    headers = await web.signed_in()
    customer = await web.customer()
    question = "how do I get a loan in 2 days"
    web.signals.readings[question] = CHECKED
    await web.writes(customer, question)
    await web.turn(customer)
    detail = (await web.client.get(customer.path, headers=headers)).json()
    assert (detail["draft"]["text"], detail["draft"]["sources"]) == ("", [])
    hidden = (await web.client.get(f"{customer.path}/draft", headers=headers)).json()["draft"]
    assert (hidden["hidden"], hidden["text"], hidden["claims"]) == (True, "", [])
    choice = {"draft_id": hidden["id"], "choice": "refuse", "reason": " "}
    path = f"{customer.path}/draft/choice"
    blank = await web.client.post(path, json=choice, headers=headers)
    assert (blank.status_code, blank.json()["field"]) == (422, "reason")
    review = {"draft_id": hidden["id"], "verdict": "send"}
    early = await web.client.post(f"{customer.path}/review", json=review, headers=headers)
    assert early.status_code == 409
    assert "unopened" not in early.json()
    shown = await web.client.post(path, json={**choice, "choice": "send"}, headers=headers)
    draft = shown.json()["draft"]
    assert (draft["text"], draft["choice"]) == ("A loan takes two days.", "send")
    held = await web.client.post(f"{customer.path}/review", json=review, headers=headers)
    assert held.status_code == 409
    assert held.json()["unopened"] == [
        {"place": 0, "text": "A loan takes two days.", "types": ["figure", "deadline"]}
    ]
    opening = {"draft_id": hidden["id"], "place": 0}
    path = f"{customer.path}/draft/openings"
    opened = await web.client.post(path, json=opening, headers=headers)
    assert opened.json() == {"opened": [0]}
    sent = await web.client.post(f"{customer.path}/review", json=review, headers=headers)
    assert sent.status_code == 200, sent.text
    record = await web.client.get(f"{API}/draft-record", headers=await web.signed_in("steward"))
    [kind] = record.json()["kinds"]
    assert (kind["kind"], kind["sent"], record.json()["deeds"]) == ("loan", 1, 1)
    assert (await web.client.get(f"{API}/draft-record", headers=headers)).status_code == 403


async def test_times_to_accept_are_shown_where_there_are_enough(web: Web) -> None:
    conversation = (await web.customer()).id
    now = web.clock[0]

    async def accepted(kind: str, times: int, at: datetime) -> None:
        for seconds in range(1, times + 1):
            shown = WrapUp(
                str(uuid.uuid4()), conversation, 1, 2, at, (Found(kind),), Found("solved"), {}, {}
            ).shown(at)
            done = shown.accepted(str(uuid.uuid4()), at + timedelta(seconds=seconds), Amends())
            async with web.parts.desk.store.transaction() as tx:
                await tx.keep_wrap_up(done)

    await accepted("loan", 21, now - timedelta(days=1))
    await accepted("hours", 2, now - timedelta(days=1))
    await accepted("loan", 20, now - timedelta(days=9))
    await accepted("hours", 19, now - timedelta(days=9))
    jonas = await web.signed_in("supervisor")
    read = (await web.client.get(f"{API}/accept-times?days=7", headers=jonas)).json()
    assert (read["days"], read["fewest"], read["drafts"]) == (7, 20, [])
    every, loan, hours = read["wrap_ups"]
    assert (every["accepted"], "kind" in every) == (23, False)
    assert (loan["kind"], loan["accepted"], loan["amended"]) == ("loan", 21, 0)
    assert (loan["lower_s"], loan["median_s"], loan["upper_s"]) == (6.0, 11.0, 16.0)
    assert loan["median_before_s"] == 10.5
    assert hours == {"accepted": 2, "amended": 0, "kind": "hours", "title": hours["title"]}
    ada = await web.signed_in()
    assert (await web.client.get(f"{API}/accept-times", headers=ada)).status_code == 403

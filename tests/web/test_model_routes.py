"""The budget of language models, translations and a briefing in short over HTTP."""

import uuid
from pathlib import Path

from handrail.actions.keep_budget import StorePurse
from handrail.actions.model_ports import PlannedCall
from handrail.actions.phrase_briefing import InShort, Said
from handrail.actions.translate_by_model import Translated
from handrail.actions.translate_in_order import TranslatorsInOrder
from handrail.adapters.translation.apertium import open_apertium
from handrail.domain.model_budget import Amount, Usage
from tests.adapters.translation.engine import a_small_engine
from tests.domain.policies import read_as
from tests.fakes.form_filler import FakeFormFiller
from tests.web.webs import API, Web, a_web

GERMAN = "Wo ist mein Paket, das ich vor zwei Wochen bestellt habe?"
ENGLISH = "Where is my parcel that I ordered two weeks ago?"
REPLY = "It is on its way and will be with you by the weekend."


async def written(web: Web) -> tuple[str, int]:
    """A German customer writes; gives the path of the conversation and the message's number."""
    web.signals.readings[GERMAN] = read_as("loan", language="de")
    customer = await web.customer(locale="de", channel="web")
    return customer.path, await web.writes(customer, GERMAN)


async def test_the_budget_is_shown_to_those_who_answer_for_it(database_url: str) -> None:
    async with a_web(database_url, filler=FakeFormFiller()) as web:
        desk = web.parts.desk
        purse = StorePurse(desk.store, desk.budget, desk.now, desk.new_id)
        call = PlannedCall(None, "translate", "small", Amount(100, 2_000_000, 60_000))
        call_id = await purse.reserve(call)
        await purse.settle(call_id, Usage(40, 10, True, 30_000), 1_500_000, "timeout")
        denied = await web.client.get(f"{API}/model-budget", headers=await web.signed_in("staff"))
        assert denied.status_code == 403
        steward = await web.signed_in("steward")
        answer = (await web.client.get(f"{API}/model-budget", headers=steward)).json()
    assert answer["spent"] == {"tokens": 50, "money": 1.5, "minutes": 0.5}
    assert (answer["allowed"], answer["per_conversation"]) == ({}, {})
    assert (answer["model"], answer["currency"]) == ("fake-filler", "EUR")
    [row] = answer["by_model"]
    assert (row["model"], row["purpose"], row["calls"]) == ("small", "translate", 1)
    assert (row["failed"], row["estimated"]) == (1, 1)


async def test_a_message_is_translated_and_a_reply_seen_before_it_is_sent(
    database_url: str,
) -> None:
    filler = FakeFormFiller({"translate": Translated(ENGLISH)})
    async with a_web(database_url, filler=filler) as web:
        path, seq = await written(web)
        ada = await web.signed_in()
        found = (await web.client.get(f"{path}/translations", headers=ada)).json()
        offer = {"by": "fake-filler"}
        assert found["foreign"] == [{"seq": seq, "language": "de", "offer": offer}]
        assert found["reply"] == offer
        assert found["translator"] == "fake-filler"
        made = await web.client.post(f"{path}/translations", json={"seq": seq}, headers=ada)
        assert made.status_code == 201, made.text
        assert (made.json()["text"], made.json()["by"]) == (ENGLISH, "fake-filler")
        assert "quality" not in made.json()
        filler.answers = {"translate": Translated("Es ist unterwegs und kommt zum Wochenende.")}
        await web.client.post(f"{path}/takeover", headers=ada)
        seen = await web.client.post(
            f"{path}/reply-translations", json={"text": REPLY}, headers=ada
        )
        assert seen.status_code == 201, seen.text
        body = {"client_id": str(uuid.uuid4()), "translation_id": seen.json()["id"]}
        sent = await web.client.post(f"{path}/translated-messages", json=body, headers=ada)
        assert sent.status_code == 202, sent.text


async def test_why_there_is_no_translation_is_said(database_url: str) -> None:
    async with a_web(database_url) as web:
        path, seq = await written(web)
        ada = await web.signed_in()
        none = await web.client.post(f"{path}/translations", json={"seq": seq}, headers=ada)
        assert none.status_code == 409
        assert "No translator is installed" in none.json()["detail"]
        reply = await web.client.post(
            f"{path}/reply-translations", json={"text": REPLY}, headers=ada
        )
        assert reply.status_code == 409
        unknown = await web.client.post(f"{path}/translations", json={"seq": 999}, headers=ada)
        assert unknown.status_code == 404


async def test_a_briefing_in_short(database_url: str) -> None:
    filler = FakeFormFiller({"brief": InShort([Said("Wo ist mein Paket?", [1])])})
    async with a_web(database_url, filler=filler) as web:
        path, seq = await written(web)
        ada = await web.signed_in()
        answer = (await web.client.post(f"{path}/briefing/summary", headers=ada)).json()
    assert answer["sentences"] == [{"text": "Wo ist mein Paket?", "lines": [1]}]
    assert (answer["dropped"], answer["by"], answer["up_to_seq"]) == (0, "fake-filler", seq)


async def test_why_there_is_nothing_in_short_is_said(database_url: str) -> None:
    async with a_web(database_url) as web:
        path, _ = await written(web)
        ada = await web.signed_in()
        answer = (await web.client.post(f"{path}/briefing/summary", headers=ada)).json()
    assert (answer["because"], answer["sentences"]) == ("no_model", [])


async def test_an_installed_engine_says_how_well_it_has_been_measured(
    database_url: str, tmp_path: Path
) -> None:
    engine = await open_apertium(a_small_engine(tmp_path))
    async with a_web(database_url, translator=TranslatorsInOrder([engine])) as web:
        path, seq = await written(web)
        ada = await web.signed_in()
        found = (await web.client.get(f"{path}/translations", headers=ada)).json()
        assert found["translator"] == "Apertium 9.9.9"
        assert found["foreign"] == [{"seq": seq, "language": "de"}]  # German is not installed
        assert "reply" not in found
        refused = await web.client.post(f"{path}/translations", json={"seq": seq}, headers=ada)
        assert refused.status_code == 409
        assert "pair_not_installed: de to en" in refused.json()["detail"]

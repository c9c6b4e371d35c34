"""Articles to write over HTTP: found, read, edited, published and dismissed by stewards alone."""

import uuid

from handrail.actions.take_turn import take_turn
from tests.web.test_autonomy_routes import send
from tests.web.webs import API, Web, a_web


async def asks_in_vain(web: Web, text: str) -> None:
    customer = await web.customer()
    await web.writes(customer, text)
    await take_turn(web.parts.desk, customer.id)


async def test_from_a_search_to_an_article(database_url: str) -> None:
    async with a_web(database_url) as web:
        steward, staff = await web.signed_in("steward"), await web.signed_in()
        await asks_in_vain(web, "do you sell boats")
        assert (await web.client.get(f"{API}/gaps", headers=staff)).status_code == 403
        before = (await web.client.get(f"{API}/gap-searches/latest", headers=steward)).json()
        assert (before["waiting"], before.get("started_at")) == (1, None)
        assert (await send(web, "/gap-searches", steward, 201))["sorted_in"] == 1
        latest = (await web.client.get(f"{API}/gap-searches/latest", headers=steward)).json()
        assert (latest["waiting"], latest["sorted_in"], latest["started_by"]) == (0, 1, "Ada")
        assert (latest.get("runs", False), latest.get("ended_at") is None) == (False, False)
        [gap] = (await web.client.get(f"{API}/gaps", headers=steward)).json()["gaps"]
        assert (gap["title"], gap["questions"], gap["has_draft"]) == ("do you sell boats", 1, False)
        path = f"/gaps/{gap['id']}"
        put = await web.client.put(
            f"{API}{path}/draft", json={"title": "Boats", "draft": "No."}, headers=steward
        )
        assert put.json()["edited_by"] == "Ada"
        await send(web, f"{path}/article", steward, 422, title="Boats", text="\n")
        done = await send(web, f"{path}/article", steward, 201, title="Boats", text="No boats.")
        assert (done["state"], done["decided_by"]) == ("published", "Ada")
        article = await web.client.get(f"{API}/articles/{done['slug']}", headers=steward)
        assert article.json()["title"] == "Boats"
        again = await send(web, f"{path}/article", steward, 409, title="Boats", text="No boats.")
        assert "Ada has decided already" in again["detail"]


async def test_dismissing_and_what_is_refused(database_url: str) -> None:
    async with a_web(database_url) as web:
        steward = await web.signed_in("steward")
        await asks_in_vain(web, "do you sell boats")
        await send(web, "/gap-searches", steward, 201)
        [gap] = (await web.client.get(f"{API}/gaps", headers=steward)).json()["gaps"]
        done = await send(web, f"/gaps/{gap['id']}/dismissal", steward, 201, because="Not ours.")
        assert (done["state"], done["because"]) == ("dismissed", "Not ours.")
        listed = await web.client.get(f"{API}/gaps?state=dismissed", headers=steward)
        assert [one["id"] for one in listed.json()["gaps"]] == [gap["id"]]
        wrong = await web.client.get(f"{API}/gaps?state=all", headers=steward)
        assert (wrong.status_code, wrong.json()["field"]) == (400, "state")
        nobody = await web.client.get(f"{API}/gaps/{uuid.uuid4()}", headers=steward)
        assert nobody.status_code == 404

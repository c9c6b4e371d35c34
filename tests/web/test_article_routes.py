"""Articles over HTTP: written, changed by one of two editors, compared, brought back; files in batches."""

import asyncio
from datetime import timedelta
from typing import Any

from handrail.actions.import_knowledge import import_knowledge
from tests.web.test_knowledge_routes import desk_with_reader, get, post
from tests.web.webs import API, Web, a_web

FEES = {"title": "Fees", "text": "It costs 6 euros.", "owner": "Ann", "valid_until": "2026-12-01"}
EDIT = {"audience": "customer", "locale": "en"}


async def put(web: Web, path: str, headers: dict[str, str], status: int, **body: object) -> Any:
    answer = await web.client.put(f"{API}{path}", headers=headers, json=body)
    assert answer.status_code == status, answer.text
    return answer.json()


async def test_of_two_editors_the_second_sees_both_states(database_url: str) -> None:
    async with a_web(database_url) as web:
        steward, staff = await web.signed_in("steward"), await web.signed_in()
        await post(web, "/knowledge/articles", staff, 403, json=FEES)
        made = await post(web, "/knowledge/articles", steward, 201, json=FEES)
        assert (made["version"], made["written_here"], made["state"]) == (1, True, "valid")
        path = f"/knowledge/articles/{made['slug']}"
        first = await put(web, path, steward, 200, version=1, text="It costs 7 euros.", **EDIT)
        assert (first["version"], first["text"]) == (2, "It costs 7 euros.")
        again = await put(web, path, steward, 409, version=1, text="It costs 8 euros.", **EDIT)
        assert again["now"]["text"] == "It costs 7 euros."
        assert (again["now"]["version"], again["now"]["changed_by"]) == (2, "Ada")
        assert "Ada has changed it meanwhile: it is at version 2" in again["detail"]
        assert (await get(web, path, staff))["text"] == "It costs 7 euros."
        await put(web, path, staff, 403, version=2, **EDIT)
        await put(web, path, steward, 422, version=2, text="\n", **EDIT)
        await put(web, "/knowledge/articles/nothing", steward, 404, version=2, **EDIT)
        both = [
            put_quietly(web, path, steward, version=2, text=f"It costs {n} euros.", **EDIT)
            for n in (1, 2)
        ]
        assert sorted(await asyncio.gather(*both)) == [200, 409]


async def put_quietly(web: Web, path: str, headers: dict[str, str], **body: object) -> int:
    return (await web.client.put(f"{API}{path}", headers=headers, json=body)).status_code


async def test_versions_are_read_compared_and_brought_back(database_url: str) -> None:
    async with a_web(database_url) as web:
        steward, staff = await web.signed_in("steward"), await web.signed_in()
        made = await post(web, "/knowledge/articles", steward, 201, json=FEES)
        path = f"/knowledge/articles/{made['slug']}"
        other = {**EDIT, "audience": "staff", "owner": "Bob"}
        await put(web, path, steward, 200, version=1, text="It costs 7 euros.", **other)
        listed = await get(web, f"{path}/versions", staff)
        assert [(v["version"], v["how"], v["owner"]) for v in listed["items"]] == [
            (2, "edited", "Bob"),
            (1, "written", "Ann"),
        ]
        assert listed["on_the_shelf"]
        first = await get(web, f"{path}/versions/1", staff)
        assert (first["text"], first["latest"]) == ("It costs 6 euros.", 2)
        compared = await get(web, f"{path}/comparison?before=1&after=2", staff)
        assert {p["name"] for p in compared["properties"]} == {"audience", "owner", "valid_until"}
        [stretch] = compared["stretches"]
        assert [(line["mark"], line["text"]) for line in stretch["lines"]] == [
            ("removed", "It costs 6 euros."),
            ("added", "It costs 7 euros."),
        ]
        back = await post(
            web, f"{path}/restoration", steward, 201, json={"restore": 1, "version": 2}
        )
        assert (back["text"], back["audience"], back["version"]) == (
            "It costs 6 euros.",
            "customer",
            3,
        )
        await post(web, f"{path}/restoration", steward, 409, json={"restore": 1, "version": 2})
        await post(web, f"{path}/restoration", steward, 404, json={"restore": 9, "version": 3})
        await post(web, f"{path}/restoration", staff, 403, json={"restore": 1, "version": 3})
        for missing in ("versions/9", "comparison?before=1&after=9"):
            await get(web, f"{path}/{missing}", staff, 404)
        await get(web, "/knowledge/articles/nothing/versions", staff, 404)


async def test_an_old_answer_leads_to_what_it_cited(database_url: str) -> None:
    async with a_web(database_url) as web:
        steward, staff = await web.signed_in("steward"), await web.signed_in()
        made = await post(web, "/knowledge/articles", steward, 201, json=FEES)
        path = f"/knowledge/articles/{made['slug']}"
        [first] = (await get(web, f"{path}/versions", staff))["items"]
        await put(web, path, steward, 200, version=1, text="It costs 7 euros.", **EDIT)
        at = first["changed_at"].replace("+", "%2B")
        cited = await get(web, f"{path}/citation?at={at}", staff)
        assert (cited["line"]["version"], cited["text"]) == (1, "It costs 6 euros.")
        assert (cited["latest"], cited["on_the_shelf"]) == (2, True)
        await get(web, f"{path}/citation?at=2026-01-01T00:00:00", staff, 400)
        await get(web, f"/knowledge/articles/nothing/citation?at={at}", staff, 404)


async def test_lists_are_filtered_by_state_and_what_there_is(database_url: str) -> None:
    async with a_web(database_url) as web:
        steward, staff = await web.signed_in("steward"), await web.signed_in()
        today = web.clock[0].date()
        soon, past = today + timedelta(days=20), today - timedelta(days=1)
        for title, more in (
            ("Soon", {"valid_until": str(soon)}),
            ("Past", {"valid_until": str(past)}),
            ("Later", {"valid_from": str(soon)}),
            ("Draft", {"draft": True}),
        ):
            body = {**FEES, "valid_until": None, "title": title, **more}
            await post(web, "/knowledge/articles", steward, 201, json=body)
        for state, titles in (
            ("due", ["Soon"]),
            ("expired", ["Past"]),
            ("not_yet", ["Later"]),
            ("draft", ["Draft"]),
        ):
            page = await get(web, f"/knowledge/articles?state={state}&owner=Ann", staff)
            assert [line["title"] for line in page["items"]] == titles
            assert {line["state"] for line in page["items"]} == {state.replace("due", "valid")}
        assert (await get(web, "/knowledge/articles?q=6+euros", staff))["total"] == 4
        await get(web, "/knowledge/articles?state=lost", staff, 400)
        facets = await get(web, "/knowledge/facets", staff)
        assert (facets["owners"], facets["locales"]) == (["Ann"], ["en"])
        assert "written" in facets["sources"]


async def test_a_draft_is_not_for_customers(database_url: str) -> None:
    async with a_web(database_url) as web:
        steward = await web.signed_in("steward")
        draft = {**FEES, "draft": True}
        made = await post(web, "/knowledge/articles", steward, 201, json=draft)
        await get(web, f"/articles/{made['slug']}", {}, 404)
        path = f"/knowledge/articles/{made['slug']}"
        await put(web, path, steward, 200, version=1, **EDIT)
        assert (await get(web, f"/articles/{made['slug']}", {}))["title"] == "Fees"


async def test_properties_of_a_source_s_article_are_set_here(database_url: str) -> None:
    async with a_web(database_url) as web:
        steward = await web.signed_in("steward")
        page = await get(web, "/knowledge/articles", steward)
        line = page["items"][0]
        path = f"/knowledge/articles/{line['slug']}"
        refused = await put(web, path, steward, 422, version=1, text="Mine.", **EDIT)
        assert (refused["field"], "Change them there" in refused["detail"]) == ("text", True)
        now = await put(web, path, steward, 200, version=1, **{**EDIT, "owner": "Ann"})
        assert (now["owner"], now["set_here"], now["written_here"]) == ("Ann", ["owner"], False)


async def test_files_come_one_by_one_and_are_read_together(database_url: str) -> None:
    async with a_web(database_url) as web:
        steward, staff = await web.signed_in("steward"), await web.signed_in()
        wish = {"files": 2, "bytes": 40, "audience": "staff"}
        await post(web, "/knowledge/uploads/batches", staff, 403, json=wish)
        begun = await post(web, "/knowledge/uploads/batches", steward, 201, json=wish)
        files = f"/knowledge/uploads/batches/{begun['id']}/files"
        start = f"/knowledge/uploads/batches/{begun['id']}/start"
        await post(web, start, steward, 409)
        for name, content, status in (
            ("kb%2Ffees.md", b"It costs 6 euros.", 200),
            ("kb%5Cbad.pdf", b"bad", 200),
            ("empty.md", b"", 422),
            ("..%2Fup.md", b"x", 422),
        ):
            answer = await web.client.put(
                f"{API}{files}?path={name}", headers=steward, content=content
            )
            assert answer.status_code == status, answer.text
        assert (await post(web, start, steward, 201))["state"] == "running"
        await import_knowledge(desk_with_reader(web), begun["id"])
        done = await get(web, f"/knowledge/imports/{begun['id']}", steward)
        assert [(f["path"], f["state"]) for f in done["files"]] == [
            ("kb/bad.pdf", "failed"),
            ("kb/fees.md", "kept"),
        ]
        assert [p["path"] for p in done["problems"]] == ["kb/bad.pdf"]
        late = await web.client.put(f"{API}{files}?path=a.md", headers=steward, content=b"x")
        assert late.status_code == 409
        much = {**wish, "bytes": 1 << 30}
        refused = await post(web, "/knowledge/uploads/batches", steward, 422, json=much)
        assert "At most 200 MB" in refused["detail"]

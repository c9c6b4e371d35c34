"""Articles and imports over HTTP: uploads, addresses, progress, cancelling and the error file."""

from dataclasses import replace
from datetime import date
from typing import Any

from handrail.actions.desk import Desk
from handrail.actions.import_knowledge import import_knowledge
from handrail.domain.import_run import UPLOADS
from handrail.domain.knowledge import Article, Chunk, Shelved
from tests.fakes.knowledge import FakeKnowledge
from tests.fakes.knowledge_sources import FakeDocumentReader
from tests.web.webs import API, Web, a_web

FEES = Article(
    *("fees-1", "Fees", "It costs 6 euros.", "staff", "en", (), (), date(2026, 1, 1)),
    source="/kb",
    path="fees.md",
    owner="Ann",
    valid_until=date(2026, 1, 2),
)


async def get(web: Web, path: str, headers: dict[str, str], status: int = 200) -> Any:
    answer = await web.client.get(f"{API}{path}", headers=headers)
    assert answer.status_code == status, answer.text
    return answer.json()


async def post(web: Web, path: str, headers: dict[str, str], status: int, **more: Any) -> Any:
    answer = await web.client.post(f"{API}{path}", headers=headers, **more)
    assert answer.status_code == status, answer.text
    return answer.json()


async def test_staff_read_articles_with_their_parts(database_url: str) -> None:
    async with a_web(database_url) as web:
        staff = await web.signed_in()
        knowledge = web.parts.desk.knowledge
        chunk = Chunk(("Abroad",), "page 2", "It costs 6 euros.", "h")
        await knowledge.keep("/kb", "fees.md", [Shelved(FEES, (chunk,))], {"h": [1.0]})
        page = await get(web, "/knowledge/articles?limit=1", staff)
        assert (page["total"], len(page["items"])) == (3, 1)
        cursor = page["next_cursor"]
        rest = await get(web, f"/knowledge/articles?cursor={cursor}", staff)
        titles = [line["title"] for line in page["items"] + rest["items"]]
        assert titles == sorted(titles)
        found = await get(web, "/knowledge/articles?q=fee&audience=staff&owner=Ann", staff)
        assert [line["slug"] for line in found["items"]] == ["fees-1"]
        assert (await get(web, "/knowledge/articles?q=fee&valid_on=2026-02-01", staff))[
            "total"
        ] == 0
        article = await get(web, "/knowledge/articles/fees-1", staff)
        assert (article["owner"], article["valid_today"]) == ("Ann", False)
        [part] = article["chunks"]
        assert (part["headings"], part["place"]) == ("Abroad", "page 2")
        await get(web, "/knowledge/articles/nothing", staff, 404)
        await get(web, "/knowledge/articles?cursor=x", staff, 400)
        await get(web, "/articles/fees-1", {}, 404)


async def test_a_file_is_uploaded_read_and_reported(database_url: str) -> None:
    async with a_web(database_url) as web:
        steward, desk = await web.signed_in("steward"), web.parts.desk
        path = "/knowledge/uploads?name=C%3A%5Ckb%5Cfees.md&audience=staff&valid_until=2027-01-01"
        begun = await post(web, path, steward, 201, content=b"It costs 6 euros.")
        assert (begun["state"], begun["total"], begun["source"]) == ("running", 1, UPLOADS)
        assert (await get(web, "/knowledge/imports", steward))["items"] == [begun]
        bad = await post(web, "/knowledge/uploads?name=bad.pdf", steward, 201, content=b"bad")
        importing = desk_with_reader(web)
        await import_knowledge(importing, begun["id"])
        await import_knowledge(importing, bad["id"])
        done = await get(web, f"/knowledge/imports/{begun['id']}", steward)
        assert (done["state"], done["done"], done["articles"]) == ("done", 1, 1)
        assert isinstance(desk.knowledge, FakeKnowledge)
        kept = next(a for a in desk.knowledge.articles if a.source == UPLOADS)
        assert (kept.path, kept.audience, str(kept.valid_until)) == (
            "fees.md",
            "staff",
            "2027-01-01",
        )
        failed = await get(web, f"/knowledge/imports/{bad['id']}", steward)
        assert (failed["failed"], failed["problems"][0]["place"]) == (1, "page 1")
        answer = await web.client.get(
            f"{API}/knowledge/imports/{bad['id']}/errors", headers=steward
        )
        assert answer.headers["content-type"].startswith("text/csv")
        assert "attachment" in answer.headers["content-disposition"]
        assert answer.text.splitlines()[1].startswith("bad.pdf,page 1,It is damaged.")


def desk_with_reader(web: Web) -> Desk:
    return replace(web.parts.desk, documents=FakeDocumentReader())


async def test_an_address_is_imported_once_at_a_time_and_cancelled(database_url: str) -> None:
    async with a_web(database_url) as web:
        steward = await web.signed_in("steward")
        wish = {"url": "https://example.com/sitemap.xml", "locale": "de"}
        begun = await post(web, "/knowledge/imports", steward, 201, json=wish)
        assert begun["state"] == "gathering"
        cancelled = f"/knowledge/imports/{begun['id']}/cancellation"
        assert (await post(web, cancelled, steward, 201))["state"] == "cancelled"
        await post(web, cancelled, steward, 409)


async def test_wrong_wishes_are_refused_by_field(database_url: str) -> None:
    async with a_web(database_url) as web:
        steward, staff = await web.signed_in("steward"), await web.signed_in()
        for query, field in (
            ("name=a.md&locale=%3F", "locale"),
            ("name=a.md&valid_from=2026-02-01&valid_until=2026-01-01", "valid_until"),
            ("name=x%2F", "name"),
        ):
            refused = await post(web, f"/knowledge/uploads?{query}", steward, 422, content=b"x")
            assert refused["field"] == field
        empty = await post(web, "/knowledge/uploads?name=a.md", steward, 422, content=b"")
        assert empty["field"] == "body"
        wrong = {"url": "file:///etc/passwd"}
        assert (await post(web, "/knowledge/imports", steward, 422, json=wrong))["field"] == "url"
        await post(web, "/knowledge/uploads?name=a.md", staff, 403, content=b"x")
        await get(web, "/knowledge/imports", staff, 403)

"""Pages: strict headers, lasting assets, and no way out of their folders."""

import gzip
from pathlib import Path

import pytest

from handrail.web import pages
from handrail.web.describe import description
from handrail.web.openapi import description_app
from tests.web.webs import API, Web, a_web

ROOT = Path(__file__).parents[2]


@pytest.fixture
def built(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A front end as the build leaves it."""
    files = {
        "static/desk/index.html": "<!doctype html><title>Desk</title>",
        "static/desk/assets/index-abc.js": "let x = 1;\n" * 500,
        "static/widget/index.html": "<!doctype html><title>Chat</title>",
        "static/widget/loader.js": "1;",
        "pages/index.html": "<!doctype html><title>Bank</title>",
        "pages/bank.css": "a{}",
        "secret.py": "secret",
    }
    for name, text in files.items():
        path = tmp_path / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text)
    monkeypatch.setattr(pages, "HERE", tmp_path)
    return tmp_path


async def test_pages_and_their_headers(built: Path, web: Web) -> None:
    for path, title, ancestors in (
        ("/", "Bank", "'self'"),
        ("/desk", "Desk", "'self'"),
        ("/desk/", "Desk", "'self'"),
        ("/desk/mine/0-1-2", "Desk", "'self'"),
        ("/widget/", "Chat", "'self' https://shop.example"),
    ):
        answer = await web.client.get(path)
        assert answer.status_code == 200, path
        assert title in answer.text
        assert answer.headers["content-type"] == "text/html; charset=utf-8"
        policy = answer.headers["content-security-policy"]
        assert policy.startswith("default-src 'none'; script-src 'self'; style-src 'self'")
        assert policy.endswith(f"frame-ancestors {ancestors}")
        assert "unsafe" not in policy
        assert answer.headers["x-content-type-options"] == "nosniff"
        assert answer.headers["referrer-policy"] == "no-referrer"
        assert answer.headers["cache-control"] == "no-cache"
        head = await web.client.head(path)
        assert (head.status_code, head.headers["etag"]) == (200, answer.headers["etag"])
    moved = await web.client.get("/widget")
    assert (moved.status_code, moved.headers["location"]) == (302, "/widget/")


async def test_assets_last_and_come_packed(built: Path, web: Web) -> None:
    path = "/desk/assets/index-abc.js"
    plain = await web.client.get(path, headers={"Accept-Encoding": "identity"})
    assert plain.headers["cache-control"] == pages.FOREVER
    assert plain.headers["content-type"].startswith("text/javascript")
    packed = await web.client.get(path, headers={"Accept-Encoding": "gzip"})
    assert packed.headers["content-encoding"] == "gzip"
    assert packed.content == plain.content
    assert int(packed.headers["content-length"]) == len(gzip.compress(plain.content, mtime=0))
    same = await web.client.get(path, headers={"If-None-Match": plain.headers["etag"]})
    assert (same.status_code, same.content) == (304, b"")


async def test_nothing_outside_is_served(built: Path, web: Web) -> None:
    for path in (
        "/desk/../secret.py",
        "/desk/%2e%2e/%2e%2e/secret.py",
        "/desk/assets/none.js",
        "/widget/none.js",
        "/widget//etc/passwd",
        "/pages/../secret.py",
        "/secret.py",
    ):
        answer = await web.client.get(path)
        assert answer.status_code == 404, path
        assert "secret" not in answer.text.replace(path, "")


async def test_outside_the_demo_there_is_only_the_desk(built: Path, database_url: str) -> None:
    async with a_web(database_url, demo=False) as web:
        front = await web.client.get("/")
        assert (front.status_code, front.headers["location"]) == (302, "/desk/")
        assert (await web.client.get("/pages/bank.css")).status_code == 404
        assert (await web.client.get(f"{API}/demo/customers")).status_code == 404


async def test_the_api_has_strict_headers_too(web: Web) -> None:
    for path in (
        f"{API}/articles/opening-hours",
        f"{API}/nowhere",
        "/healthz",
        "/api/openapi.json",
    ):
        headers = (await web.client.get(path)).headers
        assert headers["x-content-type-options"] == "nosniff"
        assert headers["cache-control"] == "no-store"
        assert headers["content-security-policy"] == "default-src 'none'; frame-ancestors 'none'"


async def test_the_description_is_served_and_the_committed_one_is_current(web: Web) -> None:
    answer = await web.client.get("/api/openapi.json")
    assert answer.status_code == 200
    assert answer.json()["openapi"].startswith("3.1")
    committed = (ROOT / "frontend" / "openapi.json").read_bytes()
    assert committed == description(description_app()), (
        "Write it again: python -m handrail.web.openapi > frontend/openapi.json"
    )

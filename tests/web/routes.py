"""Every route of the API, with a request that it accepts as far as its shape goes."""

import uuid
from dataclasses import dataclass
from typing import Any

from litestar import Litestar
from litestar.handlers import HTTPRouteHandler

from handrail.web.access import Access

BODIES: dict[str, dict[str, Any]] = {
    "openConversation": {"channel": "web", "locale": "en", "customer": {"name": "Eve"}},
    "postMessage": {"client_id": str(uuid.uuid4()), "text": "Hello"},
    "askForPerson": {"note": "Hello", "prefer": "now"},
    "changeWhatWePassOn": {"note": "Hello"},
    "signIn": {"email": "nobody@example.com", "password": "not this one"},
    "addStaff": {"email": "new@example.com", "name": "New", "password": "long enough, this"},
    "changeStaff": {"name": "Changed"},
    "addApiKey": {"name": "program", "scopes": ["assess"]},
    "setPresence": {"presence": "away"},
    "switchAi": {"stopped": False, "reason": "test"},
    "decline": {"reason": "busy"},
    "takeOver": {"reason": "mine"},
    "handBack": {"ai_may": "answer", "note": "done"},
    "close": {"reason": "done"},
    "postStaffMessage": {"client_id": str(uuid.uuid4()), "text": "Hello"},
    "addNote": {"text": "Hello"},
    "tickStep": {"done": True},
    "reviewDraft": {"draft_id": str(uuid.uuid4()), "verdict": "send", "text": "Hello"},
    "suggestDraft": {"similar": None},
    "chooseFirst": {"draft_id": str(uuid.uuid4()), "choice": "send", "reason": "Hello"},
    "openClaim": {"draft_id": str(uuid.uuid4()), "place": 0},
    "dismissDraft": {"draft_id": str(uuid.uuid4())},
    "refuseDraft": {"draft_id": str(uuid.uuid4()), "reason": "Hello"},
    "issueCertificates": {"kind": "hours", "threshold": 0.5},
    "suspendCertificate": {"reason": "test"},
    "judgeSample": {"verdict": "right", "note": "Hello"},
    "judgeDecision": {"verdict": "wrong", "case": "C-1", "note": "Hello"},
    "sayResolved": {"resolved": True},
    "importAddress": {"url": "http://127.0.0.1:9/", "locale": "en"},
    "writeArticle": {"title": "Easter", "text": "Closed."},
    "editArticle": {"version": 1, "audience": "staff", "locale": "en"},
    "restoreArticle": {"restore": 1, "version": 1},
    "beginUpload": {"files": 1, "bytes": 1},
    "writeGapDraft": {"title": "Easter", "draft": "Closed."},
    "publishGap": {"title": "Easter", "text": "Closed."},
    "dismissGap": {"because": "Not ours."},
    "startCall": {
        "call_id": str(uuid.uuid4()),
        "tool": "block_card",
        "arguments": {"card_id": "k1"},
    },
    "approveCall": {"arguments": {"card_id": "k1"}},
    "refuseCall": {"reason": "test"},
    "settleCall": {"happened": True, "note": "seen"},
    "undoCall": {"undo_id": str(uuid.uuid4()), "confirmed": True},
    "addWebhook": {"url": "https://a.example/hook", "kinds": ["conversation.opened"]},
    "acceptTool": {"server": "office", "tool": "refund", "fingerprint": "0" * 64},
    "confirmPromise": {"due_at": "2026-12-01T12:00:00Z"},
    "movePromise": {
        "due_at": "2026-12-01T12:00:00Z",
        "text": "Hello",
        "client_id": str(uuid.uuid4()),
    },
    "withdrawPromise": {"reason": "test"},
    "acceptWrapUp": {"id": str(uuid.uuid4()), "outcome": "solved"},
    "saveWrapUpEntry": {"title": {"en": "Marketing call"}},
    "orderWrapUpEntries": {"names": ["solved"]},
    "addSnippet": {"name": "hello", "text": "Hello {customer}", "locale": "en"},
    "changeSnippet": {"name": "hello", "text": "Hello {customer}", "locale": "en"},
    "fillSnippet": {"snippet_id": str(uuid.uuid4())},
    "coachText": {"text": "Unfortunately not.", "locale": "en"},
    "readNotices": {"id": str(uuid.uuid4())},
    "loadPolicy": {"toml": "test"},
    "translateMessage": {"seq": 1},
    "translateReply": {"text": "Hello"},
    "postTranslatedMessage": {
        "client_id": str(uuid.uuid4()),
        "translation_id": str(uuid.uuid4()),
    },
    "assess": {"text": "Hello", "locale": "en", "history": [{"from": "ai", "text": "Hi"}]},
}
QUERIES: dict[str, dict[str, str]] = {
    "readEvents": {"after": "0"},
    "streamEvents": {"after": "0"},
    "listConversations": {"view": "all", "q": "card", "cursor": "", "limit": "5"},
    "listSamples": {"state": "open", "cursor": "", "limit": "5"},
    "listArticles": {"q": "card", "audience": "staff", "limit": "5"},
    "uploadKnowledge": {"name": "a.md"},
    "uploadFile": {"path": "kb/a.md"},
    "readCitedVersion": {"at": "2026-12-01T12:00:00Z"},
    "compareArticleVersions": {"before": "1", "after": "2"},
    "listGaps": {"state": "open"},
    "listCalls": {"q": "card", "tool": "x", "state": "done", "limit": "5"},
    "listWebhookDeliveries": {"state": "dead", "webhook_id": str(uuid.uuid4())},
    "listPromises": {"whose": "mine", "which": "standing", "cursor": "", "limit": "5"},
    "findArticles": {"q": "card", "limit": "5"},
    "findColleagues": {"q": "a", "limit": "5"},
    "readAcceptTimes": {"days": "7"},
    "readAcceptTimesByKind": {"days": "7"},
    "listDecisions": {"q": "card", "lead": "AI", "rule": "x", "kind": "x", "limit": "5"},
}


@dataclass(frozen=True)
class Route:
    """One route: how it is called and whom it lets in."""

    method: str
    template: str
    operation: str
    access: Access

    @property
    def body(self) -> dict[str, Any] | None:
        return BODIES.get(self.operation)

    @property
    def query(self) -> dict[str, str]:
        return QUERIES.get(self.operation, {})

    def path(self, **values: str) -> str:
        filled = {
            "conversation_id": str(uuid.uuid4()),
            "slug": "opening-hours",
            "version": "v1",
            "number": "1",
            "staff_id": str(uuid.uuid4()),
            "key_id": str(uuid.uuid4()),
            "decision_id": str(uuid.uuid4()),
            "certificate_id": str(uuid.uuid4()),
            "import_id": str(uuid.uuid4()),
            "gap_id": str(uuid.uuid4()),
            "call_id": str(uuid.uuid4()),
            "promise_id": str(uuid.uuid4()),
            "snippet_id": str(uuid.uuid4()),
            "part": "outcome",
            "name": "solved",
            "playbook": "fraud",
            "step": "block",
            "webhook_id": str(uuid.uuid4()),
            "delivery_id": str(uuid.uuid4()),
            "path": "index.html",
            **values,
        }
        return self.template.format(**filled)


def handlers_of(app: Litestar) -> list[tuple[str, str, HTTPRouteHandler]]:
    """Method, path and handler of everything but the framework's own answers to OPTIONS."""
    return [
        (method, route.path_format, handler)
        for route in app.routes
        for handler in getattr(route, "route_handlers", [])
        for method in handler.http_methods
        if method != "OPTIONS"
    ]


def routes_of(app: Litestar) -> list[Route]:
    """Every documented route."""
    return [
        Route(method, path, str(handler.operation_id), handler.opt["access"])
        for method, path, handler in handlers_of(app)
        if handler.operation_id is not None
    ]

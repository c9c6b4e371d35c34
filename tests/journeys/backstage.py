"""Backstage: the public API, for what a journey needs but does not walk through the browser."""

import asyncio
import uuid
from typing import Any

import httpx

from tests.journeys.running import Account, Demo

Json = dict[str, Any]
LATE_S = 45


class Backstage:
    """Staff and customers by HTTP. Every step raises unless the server took it."""

    def __init__(self, demo: Demo, sessions: dict[str, str]) -> None:
        self.demo = demo
        self.sessions = sessions
        self.http = httpx.AsyncClient(
            base_url=f"{demo.base}/api/v1",
            headers={"Origin": demo.base, "Sec-Fetch-Site": "same-origin"},
            trust_env=False,
            timeout=LATE_S,
        )

    async def session(self, who: str) -> str:
        """The session cookie of nora, jonas or ines, signed in once."""
        if who not in self.sessions:
            account: Account = self.demo.accounts[who]
            wish = {"email": account.email, "password": account.password}
            answer = (await self.http.post("/session", json=wish)).raise_for_status()
            self.sessions[who] = answer.cookies["handrail_session"]
            self.http.cookies.clear()
        return self.sessions[who]

    async def staff(self, who: str, method: str, path: str, body: Json | None = None) -> Json:
        """One request of a member of staff; gives the answer's JSON, or {} without one."""
        headers = {"Cookie": f"handrail_session={await self.session(who)}"}
        answer = await self.http.request(method, path, json=body, headers=headers)
        answer.raise_for_status()
        return answer.json() if answer.content else {}

    async def presence(self, who: str, presence: str) -> None:
        await self.staff(who, "PUT", "/presence", {"presence": presence})

    async def open_claims(self, who: str, conversation: str) -> None:
        """Look at every source that must be opened before the draft may be sent."""
        path = f"/conversations/{conversation}/draft"
        draft = (await self.staff(who, "GET", path))["draft"]
        for claim in draft["claims"]:
            if claim["must_open"]:
                opening = {"draft_id": draft["id"], "place": claim["place"]}
                await self.staff(who, "POST", f"{path}/openings", opening)

    async def events(self, conversation: str, after: int = 0) -> list[Json]:
        """The conversation's events after a number, as staff read them."""
        path = f"/conversations/{conversation}/events?after={after}"
        return list((await self.staff("jonas", "GET", path))["events"])

    async def open(self, locale: str = "en", customer: Json | None = None) -> Json:
        """A customer's new conversation: ``id`` and ``token``."""
        body = {"channel": "web", "locale": locale, "customer": customer or {}}
        return (await self.http.post("/conversations", json=body)).raise_for_status().json()

    async def say(self, opened: Json, text: str) -> int:
        """A customer's message; gives its number."""
        body = {"client_id": str(uuid.uuid4()), "text": text}
        return int((await self.customer(opened, "POST", "messages", body))["seq"])

    async def answered(self, opened: Json, text: str) -> None:
        """A customer's message, and the wait until the desk has said something to it."""
        seq = await self.say(opened, text)
        for _ in range(LATE_S * 20):
            if await self.events(opened["id"], seq):
                return
            await asyncio.sleep(0.05)
        raise AssertionError(f"Nothing was said to {text!r}")

    async def customer(self, opened: Json, method: str, what: str, body: Json) -> Json:
        """One request of a customer about their conversation."""
        headers = {"Authorization": f"Bearer {opened['token']}"}
        path = f"/conversations/{opened['id']}/{what}"
        answer = await self.http.request(method, path, json=body, headers=headers)
        return answer.raise_for_status().json()

    async def staff_says(self, who: str, conversation: str, text: str) -> None:
        """A message to the customer by the member of staff who leads."""
        body = {"client_id": str(uuid.uuid4()), "text": text}
        await self.staff(who, "POST", f"/conversations/{conversation}/staff-messages", body)

    async def tidy(self) -> None:
        """As before the first journey: the AI runs, nobody is available, nothing is open."""
        await self.staff("jonas", "PUT", "/ai-switch", {"stopped": False})
        for who in ("nora", "jonas"):
            await self.presence(who, "away")
        rows = (await self.staff("jonas", "GET", "/conversations?view=all&limit=200"))["items"]
        for row in rows:
            if row["state"] != "closed":
                path = f"/conversations/{row['id']}"
                await self.staff("jonas", "POST", f"{path}/takeover", {"reason": "tidying up"})
                await self.staff("jonas", "POST", f"{path}/closure", {})

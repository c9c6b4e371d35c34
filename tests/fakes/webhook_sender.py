"""A sender that reaches nobody, and remembers what it was given."""

from collections.abc import Mapping

from handrail.actions.webhook_sender import NotSent, TargetRefused


class FakeWebhookSender:
    """Answers as told in ``answers`` (a status, or why nothing came), then 204."""

    def __init__(self) -> None:
        self.answers: dict[str, list[int | str]] = {}
        self.refused: set[str] = set()
        self.posted: list[tuple[str, Mapping[str, str], bytes]] = []

    async def check(self, url: str) -> None:
        if url in self.refused:
            raise TargetRefused(f"{url} leads into a private network.")

    async def post(self, url: str, headers: Mapping[str, str], body: bytes) -> int:
        await self.check(url)
        self.posted.append((url, headers, body))
        answer = (self.answers.get(url) or [204]).pop(0)
        if isinstance(answer, str):
            raise NotSent(answer)
        return answer

"""Fake of the port Notices: remembers what was shown."""

from collections.abc import Mapping
from dataclasses import dataclass, field


@dataclass
class FakeNotices:
    previews: list[tuple[str, str, Mapping[str, object]]] = field(
        default_factory=list[tuple[str, str, Mapping[str, object]]]
    )

    async def preview(self, conversation_id: str, event: str, data: Mapping[str, object]) -> None:
        self.previews.append((conversation_id, event, data))

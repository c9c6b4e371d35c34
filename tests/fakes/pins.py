"""Pins in memory, with the real ones' promise: the first fingerprint is kept."""


class FakePins:
    def __init__(self) -> None:
        self.pinned: dict[tuple[str, str], str] = {}

    async def kept(self, server: str, tool: str, fingerprint: str) -> str:
        return self.pinned.setdefault((server, tool), fingerprint)

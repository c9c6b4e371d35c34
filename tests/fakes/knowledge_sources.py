"""Fakes of the ports DocumentReader and PageFetcher."""

from dataclasses import dataclass, field

from handrail.actions.knowledge_sources import Fetched, NotFetched
from handrail.domain.document import Document, FileRead, Problem, Section

DAMAGED = Problem("page 1", "It is damaged.", "Export it again.")


@dataclass
class FakeDocumentReader:
    """A file's paragraphs are its sections; "bad" cannot be read, "part" only in part, "crash" raises."""

    read_names: list[str] = field(default_factory=list[str])

    async def read(self, name: str, content: bytes) -> FileRead:
        self.read_names.append(name)
        text = content.decode()
        if text == "crash":
            raise RuntimeError("the worker died here")
        if text == "bad":
            return FileRead((), (DAMAGED,))
        sections = tuple(Section((), part) for part in text.split("\n\n"))
        problems = (DAMAGED,) if text.startswith("part") else ()
        return FileRead((Document(name, sections),), problems)


@dataclass
class FakePageFetcher:
    """``pages`` by address; ``sitemap`` is what any address lists."""

    pages: dict[str, bytes] = field(default_factory=dict[str, bytes])
    sitemap: list[str] | None = None

    async def fetch(self, url: str) -> Fetched:
        if url not in self.pages:
            raise NotFetched(Problem("", "It answers with 404.", "Check the address."))
        return Fetched(url, self.pages[url])

    async def listed(self, url: str) -> list[str]:
        if self.sitemap is None:
            raise NotFetched(Problem("", "There is no host.", "Check the address."))
        return self.sitemap

"""KnowledgeSources: the ports through which files and pages come in."""

from dataclasses import dataclass
from typing import Protocol

from handrail.domain.document import FileRead, Problem


class NotFetched(Exception):
    """A page could not be fetched; says why and what to do."""

    def __init__(self, problem: Problem) -> None:
        super().__init__(f"{problem.reason} {problem.remedy}")
        self.problem = problem


@dataclass(frozen=True, slots=True)
class Fetched:
    """What an address gave; ``name`` is a file name for it, which tells its format."""

    name: str
    content: bytes


class DocumentReader(Protocol):
    """Reads files that nobody vouches for."""

    async def read(self, name: str, content: bytes) -> FileRead:
        """What the file says, within limits of size and time; whatever is wrong with it is a problem."""
        ...


class PageFetcher(Protocol):
    """Fetches pages, within limits, and never from where it must not."""

    async def fetch(self, url: str) -> Fetched:
        """What this address gives. Raises NotFetched."""
        ...

    async def listed(self, url: str) -> list[str]:
        """The addresses of a sitemap, or the one of a page. Raises NotFetched."""
        ...

"""ShelfRows: who is to hear of articles that end, and of gaps that grew; a part of every transaction."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Protocol


@dataclass(frozen=True, slots=True)
class EndingArticle:
    """An article that soon holds no more; ``owner`` as it is written there, perhaps nobody's name."""

    slug: str
    title: str
    owner: str
    valid_until: date


class ShelfRows(Protocol):
    """The rows of reminders about knowledge."""

    async def ending_articles(
        self, first: date, last: date, limit: int = 10_000
    ) -> list[EndingArticle]:
        """Published articles that hold until one of these days and were not told of since, soonest first."""
        ...

    async def told_of(self, slugs: Sequence[str]) -> None:
        """Somebody was told that these articles end on the day on which they end now."""
        ...

    async def stewards(self) -> list[str]:
        """The ids of all stewards who can sign in."""
        ...

    async def staff_named(self, names: Sequence[str]) -> Mapping[str, str]:
        """The ids of staff who can sign in and whose name or e-mail one of these is, whatever the case.

        A name that two of them bear is not given.
        """
        ...

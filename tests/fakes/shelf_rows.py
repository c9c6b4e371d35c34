"""The part of the store in memory that is about reminders of knowledge."""

from collections.abc import Mapping, Sequence
from datetime import date

from handrail.actions.shelf_rows import EndingArticle
from tests.fakes.rows import Rows


class FakeShelfRows:
    _rows: Rows

    async def ending_articles(
        self, first: date, last: date, limit: int = 10_000
    ) -> list[EndingArticle]:
        found = [
            EndingArticle(a.slug, a.title, a.owner, a.valid_until)
            for a in self._rows.articles
            if a.valid_until is not None
            and first <= a.valid_until <= last
            and not a.draft
            and self._rows.told_until.get(a.slug) != a.valid_until
        ]
        return sorted(found, key=lambda one: (one.valid_until, one.slug))[:limit]

    async def told_of(self, slugs: Sequence[str]) -> None:
        for article in self._rows.articles:
            if article.slug in slugs and article.valid_until is not None:
                self._rows.told_until[article.slug] = article.valid_until

    async def stewards(self) -> list[str]:
        return sorted(one.id for one in self._rows.staff.values() if "steward" in one.roles)

    async def staff_named(self, names: Sequence[str]) -> Mapping[str, str]:
        found: dict[str, str] = {}
        for name in names:
            ids = [
                one.id
                for one in self._rows.staff.values()
                if name.lower() in (one.name.lower(), one.email.lower())
            ]
            if len(ids) == 1:
                found[name] = ids[0]
        return found

"""ArticleVersion: an article as it was from one change to the next, and who changed it how."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime
from enum import StrEnum

from handrail.domain.knowledge import Article

PROPERTIES = ("audience", "locale", "owner", "valid_from", "valid_until")

SetHere = Mapping[str, str | None]


class How(StrEnum):
    """How a version came about."""

    IMPORTED = "imported"
    WRITTEN = "written"  # by a person, here
    EDITED = "edited"
    RESTORED = "restored"  # made of an older version
    REMOVED = "removed"  # its source has it no more


@dataclass(frozen=True, slots=True)
class ArticleVersion:
    """One version. ``changed_by`` is a person's name, empty where nobody is known.

    ``restored_from`` is the version whose content it brought back.
    """

    article: Article
    how: How
    changed_by: str
    changed_at: datetime
    restored_from: int | None = None


class ArticleState(StrEnum):
    """How an article stands on a day."""

    VALID = "valid"
    NOT_YET = "not_yet"
    EXPIRED = "expired"
    DRAFT = "draft"


def state_of(draft: bool, first: date | None, last: date | None, on: date) -> ArticleState:
    """How an article of these dates stands on that day."""
    if draft:
        return ArticleState.DRAFT
    if first is not None and on < first:
        return ArticleState.NOT_YET
    return ArticleState.EXPIRED if last is not None and last < on else ArticleState.VALID


def differing(one: Article, other: Article) -> tuple[str, ...]:
    """The names of the properties in which two articles differ."""
    return tuple(name for name in PROPERTIES if getattr(one, name) != getattr(other, name))


def set_here(article: Article, names: tuple[str, ...]) -> SetHere:
    """These properties of an article as they are kept; None where it has none."""
    values = {name: getattr(article, name) for name in names}
    return {name: None if value is None else str(value) for name, value in values.items()}


def with_set(article: Article, kept: SetHere) -> Article:
    """The article of a source with what people set here, which goes before.

    Of two dates that would contradict one another, the source's is left out.
    """
    changes: dict[str, object] = {
        name: date.fromisoformat(value) if name.startswith("valid_") and value else value
        for name, value in kept.items()
    }
    changed = replace(article, **changes)
    first, last = changed.valid_from, changed.valid_until
    if first is None or last is None or first <= last:
        return changed
    theirs = "valid_until" if "valid_from" in kept else "valid_from"
    return replace(changed, **{theirs: None})

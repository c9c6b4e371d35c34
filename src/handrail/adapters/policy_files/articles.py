"""Knowledge articles: Markdown files with TOML front matter between ``+++`` lines."""

from datetime import date
from pathlib import Path
from typing import Literal

import msgspec

from handrail.adapters.policy_files.schema import Table, Text
from handrail.domain.knowledge import Article
from handrail.domain.policy import PolicyError

_FENCE = "+++"


class FrontMatter(Table):
    """The head of an article."""

    title: Text
    audience: Literal["customer", "staff"]
    locale: Text
    kinds: list[str]
    skills: list[str]
    updated: date


def load_articles(folder: Path) -> list[Article]:
    """The articles in ``folder`` (``*.md``), by slug. Raises PolicyError for the first bad one."""
    return [read_article(path) for path in sorted(folder.glob("*.md"))]


def read_article(path: Path) -> Article:
    """One article; its slug is the file's name. Raises PolicyError when it is refused."""
    source = str(path)
    head, body = _split(path.read_text(encoding="utf-8"), source)
    try:
        front = msgspec.toml.decode(head, type=FrontMatter)
    except msgspec.DecodeError as error:
        raise PolicyError(
            source, "(front matter)", str(error), "Correct the front matter"
        ) from None
    return Article(
        slug=path.stem,
        title=front.title,
        text=body,
        audience=front.audience,
        locale=front.locale,
        kinds=tuple(front.kinds),
        skills=tuple(front.skills),
        updated=front.updated,
    )


def _split(text: str, source: str) -> tuple[str, str]:
    lines = text.splitlines()
    if not lines or lines[0] != _FENCE or _FENCE not in lines[1:]:
        raise PolicyError(
            source, "(front matter)", f"there is none between {_FENCE} lines", "Add it at the top"
        )
    end = lines.index(_FENCE, 1)
    body = "\n".join(lines[end + 1 :]).strip()
    if not body:
        raise PolicyError(source, "(text)", "the article is empty", "Write its text")
    return "\n".join(lines[1:end]), body

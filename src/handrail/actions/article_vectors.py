"""The one vector that stands for an article."""

from collections.abc import Callable, Sequence
from math import sqrt

from handrail.domain.knowledge import Article

Embed = Callable[[Sequence[str]], list[list[float]]]


def article_vectors(articles: Sequence[Article], embed: Embed) -> list[list[float]]:
    """A unit vector of each article: halfway between its title and the whole of it.

    ``embed`` gives unit vectors and is pure computation: call this from a thread. The mean found
    the right article first more often than title, first paragraph or whole text alone did.
    """
    titles = embed([article.title for article in articles])
    wholes = embed([f"{article.title}. {article.text}" for article in articles])
    return [halfway(title, whole) for title, whole in zip(titles, wholes, strict=True)]


def halfway(one: Sequence[float], other: Sequence[float]) -> list[float]:
    """The unit vector halfway between two."""
    added = [a + b for a, b in zip(one, other, strict=True)]
    length = sqrt(sum(number * number for number in added))
    return [number / length for number in added]

"""The vectors by which chunks are found."""

from collections.abc import Sequence

from handrail.actions.article_vectors import Embed, halfway
from handrail.domain.knowledge import Chunk


def chunk_vectors(title: str, chunks: Sequence[Chunk], embed: Embed) -> dict[str, list[float]]:
    """A unit vector for each chunk, by content hash: halfway between its title path and the whole of it.

    As ``article_vectors`` makes those of short articles. Pure computation: call it from a thread.
    """
    paths = [". ".join((title, *chunk.headings)) for chunk in chunks]
    wholes = [f"{path}. {chunk.text}" for path, chunk in zip(paths, chunks, strict=True)]
    return {
        chunk.content_hash: halfway(path, whole)
        for chunk, path, whole in zip(chunks, embed(paths), embed(wholes), strict=True)
    }

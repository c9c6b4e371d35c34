"""Cite as staff: a person's words with the articles that they quote."""

from collections.abc import Sequence

from handrail.actions.desk import Desk
from handrail.actions.ports import StaffMember
from handrail.actions.receive_message import readable
from handrail.actions.send_reply import Reply, send_reply
from handrail.domain.conversation import Event, MadeBy, Provenance
from handrail.domain.draft import Source


async def cite_as_staff(
    desk: Desk,
    conversation_id: str,
    staff: StaffMember,
    client_id: str,
    text: str,
    slugs: Sequence[str],
) -> Event:
    """Send a person's words with their sources, once per ``client_id``.

    Articles that customers may not read are left out of the sources. Raises WrongState, LookupError
    (also for an article that is not there), UnreadableMessage.
    """
    sources: list[Source] = []
    for slug in dict.fromkeys(slugs):
        article = await desk.knowledge.article(slug)
        if article is None:
            raise LookupError(f"no article {slug}")
        if article.audience == "customer" and not article.draft:
            sources.append(Source(article.slug, article.title))
    sent = await send_reply(
        desk,
        Reply(
            conversation_id=conversation_id,
            text=readable(text),
            provenance=Provenance(MadeBy.PERSON, staff.name),
            sources=tuple(sources),
            client_id=client_id,
            staff_id=staff.id,
        ),
    )
    assert sent is not None  # only the AI's words can come too late
    return sent

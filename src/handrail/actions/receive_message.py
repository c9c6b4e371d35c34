"""Receive a customer's message: kept with its number and its turn's job before it is acknowledged."""

from handrail.actions.desk import Desk
from handrail.actions.open_conversation import token_hash
from handrail.actions.ports import Posted, Posting

LONGEST_MESSAGE = 8000


class UnreadableMessage(ValueError):
    """The text cannot be kept as it is; says why."""


async def receive_message(
    desk: Desk, conversation_id: str, token: str, client_id: str, text: str
) -> Posted | None:
    """Keep a message; the same ``client_id`` again gives the same number and changes nothing.

    None when no conversation opens with this token. Raises UnreadableMessage.
    """
    return await desk.store.post_message(
        Posting(conversation_id, token_hash(token), client_id, readable(text), desk.now())
    )


def readable(text: str) -> str:
    """The text without surrounding space and invisible controls; raises UnreadableMessage."""
    kept = (text if text.isprintable() else "".join(filter(_is_kept, text))).strip()
    if not kept:
        raise UnreadableMessage("The message is empty. Write at least one character.")
    if len(kept) > LONGEST_MESSAGE:
        raise UnreadableMessage(
            f"The message has {len(kept)} characters; at most {LONGEST_MESSAGE} fit. Send it in parts."
        )
    try:
        kept.encode("utf-8")
    except UnicodeEncodeError as error:
        raise UnreadableMessage("The message holds half a character (a lone surrogate).") from error
    return kept


def _is_kept(character: str) -> bool:
    code = ord(character)
    return character in "\n\t" or (code >= 32 and not 127 <= code < 160)

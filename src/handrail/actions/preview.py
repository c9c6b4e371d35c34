"""Preview: a checked sentence of an answer on its way, before the reply that is kept."""

from handrail.actions.desk import Desk
from handrail.domain.record import Case


async def preview_sentence(desk: Desk, case: Case, index: int, sentence: str) -> None:
    """Show watchers one sentence that passed the check; it is not kept, the reply replaces it."""
    await desk.notices.preview(
        case.conversation_id,
        "partial",
        {"reply_to": case.turn_seq, "index": index, "text": sentence},
    )

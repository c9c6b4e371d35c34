"""Draft from a similar conversation: what staff answered before, as a suggestion for who leads."""

from contextlib import aclosing

from handrail.actions.back_draft import backing_of
from handrail.actions.desk import Desk
from handrail.actions.dress_draft import dressed, house_words
from handrail.actions.find_similar import read_solved
from handrail.actions.gather_draft import gather_draft
from handrail.actions.model_ports import Asking
from handrail.actions.ports import PhrasingFailed, StaffMember
from handrail.actions.prepare_draft import (
    Prepared,
    WhyNone,
    for_a_person,
    keep_suggestion,
    suggestion,
)
from handrail.actions.take_turn import decide
from handrail.domain.answer import check_answer
from handrail.domain.claim import GroundType, Material
from handrail.domain.knowledge import Passage
from handrail.domain.record import Case
from handrail.domain.signals import PROMPT_INJECTION, Reading
from handrail.domain.solved import Solved, fit_to_send_again
from handrail.domain.tone import speaks_otherwise, style_lines

SIMILAR = "similar"


async def draft_similar(
    desk: Desk, conversation_id: str, staff: StaffMember, solved_id: str
) -> Prepared:
    """A draft made of what staff answered in that conversation, without what held there alone.

    Raises WrongState unless a person leads, LookupError for no such conversation or one that this
    person may not read.
    """
    solved = await read_solved(desk, solved_id, staff)
    turn = await gather_draft(desk, conversation_id)
    if turn is None:
        return Prepared(why_none=WhyNone.NOTHING_ASKED)
    case, reading = for_a_person(*await decide(desk, turn))
    [language] = case.policy.ai_languages
    answer = fit_to_send_again(solved.answer)
    if not answer:
        return Prepared(None, WhyNone.NOTHING_FITS, language)
    said = await _said(desk, case, reading, solved, answer)
    house = await house_words(desk, turn, case)
    draft = suggestion(desk, turn, dressed(said, house))
    material = Material(GroundType.CONVERSATION, solved.conversation_id, _title(solved), answer)
    backing = backing_of(draft, case, SIMILAR, [material], house)
    if not await keep_suggestion(desk, draft, backing):
        return Prepared(None, WhyNone.MOVED_ON, language)
    return Prepared(draft, language=language)


async def _said(desk: Desk, case: Case, reading: Reading, solved: Solved, answer: str) -> str:
    """The model's words where they pass the check against the earlier answer, else that answer."""
    if desk.phraser is None or PROMPT_INJECTION in reading.signals.flagged:
        return answer
    [language], tone = case.policy.ai_languages, case.policy.drafting.tone
    question = case.moment.text
    passages = [Passage(solved.conversation_id, _title(solved), answer, 1.0)]
    asking = Asking(case.conversation_id)
    style = style_lines(tone, language)
    phrased = desk.phraser.phrase(question, passages, language, asking, style)
    sentences: list[str] = []
    try:
        async with aclosing(phrased) as spoken:
            sentences = [sentence async for sentence in spoken]
    except PhrasingFailed:
        return answer
    said = " ".join(sentences)
    if check_answer(said, passages, question) or speaks_otherwise(said, tone, language):
        return answer
    if desk.checker is not None and await desk.checker.check(
        sentences, passages, language, Asking(case.conversation_id)
    ):
        return answer
    return said


def _title(solved: Solved) -> str:
    first = solved.asked.splitlines()[0] if solved.asked else ""
    return first if len(first) <= 60 else f"{first[:59].rstrip()}…"

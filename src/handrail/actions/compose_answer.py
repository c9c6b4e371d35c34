"""Compose an answer: from the policy's reply, or from articles, phrased by a model or quoted."""

from collections.abc import Mapping
from contextlib import aclosing
from dataclasses import dataclass
from enum import StrEnum

from handrail.actions.desk import Desk
from handrail.actions.gather_turn import OpenTurn
from handrail.actions.model_ports import Asking
from handrail.actions.ports import PhrasingFailed
from handrail.actions.preview import preview_sentence
from handrail.domain import clarify
from handrail.domain.answer import Problem, check_answer, check_sentence, quoted
from handrail.domain.conversation import AiMay
from handrail.domain.disclosure import words
from handrail.domain.draft import Source
from handrail.domain.knowledge import Passage
from handrail.domain.level import Level
from handrail.domain.policy import Lead
from handrail.domain.record import Case
from handrail.domain.signals import ASKS_IF_AI, PROMPT_INJECTION, Reading
from handrail.domain.tone import speaks_otherwise, style_lines

PASSAGES = 3
UNSURE_MARGIN = 0.1  # an article must fit better where the kind of moment could not be read


class How(StrEnum):
    """How an answer came about."""

    REPLY = "reply"  # the policy's own words for this kind
    IDENTITY = "identity"  # the truth about being an AI
    QUOTED = "quoted"
    PHRASED = "phrased"
    ASKED_BACK = "asked_back"  # one question: which of these articles is meant
    TOOL = "tool"  # the policy's words around what a reading tool found
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True)
class Answered:
    """An answer, what it rests on, and what was found wrong with a model's wording."""

    text: str
    how: How
    sources: tuple[Source, ...] = ()
    best_score: float | None = None
    rejected: str = ""
    found: tuple[tuple[str, float], ...] = ()  # slugs and likeness, where none of them answered
    call_id: str | None = None  # of the tool that looked it up
    model: str = ""  # whose words it has; none where it is quoted
    checked_by: str = ""  # which model read the words against the articles, where one is to

    @property
    def knows(self) -> bool:
        """Whether it answers the question."""
        return self.how not in (How.UNKNOWN, How.ASKED_BACK)

    @property
    def asks_back(self) -> bool:
        """Whether it asks which of its sources is meant."""
        return self.how is How.ASKED_BACK

    def evidence(self) -> Mapping[str, object]:
        """What the record keeps of how the answer came about."""
        return {
            "how": self.how.value,
            "sources": [source.slug for source in self.sources],
            "best_score": self.best_score,
            "rejected": self.rejected,
            "found": [list(pair) for pair in self.found],
            **({"call": self.call_id} if self.call_id is not None else {}),
            "model": self.model,
            **({"checked_by": self.checked_by} if self.checked_by else {}),
        }


async def compose_answer(desk: Desk, turn: OpenTurn, case: Case, reading: Reading) -> Answered:
    """An answer to the turn that says only what the company has written down.

    Without a language model, or when its words fail the check, the article is quoted. No transaction
    is open meanwhile.
    """
    policy, locale = case.policy, case.policy.locale(turn.conversation.locale)
    if ASKS_IF_AI in reading.signals.flagged:
        return Answered(words(policy, locale, "am_i_ai", company=policy.company), How.IDENTITY)
    if case.moment.kind.reply is not None:
        return Answered(case.moment.kind.reply[locale], How.REPLY)
    found, passages = await _look(desk, turn, case, reading)
    if not turn.choices and (doubt := _doubt(turn, case, found, passages)):
        said = words(policy, locale, "asks_back", choices=clarify.listed(doubt, locale))
        return Answered(said, How.ASKED_BACK, doubt, found=_scores(found))
    if not passages:
        return Answered(words(policy, locale, "does_not_know"), How.UNKNOWN, found=_scores(found))
    if desk.phraser is None or turn.conversation.ai_may is not AiMay.ANSWER:
        return _quoted(passages, "")
    if PROMPT_INJECTION in reading.signals.flagged:
        return _quoted(passages, "not phrased: the message tries to instruct the AI")
    return await _phrased(desk, turn, case, passages)


async def _look(
    desk: Desk, turn: OpenTurn, case: Case, reading: Reading
) -> tuple[list[Passage], list[Passage]]:
    """All that was found, and what of it may answer; the article that was just chosen alone."""
    meant = clarify.chosen(case.moment.text, turn.choices)
    article = await desk.knowledge.article(meant.slug) if meant is not None else None
    if article is not None and article.audience == "customer":
        passage = Passage(article.slug, article.title, article.text, 1.0)
        return [passage], [passage]
    found = await _search(desk, case, reading)
    return found, await _over_the_bar(desk, case, found)


def _doubt(
    turn: OpenTurn, case: Case, found: list[Passage], passages: list[Passage]
) -> tuple[Source, ...]:
    """Between which articles to ask back; only where the AI leads, and has not read the kind surely."""
    if case.leading.lead is not Lead.AI or (passages and case.moment.confidence is Level.HIGH):
        return ()
    said = turn.turn.earlier if any(one.party == "customer" for one in turn.turn.earlier) else ()
    earlier = "\n".join(one.text for one in said)
    return clarify.choices(case.moment.text, found, _bar(case), earlier)


def _scores(found: list[Passage]) -> tuple[tuple[str, float], ...]:
    return tuple((passage.slug, round(passage.score, 4)) for passage in found)


async def find_passages(desk: Desk, case: Case, reading: Reading) -> list[Passage]:
    """Customer articles over the policy's bar, those written for the moment's kind first."""
    return await _over_the_bar(desk, case, await _search(desk, case, reading))


async def _search(desk: Desk, case: Case, reading: Reading) -> list[Passage]:
    return await desk.knowledge.search(
        case.moment.text, reading.embedding, _language(case), "customer", limit=PASSAGES * 2
    )


def _bar(case: Case) -> float:
    unsure = case.moment.confidence is Level.LOW
    return case.policy.thresholds.retrieval + (UNSURE_MARGIN if unsure else 0.0)


async def _over_the_bar(desk: Desk, case: Case, found: list[Passage]) -> list[Passage]:
    moment, bar = case.moment, _bar(case)
    written_for_it = {
        article.slug for article in await desk.knowledge.by_kind(moment.kind.name, "customer")
    }
    sure = moment.confidence is Level.HIGH
    over_the_bar = [
        passage
        for passage in found
        if passage.score >= bar or (sure and passage.slug in written_for_it)
    ]
    over_the_bar.sort(key=lambda passage: (passage.slug not in written_for_it, -passage.score))
    return over_the_bar[:PASSAGES]


def _language(case: Case) -> str:
    """The language of the articles that may answer, and so of the answer."""
    read, spoken = case.moment.signals.language, case.policy.ai_languages
    return read if read in spoken else spoken[0]


def _quoted(passages: list[Passage], rejected: str) -> Answered:
    best = passages[0]
    return Answered(
        quoted(best), How.QUOTED, (Source(best.slug, best.title),), best.score, rejected
    )


async def _phrased(desk: Desk, turn: OpenTurn, case: Case, passages: list[Passage]) -> Answered:
    """The model's words, each sentence checked before anyone sees it; the quote when one fails.

    Where a model reads them once more, which takes all of them, nothing is shown before it has.
    """
    assert desk.phraser is not None
    question, said = case.moment.text, list[str]()
    asking = Asking(case.conversation_id, only=_only(desk.phraser.version, case), known=turn.known)
    language, tone = _language(case), case.policy.drafting.tone
    style = style_lines(tone, language)
    phrased = desk.phraser.phrase(question, passages, language, asking, style)
    try:
        async with aclosing(phrased) as sentences:
            async for sentence in sentences:
                problem = check_sentence(sentence, passages, question)
                if problem is not None:
                    return _quoted(passages, str(problem))
                if case.leading.lead is Lead.AI and desk.checker is None:
                    await preview_sentence(desk, case, len(said), sentence)
                said.append(sentence)
    except PhrasingFailed as failure:
        return _quoted(passages, str(failure))
    text = " ".join(said)
    problem = check_answer(text, passages, question)
    if problem is None and speaks_otherwise(text, tone, language):
        problem = Problem("not the house's form of address")
    checking = Asking(case.conversation_id, known=turn.known)
    if problem is None and desk.checker is not None:
        checking.only = _only(desk.checker.version, case)
        problem = await desk.checker.check(said, passages, language, checking)
    if problem is not None:
        return _quoted(passages, str(problem))
    rests_on, score = _rests_on(said, passages, question), passages[0].score
    model = asking.answered_by or desk.phraser.version
    checked_by = checking.answered_by
    return Answered(text, How.PHRASED, rests_on, score, model=model, checked_by=checked_by)


def _only(version: str, case: Case) -> str | None:
    """Where the AI leads by a certificate, only the models phrase and check that it is about.

    Another one may do so for what a person checks first, which is evidence of its own.
    """
    by_certificate = case.leading.lead is Lead.AI and case.standing.status == "certified"
    return version if by_certificate else None


def _rests_on(said: list[str], passages: list[Passage], question: str) -> tuple[Source, ...]:
    """The passages that a sentence of the answer stands in by itself."""
    used = [
        passage
        for passage in passages
        if any(check_sentence(sentence, [passage], question) is None for sentence in said)
    ]
    named = [Source(passage.slug, passage.title) for passage in used or passages[:1]]
    return tuple(dict.fromkeys(named))

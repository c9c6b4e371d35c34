"""Brief told: the customer's sentences that say most of what the rest of a briefing has not."""

from dataclasses import dataclass

from handrail.domain.brief_answer import questions_before, with_question
from handrail.domain.brief_line import Known, Line, Section, quoted
from handrail.domain.conversation import Event, Speaker
from handrail.domain.sentences import split_sentences
from handrail.domain.step_match import stems

MOST_TOLD = 6  # lines; see bench/summaries.py
LEAST = 2  # points that a sentence must add
_FIGURE = 2  # points of a figure; a telling word has one


@dataclass(frozen=True, slots=True)
class _Sentence:
    event: Event
    text: str  # as it is shown
    stems: frozenset[str]


def told(known: Known, shown: list[Line]) -> list[Line]:
    """Up to ``MOST_TOLD`` sentences, in order, each chosen for the telling words it adds.

    Chosen greedily for coverage (Nemhauser, Wolsey and Fisher 1978); what ``shown`` has counts as covered.
    A short answer stands with the question before it.
    """
    covered = {stem for line in shown for stem in stems(line.text)}
    left = _sentences(known)
    chosen: list[_Sentence] = []
    while left and len(chosen) < MOST_TOLD:
        best = max(left, key=lambda one: _points(one.stems - covered))
        if _points(best.stems - covered) < LEAST:
            break
        chosen.append(best)
        left.remove(best)
        covered |= best.stems
    chosen.sort(key=lambda one: one.event.seq)
    return [Line(Section.TOLD, one.text, known.event(one.event)) for one in chosen]


def _points(new: frozenset[str]) -> int:
    return sum(_FIGURE if stem[0].isdigit() else 1 for stem in new)


def _sentences(known: Known) -> list[_Sentence]:
    found: list[_Sentence] = []
    questions = questions_before(known)
    for event in known.said_by(Speaker.CUSTOMER):
        for place, sentence in enumerate(split_sentences(event.text or "")):
            text = with_question(questions, event, sentence) if place == 0 else quoted(sentence)
            found.append(_Sentence(event, text, stems(text)))
    return found

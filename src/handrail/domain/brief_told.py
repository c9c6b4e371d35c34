"""Brief told: the customer's sentences that say most of what the rest of a briefing has not."""

import re
from collections.abc import Mapping
from dataclasses import dataclass

from handrail.domain.brief_answer import questions_before, with_question
from handrail.domain.brief_line import Known, Line, Section, quoted
from handrail.domain.conversation import Event, Speaker
from handrail.domain.sentences import split_sentences
from handrail.domain.step_match import stems

MOST_TOLD = 6  # lines; see bench/summaries.py
A_LINE_FOR, MOST_OF_LONG = 4, 12  # messages for which there is a line more, up to so many lines
LEAST = 2  # points that a sentence must add
_FIGURE, _NAMED = 2, 2  # points of a figure and a name; any other telling word has one
_NAME = re.compile(r"(?<=[\w,;:] )[A-Z\u00c0-\u00de]\w+")  # a capital that begins no sentence


@dataclass(frozen=True, slots=True)
class _Sentence:
    event: Event
    text: str  # as it is shown
    points: Mapping[str, int]  # of its telling words' stems

    def adds(self, covered: set[str]) -> int:
        return sum(points for stem, points in self.points.items() if stem not in covered)


def told(known: Known, shown: list[Line]) -> list[Line]:
    """The sentences that add most telling words, in order: up to ``MOST_TOLD``, more of a long conversation.

    Chosen greedily for coverage (Nemhauser, Wolsey and Fisher 1978); what ``shown`` has counts as covered.
    An answer that says nothing by itself stands with its question.
    """
    covered = {stem for line in shown for stem in stems(line.text)}
    left = _sentences(known)
    chosen: list[_Sentence] = []
    most = MOST_TOLD + len(known.said_by(Speaker.CUSTOMER)) // A_LINE_FOR
    while left and len(chosen) < min(most, MOST_OF_LONG):
        best = max(left, key=lambda one: one.adds(covered))
        if best.adds(covered) < LEAST:
            break
        chosen.append(best)
        left.remove(best)
        covered |= best.points.keys()
    chosen.sort(key=lambda one: one.event.seq)
    return [Line(Section.TOLD, one.text, known.event(one.event)) for one in chosen]


def _sentences(known: Known) -> list[_Sentence]:
    found: list[_Sentence] = []
    questions = questions_before(known)
    for event in known.said_by(Speaker.CUSTOMER):
        for place, sentence in enumerate(split_sentences(event.text or "")):
            text = with_question(questions, event, sentence) if place == 0 else quoted(sentence)
            found.append(_Sentence(event, text, _points(text)))
    return found


def _points(text: str) -> Mapping[str, int]:
    named = {stem for name in _NAME.findall(text) for stem in stems(name)}
    return {
        stem: _FIGURE if stem[0].isdigit() else _NAMED if stem in named else 1
        for stem in stems(text)
    }

"""Brief answer: customers' answers that say nothing without the question before them."""

from collections.abc import Mapping

from handrail.domain.brief_line import Known, quoted
from handrail.domain.conversation import Event, Speaker
from handrail.domain.sentences import split_sentences
from handrail.domain.step_answer import yes_or_no

SHORT = 5  # words


def questions_before(known: Known) -> Mapping[int, str]:
    """The question that a customer's message answers, by the message's seq.

    Of messages that are short or begin with yes or no: the fact then stands in the question.
    """
    found: dict[int, str] = {}
    question = ""
    for event in known.said_by(Speaker.CUSTOMER, Speaker.AI, Speaker.STAFF):
        sentences = split_sentences(event.text or "")
        if event.speaker is not Speaker.CUSTOMER:
            question = next((one for one in reversed(sentences) if "?" in one), "")
        else:
            if question and sentences and _needs_it(event.text or "", sentences[0]):
                found[event.seq] = question
            question = ""
    return found


def _needs_it(text: str, first: str) -> bool:
    return len(text.split()) <= SHORT or yes_or_no(first) is not None


def with_question(questions: Mapping[int, str], event: Event, text: str) -> str:
    """A customer's words, quoted, with the question that they answer."""
    question = questions.get(event.seq)
    return f"{quoted(question)} {quoted(text)}" if question else quoted(text)

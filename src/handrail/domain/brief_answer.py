"""Brief answer: customers' answers that say nothing without the question before them."""

import re
from collections.abc import Mapping

from handrail.domain.brief_line import Known, quoted
from handrail.domain.conversation import Event, Speaker
from handrail.domain.sentences import split_sentences
from handrail.domain.step_answer import yes_or_no

SHORT = 5  # words
AT_ONCE = 2  # questions of one message that are kept, the last ones
# A question with none of these asks whether, and not what: English, German, Spanish.
_ASKS_WHICH = re.compile(
    r"\b(?:who|whom|whose|what|when|where|why|how|which"
    r"|wer|wen|wem|wessen|was|wann|wo|wohin|woher|warum|wieso|wie|welche[rsmn]?"
    r"|qué|quién|cuándo|dónde|cómo|cuál(?:es)?|cuánt[oa]s?)\b",
    re.IGNORECASE,
)


def questions_before(known: Known) -> Mapping[int, str]:
    """The question that a customer's message answers, by the message's seq.

    Of messages that are short, begin with yes or no, or answer a question that asks for one of these: the
    fact then stands in the question.
    """
    found: dict[int, str] = {}
    question = ""
    for event in known.said_by(Speaker.CUSTOMER, Speaker.AI, Speaker.STAFF):
        sentences = split_sentences(event.text or "")
        if event.speaker is not Speaker.CUSTOMER:
            asked = [one for one in sentences if "?" in one]
            question = " ".join(asked[-AT_ONCE:])
        else:
            if question and sentences and _needs_it(event.text or "", sentences[0], question):
                found[event.seq] = question
            question = ""
    return found


def _needs_it(text: str, first: str, question: str) -> bool:
    if len(text.split()) <= SHORT or yes_or_no(first) is not None:
        return True
    return not _ASKS_WHICH.search(question)


def with_question(questions: Mapping[int, str], event: Event, text: str) -> str:
    """A customer's words, quoted, with the question that they answer."""
    question = questions.get(event.seq)
    return f"{quoted(question)} {quoted(text)}" if question else quoted(text)

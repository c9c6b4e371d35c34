"""Answer: what the AI may say, composed from articles and checked against them."""

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass

from handrail.domain.contradiction import strange_names, turned_words, unfounded_denials
from handrail.domain.grounding import (
    share_found,
    stems,
    strange_contacts,
    strange_figures,
    turns_round,
)
from handrail.domain.knowledge import Passage
from handrail.domain.language_marks import language_of
from handrail.domain.sentences import split_sentences
from handrail.domain.support import LEARNT, count, read_sources, support
from handrail.domain.wording import forbidden, we_will

LONGEST_QUOTE = 900  # characters
LONGEST_SENTENCE = 500
LONGEST_ANSWER = 1500
FOUND = 0.75  # share of content words that the sources must have, however well the rest is carried
REPEATS = 3


@dataclass(frozen=True, slots=True)
class Problem:
    """Why a model's words are not sent: the kind of problem, and the words that show it."""

    name: str
    shown_by: str = ""

    def __str__(self) -> str:
        return f"{self.name}: {self.shown_by}" if self.shown_by else self.name


def quoted(passage: Passage) -> str:
    """The article's answer as plain text: its first paragraph, with the list that it introduces."""
    blocks = [
        block for block in re.split(r"\n\s*\n", passage.text.strip()) if not _is_heading(block)
    ]
    answer = plain_text(blocks[0]) if blocks else plain_text(passage.text)
    if answer.endswith(":") and len(blocks) > 1:
        answer = f"{answer}\n{plain_text(blocks[1])}"
    return _shortened(answer)


def check_sentence(sentence: str, passages: Sequence[Passage], question: str) -> Problem | None:
    """What is wrong with a sentence that a model wrote, None when it may be sent.

    Every figure, link, name and promise must stand in the passages (figures and names may come from the
    question); they must carry the sentence by its words, and say nothing to the contrary.
    """
    if problem := _form(sentence, LONGEST_SENTENCE):
        return problem
    said, sources = _straight(sentence), _straight(_sources(passages))
    return (
        _wording(said, sources)
        or _facts(said, sources, _straight(question))
        or _ground(said, sources)
        or _contradiction(said, sources, _straight(question))
    )


def check_answer(text: str, passages: Sequence[Passage], question: str) -> Problem | None:
    """What is wrong with a whole answer, None when it may be sent."""
    if problem := _form(text, LONGEST_ANSWER):
        return problem
    sentences = split_sentences(text)
    for sentence in sentences:
        if sentences.count(sentence) >= REPEATS:
            return Problem("repeats itself", sentence[:80])
        if problem := check_sentence(sentence, passages, question):
            return problem
    said, sources = _straight(text), _straight(_sources(passages))
    if not stems(said) & stems(sources):
        return Problem("says nothing of the articles")
    return _wording(said, sources)


def plain_text(markdown: str) -> str:
    """Markdown without its marks: list items keep their lines, wrapped lines are joined."""
    text = re.sub(r"!\[([^\]]*)\]\([^)]*\)", r"\1", markdown.strip())
    text = re.sub(r"\[([^\]]+)\]\(([^)\s]+)[^)]*\)", _link_in_words, text)
    lines = [""]
    for line in text.splitlines():
        said = re.sub(r"^(?:#{1,6}|>)\s+", "", line.strip())
        said = re.sub(r"^[*+-]\s+", "• ", said)
        if not said or line.startswith("#") or re.match(r"• |\d{1,2}[.)] ", said):
            lines.append(said)
        else:
            lines[-1] = f"{lines[-1]} {said}".strip()
        if line.startswith("#"):
            lines.append("")
    return _without_emphasis("\n".join(lines)).strip()


def _link_in_words(match: re.Match[str]) -> str:
    words, address = match[1], match[2]
    return words if words == address else f"{words} ({address})"


def _without_emphasis(text: str) -> str:
    return re.sub(r"(\*{1,3}|_{2,3}|`)(?=\S)(.+?)(?<=\S)\1", r"\2", text)


def _is_heading(block: str) -> bool:
    return block.lstrip().startswith("#") and "\n" not in block.strip()


def _shortened(text: str) -> str:
    if len(text) <= LONGEST_QUOTE:
        return text
    kept = ""
    for sentence in split_sentences(text):
        if len(kept) + len(sentence) + 1 > LONGEST_QUOTE:
            break
        kept = f"{kept} {sentence}".strip()
    return kept or text[: LONGEST_QUOTE - 1].rsplit(" ", 1)[0] + "…"


def _sources(passages: Sequence[Passage]) -> str:
    return "\n\n".join(f"{passage.title}.\n\n{plain_text(passage.text)}" for passage in passages)


def _straight(text: str) -> str:
    return text.replace("\u2019", "'")


def _form(text: str, longest: int) -> Problem | None:
    if not text.strip():
        return Problem("empty")
    if len(text) > longest:
        return Problem("too long", f"{len(text)} characters")
    for character in text:
        if character == "\ufffd":
            return Problem("undecodable")
        if unicodedata.category(character)[0] == "C" and character not in "\n\t":
            return Problem("control character", f"U+{ord(character):04X}")
    return None


def _wording(text: str, sources: str) -> Problem | None:
    if found := forbidden(text, sources):
        return Problem(*found)
    for deed in we_will(text):
        if not stems(deed) <= stems(sources):
            return Problem("promise or claimed deed", f"we ... {deed}")
    return None


def _facts(text: str, sources: str, question: str) -> Problem | None:
    if contacts := strange_contacts(text, f"{sources}\n{question}"):
        return Problem("contact or link not in the articles", ", ".join(contacts)[:120])
    if figures := strange_figures(text, f"{sources}\n{question}"):
        return Problem("figure not in the articles", ", ".join(figures)[:120])
    return None


def _ground(sentence: str, sources: str) -> Problem | None:
    spoken, written = language_of(sentence), language_of(sources)
    if spoken and written and spoken != written:
        return Problem("wrong language", spoken)
    written_down = split_sentences(sources)
    share = share_found(sentence, sources)
    if share < FOUND or not is_carried(sentence, written_down):
        return Problem("not in the articles", f"{share:.0%} of its content words are")
    return None


def _contradiction(sentence: str, sources: str, question: str) -> Problem | None:
    written_down = split_sentences(sources)
    if turned := turned_words(sentence, sources):
        return Problem("says the opposite of the article", ", ".join(turned)[:120])
    if turns_round(sentence, written_down):
        return Problem("says the opposite of the article")
    if denied := unfounded_denials(sentence, written_down):
        return Problem("denies what no article denies", ", ".join(denied)[:120])
    if names := strange_names(sentence, f"{sources}\n{question}"):
        return Problem("name not in the articles", ", ".join(names)[:120])
    return None


def is_carried(sentence: str, sources: Sequence[str]) -> bool:
    """Whether sentences of the sources carry this one; courtesy, without a content word, needs none."""
    return not stems(sentence) or support(count(sentence, read_sources(sources))) >= LEARNT.bar

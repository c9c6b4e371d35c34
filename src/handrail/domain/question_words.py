"""Question words: what each word of a question weighs, and by which ones chunks are looked for."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from math import log

from handrail.domain.grounding import without_stop_words
from handrail.domain.sentences import split_sentences

UNCOUNTED = 50  # one chunk in so many is taken to have a word, where words were not counted yet
READ_CHUNKS = 5_000  # of so many of a language the words are counted
MOST_WORDS = 1_000  # of a question are searched
MOST_ALTERNATIVES = 64


@dataclass(frozen=True, slots=True)
class QuestionWord:
    """A word as it is searched: its ``place`` among the weights, and how often the question says it.

    ``chunks`` of all ``of`` chunks of the language have it, as last counted; None: fewer than are
    counted, and ``of`` None: nothing was counted yet.
    """

    word: str
    place: int
    often: int
    chunks: int | None = None
    of: int | None = None


def searched(question: str) -> str:
    """The words of a question that are searched: all that tell something, those of its end twice.

    Who writes several sentences says what they want in the last one that says anything.
    """
    telling = [without_stop_words(each) for each in split_sentences(question)]
    said = [each for each in telling if any(map(str.isalnum, each))]
    return "\n".join([*said, *said[-1:]] if len(said) > 1 else said)


def weight(said: QuestionWord) -> float:
    """How much it counts: the rarer, and the oftener it is said, the more; 0 where every chunk has it.

    Inverse document frequency (Sparck Jones 1972), times how often the question has the word: in a long
    one, what is said again and again is what it is about.
    """
    if said.of is None:
        return said.often * log(UNCOUNTED)
    return said.often * log(max(said.of / _chunks(said), 1.0))


def weightiest(words: Iterable[QuestionWord]) -> list[QuestionWord]:
    """Those that are searched, the weightiest first: at most ``MOST_WORDS``."""
    return sorted(words, key=lambda said: (-weight(said), said.word))[:MOST_WORDS]


def looked_for(words: Sequence[QuestionWord], most: int) -> list[tuple[QuestionWord, ...]]:
    """By which words chunks are looked for: one that has all words of any of these.

    ``words`` come weightiest first. About ``most`` chunks are found in all: a word that more have than
    there is still room for is looked for only together with others of that kind.
    """
    alternatives, common, room = list[tuple[QuestionWord, ...]](), list[QuestionWord](), float(most)
    for said in words:
        if _chunks(said) > room or len(alternatives) == MOST_ALTERNATIVES:
            common.append(said)
        else:
            alternatives.append((said,))
            room -= _chunks(said)
    together = _together(common, room)
    return [*alternatives, together] if len(together) > 1 or not alternatives else alternatives


def _together(common: Sequence[QuestionWord], room: float) -> tuple[QuestionWord, ...]:
    """As many of these, from the first, as make few enough chunks likely, were they independent."""
    share = 1.0
    for at, said in enumerate(common):
        share *= min(_chunks(said) / (said.of or 1), 1.0)
        if share * (said.of or 1) <= room:
            return tuple(common[: at + 1])
    return tuple(common[:MOST_ALTERNATIVES])


def _chunks(said: QuestionWord) -> float:
    if said.chunks is not None:
        return said.chunks
    return max(1.0, (said.of or 0) / READ_CHUNKS)

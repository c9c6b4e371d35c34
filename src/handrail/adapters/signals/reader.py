"""The bundled models as one reader: a message in, its signals and its sentence vector out."""

from collections import OrderedDict
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import replace
from functools import cached_property, lru_cache
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from handrail.actions.ports import KindHead
from handrail.adapters.signals.course import LOOK_BACK, CourseReader
from handrail.adapters.signals.encoder import Encoder, Views
from handrail.adapters.signals.heads import Heads
from handrail.adapters.signals.kinds import KindExamples, fit_kinds, flatten
from handrail.adapters.signals.language import LANGUAGES, LanguageReader
from handrail.adapters.signals.lexicon import Lexicon
from handrail.adapters.signals.text import prepare
from handrail.domain.course import CUSTOMER, Line, course_of, with_calls
from handrail.domain.moment import Said, Turn
from handrail.domain.signals import Reading, Signals

MODEL = Path(__file__).parent / "model"
WORDS = Path(__file__).parent
VECTOR_SIZE = 1152  # of kind vectors
RECENT = 256  # texts, of 26 KB each
BLOCK = 64  # texts that are read side by side
REMEMBERED = 4096  # sentence vectors, of 1.5 KB each


class BundledSignalReader:
    """Reads messages with the models that ship in the package; no network, no language model.

    Pure computation of 3 to 5 ms a message on one core: call it from a thread. It may be called
    from several threads at once. A message reads the same alone and beside others. The models are
    loaded when first needed, so that a process that reads no message starts at once and stays small.
    """

    def __init__(self, languages: Collection[str] = LANGUAGES) -> None:
        self._read_languages = languages

    @cached_property
    def _encoder(self) -> Encoder:
        return Encoder(MODEL)

    @cached_property
    def _views(self) -> Callable[[str], Views]:
        """The encoder, with what it made of the last texts: a turn looks at those before it again."""
        return lru_cache(RECENT)(self._encoder.encode)

    @cached_property
    def _sentences(self) -> OrderedDict[str, NDArray[np.float32]]:
        """Sentence vectors alone, kept longer: a briefing looks at a whole conversation each time."""
        return OrderedDict()

    def _embedding(self, text: str) -> NDArray[np.float32]:
        found = self._sentences.get(text)
        return self._remember(text, self._encoder.embedding(text)) if found is None else found

    def _remember(self, text: str, embedding: NDArray[np.float32]) -> NDArray[np.float32]:
        self._sentences[text] = kept = embedding.astype(np.float32, copy=True)
        if len(self._sentences) > REMEMBERED:
            self._sentences.popitem(last=False)
        return kept

    @cached_property
    def _heads(self) -> Heads:
        return Heads(MODEL)

    @cached_property
    def _course(self) -> CourseReader:
        return CourseReader(MODEL)

    @cached_property
    def _lexicon(self) -> Lexicon:
        return Lexicon(WORDS / "lexicon.toml")

    @cached_property
    def _languages(self) -> LanguageReader:
        return LanguageReader(WORDS / "language.toml", self._read_languages)

    @property
    def version(self) -> str:
        """Name of encoder, heads, thresholds, word lists and the monitor together."""
        return f"{self._heads.version}-{self._course.version}"

    def fit(self, kinds: Mapping[str, Sequence[str]]) -> KindExamples:
        """Learn a company's kinds of moment from their examples; the same input, the same head."""
        names, owners, texts = flatten(kinds)
        vectors = [self._encoder.encode(prepare(text)).kind for text in texts]
        examples = np.array(vectors, dtype=np.float32).reshape(-1, VECTOR_SIZE)
        return fit_kinds(names, owners, examples, self._heads.calibration)

    def read(self, texts: Sequence[str], head: KindHead) -> list[Reading]:
        """The signals and the sentence vector of each text; any text is read, an empty one too."""
        plain = [prepare(text) for text in texts]
        return [
            reading
            for first in range(0, len(plain), BLOCK)
            for reading in self._read(plain[first : first + BLOCK], head)
        ]

    def follow(self, turn: Turn, reading: Reading) -> Reading:
        """The reading with how likely the conversation fails and the customer says the same again.

        The customer's last few messages are encoded again where this process has not just read them:
        about 2 ms each on one core.
        """
        said = [prepare(said.text) for said in turn.earlier if said.party == CUSTOMER][-LOOK_BACK:]
        earlier = list(zip(said, self.embed(said), strict=True))
        signals = reading.signals
        repeats = self._course.repeats(prepare(turn.text), reading.embedding, earlier)
        now = Line(CUSTOMER, prepare(turn.text), signals.sentiment, signals.emotions, signals.cues)
        lines = [*(_line(said) for said in turn.earlier), replace(now, likeness=repeats)]
        course = course_of(with_calls(lines, turn.calls or ()))
        failing = self._course.failing(course, has_tools=turn.calls is not None)
        return replace(reading, signals=replace(signals, failing=failing, repeats=repeats))

    def embed(self, texts: Sequence[str]) -> list[list[float]]:
        """Unit vectors of 384 numbers, one for each text."""
        return [self._embedding(prepare(text)).tolist() for text in texts]

    def _read(self, texts: Sequence[str], head: KindHead) -> list[Reading]:
        """One kind of work after the other, so that its tables stay in the processor's cache."""
        views = [self._views(text) for text in texts]
        for text, view in zip(texts, views, strict=True):
            self._remember(text, view.embedding)
        languages = [self._languages.read(text) for text in texts]
        named = [self._lexicon.cues(text) for text in texts]
        emotions = [self._heads.emotions(view) for view in views]
        cues = [self._heads.cues(view) for view in views]
        kinds = head.scores([view.kind.data for view in views])
        for found, outright in zip(cues, named, strict=True):
            found.update(dict.fromkeys(outright, 1.0))
        return [
            Reading(
                Signals(
                    version=self.version,
                    language=languages[at][0],
                    language_probability=languages[at][1],
                    kinds=kinds[at],
                    emotions=emotions[at][0],
                    sentiment=emotions[at][1],
                    cues=cues[at],
                    flagged=self._heads.flagged(cues[at], len(text.split())),
                ),
                views[at].embedding.tolist(),
            )
            for at, text in enumerate(texts)
        ]


def _line(said: Said) -> Line:
    return Line(
        said.party,
        prepare(said.text),
        said.sentiment,
        said.emotions,
        said.cues,
        said.did_not_know,
        said.repeats,
    )

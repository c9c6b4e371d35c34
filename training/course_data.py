"""Recorded conversations of AI and (simulated) customers, as the monitor of failing sees them."""

import hashlib
import json
import pickle
import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from itertools import zip_longest
from pathlib import Path

import numpy as np
from sources import HERE, public_rows

from handrail.adapters.signals.reader import MODEL, BundledSignalReader
from handrail.domain.course import AI, CUSTOMER, Line, course_of
from handrail.domain.course_calls import Made
from handrail.domain.signals import Reading

_MARKS = re.compile(r"###[A-Z-]+###")  # how the simulated customer ends; no customer writes it
CALL, RESULT = "call", "result"
ROLES = {"user": CUSTOMER, "assistant": AI}
PASSES_ON = "transfer_to_human_agents"  # a hand-over, which is no call of a tool in a desk
CHANGES = {  # the others of these tools only read
    "book_reservation",
    "cancel_reservation",
    "send_certificate",
    "update_reservation_baggages",
    "update_reservation_flights",
    "update_reservation_passengers",
}

Repeats = Callable[[Sequence[str], str], float]  # (earlier texts, text) -> probability


@dataclass(frozen=True)
class Recorded:
    """One conversation: its lines, (party, text) with tool events among them, and how it ended."""

    lines: tuple[tuple[str, str], ...]
    failed: bool
    domain: str
    task: str
    model: str

    @property
    def develops(self) -> bool:
        """Whether its task belongs to the part on which choices are made: an even hash."""
        return hashlib.sha256(self.task.encode()).digest()[0] % 2 == 0

    @property
    def spoken(self) -> list[tuple[str, str]]:
        """What customer and AI said, in order."""
        return [line for line in self.lines if line[0] in (CUSTOMER, AI)]


def recorded(data: Path) -> list[Recorded]:
    """Every trajectory whose outcome was verified and whose tools and reward were left alone."""
    return [_recorded(row) for row in _rows(data) if not row["pr_submission_unverified"]]


def unverified(data: Path) -> list[Recorded]:
    """Airline trajectories that nobody verified, but those of an AI that was fitted to the tasks.

    They measure nothing; the variants learn from them, to see what more rows bring.
    """
    return [
        _recorded(row)
        for row in _rows(data)
        if row["pr_submission_unverified"]
        and row["domain"] == "airline"
        and "custom" not in row["agent_model"]
    ]


def _rows(data: Path) -> list[dict]:
    rows = public_rows(data, "tau_trajectories/trajectories")
    return [row for row in rows if not row["shaped_reward_and_injected_tool_errors"]]


def _recorded(row: dict) -> Recorded:
    return Recorded(
        lines=tuple(_lines(row["messages"])),
        failed=not row["success"],
        domain=row["domain"],
        task=f"{row['domain']}/{row['task_id']}",
        model=row["agent_model"],
    )


def _lines(messages: Sequence[dict]) -> list[tuple[str, str]]:
    lines = []
    for message in messages:
        content = message.get("content")
        said = _MARKS.sub("", content).strip() if isinstance(content, str) else ""
        if message["role"] in ROLES and said:
            lines.append((ROLES[message["role"]], said))
        lines += [
            (CALL, f"{call['name']} {call['arguments']}")
            for call in message.get("tool_calls") or ()
        ]
        if message["role"] == "tool":
            lines.append((RESULT, said))
    return lines


class Readings:
    """What the shipped models read in customers' texts; kept in ``cache`` under the encoder's hash."""

    def __init__(self, cache: Path) -> None:
        self._reader = BundledSignalReader()
        self._none = self._reader.fit({})
        files = [MODEL / name for name in ("encoder.onnx", "feeling.onnx", "heads.npz")]
        self.encoder = hashlib.sha256(b"".join(path.read_bytes() for path in files)).hexdigest()[
            :12
        ]
        self._path = cache / f"readings-{self.encoder}.pickle"
        self._read: dict[str, Reading] = {}
        if self._path.exists():
            self._read = pickle.loads(self._path.read_bytes())

    def of(self, texts: Sequence[str]) -> list[Reading]:
        """The reading of each text; what was not in the cache joins it."""
        new = sorted(set(texts) - self._read.keys())
        for text in new:
            self._read[text] = self._reader.read([text], self._none)[0]
        if new:
            self._path.parent.mkdir(parents=True, exist_ok=True)
            self._path.write_bytes(pickle.dumps(self._read))
        return [self._read[text] for text in texts]

    def cosines(self, pairs: Sequence[tuple[str, str]]) -> list[float]:
        """Cosine of the sentence vectors of each pair of texts."""
        firsts, seconds = self.of([one for one, _ in pairs]), self.of([other for _, other in pairs])
        return [
            float(np.dot(one.embedding, other.embedding))
            for one, other in zip(firsts, seconds, strict=True)
        ]


def read_conversations(
    conversations: Sequence[Recorded], readings: Readings, repeats: Repeats
) -> list[list[Line]]:
    """Every conversation's lines with what the models read in the customer's."""
    readings.of([text for one in conversations for party, text in one.spoken if party == CUSTOMER])
    return [_read_lines(one.lines, readings, repeats) for one in conversations]


def _read_lines(
    happened: Sequence[tuple[str, str]], readings: Readings, repeats: Repeats
) -> list[Line]:
    lines: list[Line] = []
    said: list[str] = []
    calls: list[str] = []  # since the line before, with what came of them
    results: list[str] = []
    for party, text in happened:
        if party in (CALL, RESULT):
            (calls if party == CALL else results).append(text)
            continue
        made = _made(calls, results)
        calls, results = [], []
        if party != CUSTOMER:
            lines.append(Line(party, text, calls=made))
            continue
        read = readings.of([text])[0].signals
        likeness = repeats(said, text)
        felt = (read.sentiment, read.emotions, read.cues)
        lines.append(Line(party, text, *felt, likeness=likeness, calls=made))
        said.append(text)
    return lines


def _made(calls: Sequence[str], results: Sequence[str]) -> tuple[Made, ...]:
    """Calls with their results, in order; one without a result has not failed."""
    made: list[Made] = []
    for call, result in zip_longest(calls, results[: len(calls)], fillvalue=""):
        tool, _, arguments = call.partition(" ")
        if tool != PASSES_ON:
            failed = result.lower().startswith("error")
            made.append(Made(tool, arguments, tool in CHANGES, failed))
    return tuple(made)


@dataclass(frozen=True)
class Cuts:
    """Features of every beginning of every conversation: (cuts, features), and which cut is which."""

    names: tuple[str, ...]
    features: np.ndarray
    owner: np.ndarray  # index of the conversation
    seen: np.ndarray  # lines seen
    half: np.ndarray  # the cut after half of the lines, rounded up
    end: np.ndarray
    asked: np.ndarray  # the last line is the customer's: the AI's turn is being decided


def cuts_of(conversations: Sequence[Sequence[Line]]) -> Cuts:
    """The beginnings that matter: at each of the customer's lines, at half and at the end."""
    rows, owner, seen, half, end, asked = [], [], [], [], [], []
    names: tuple[str, ...] = ()
    for number, lines in enumerate(conversations):
        for count in range(min(2, len(lines)), len(lines) + 1):
            middle = count == max((len(lines) + 1) // 2, min(2, len(lines)))
            if not (middle or count == len(lines) or lines[count - 1].party == CUSTOMER):
                continue
            features = course_of(lines[:count]).features()
            names = tuple(features)
            rows.append(list(features.values()))
            owner.append(number)
            seen.append(count)
            half.append(middle)
            end.append(count == len(lines))
            asked.append(lines[count - 1].party == CUSTOMER)
    arrays = [np.array(column) for column in (rows, owner, seen, half, end, asked)]
    return Cuts(names, *arrays)


def own_pairs(part: str) -> list[dict]:
    """Our own pairs of customers' messages: earlier, later, label (says it again), part."""
    lines = (HERE / "data" / "repeats.jsonl").read_text(encoding="utf-8").splitlines()
    return [row for row in map(json.loads, lines) if row["part"] == part]

"""STAR's dialogues and playbooks made of its flow charts, as the next action is measured on them.

Workers are split by a hash: a tenth for development, a fifth for tests, the rest for training.
"""

import collections
import gzip
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from bench.public_sets import DEV, TEST, Row, public_rows
from handrail.adapters.signals.reader import BundledSignalReader
from handrail.domain.move import Move, Said, signs
from handrail.domain.playbook import By, Doing, DoneWhen, Playbook, Step
from handrail.domain.sentences import split_sentences

TYPED_WORDS = 3  # a paraphrase: what the wizard typed before choosing the reply


@dataclass(frozen=True)
class Dialogue:
    """One dialogue: its task, and the replies that the wizard gave, each with its label."""

    id: int
    task: str
    part: str
    happy: bool
    said: tuple[tuple[str, str], ...]  # label, words
    typed: tuple[tuple[str, str], ...]  # label, what the wizard typed before
    moves: tuple[Move, ...]  # for each reply: its label, and what was heard and found before it


def part_of(worker: str) -> str:
    """The part that a worker's dialogues belong to; worker ids are hexadecimal hashes already."""
    place = int(worker[:2], 16)
    return "dev" if place < DEV else "test" if place < TEST else "train"


def read_star(folder: Path) -> list[Dialogue]:
    """The completed dialogues with one task."""
    return [
        read_dialogue(row)
        for row in public_rows(folder, "star/dialogues")
        if row["completion"] == "Complete" and len(row["tasks"]) == 1
    ]


@dataclass
class _Since:
    """What has come since the last reply."""

    typed: str = ""
    words: str = ""
    outcome: str = ""
    found: str = ""

    def take(self, event: Row) -> None:
        if event["act"] == "request_suggestions":
            self.typed = event.get("text") or ""
        elif event["act"] == "utter" and event["who"] == "User":
            self.words = f"{self.words} {event['text']}".strip()
        elif event["act"] == "return_item":
            item: Row | None = event.get("item")
            self.outcome = "item" if item else "none"
            self.found = str(item.get("Message", "")) if item else ""


def read_dialogue(row: Row) -> Dialogue:
    said: list[tuple[str, str]] = []
    typed: list[tuple[str, str]] = []
    moves: list[Move] = []
    since = _Since()
    for event in row["events"]:
        since.take(event)
        if event["act"] == "pick_suggestion":
            label = event["label"]
            said.append((label, event["text"]))
            if len(since.typed.split()) >= TYPED_WORDS:
                typed.append((label, since.typed))
            heard = signs(Said(since.words, (since.found,) if since.found else ()))
            moves.append(Move(label, since.outcome, heard))
            since = _Since()
    return Dialogue(
        row["dialogue_id"],
        row["tasks"][0],
        part_of(str(row["user_worker"])),
        bool(row["happy"]),
        tuple(said),
        tuple(typed),
        tuple(moves),
    )


def make_playbooks(
    folder: Path, train: Sequence[Dialogue], required: float, *, whole: bool = False
) -> dict[str, Playbook]:
    """A playbook for each task; ``whole``: with the replies that its flow chart does not name, too."""
    with gzip.open(folder / "star/task_schemas.json.gz", "rt") as file:
        schemas: Mapping[str, Any] = json.load(file)
    books: dict[str, Playbook] = {}
    for name, schema in schemas.items():
        if name.endswith("responses.json"):
            continue
        task = schema["task"] if schema["task"] in {d.task for d in train} else name.split("/")[0]
        mine = [dialogue for dialogue in train if dialogue.task == task]
        replies = schema["replies"]
        charted = set(replies) if whole else {*schema["graph"], *schema["graph"].values()}
        books[task] = a_playbook(task, replies, charted, mine, required)
    return books


def a_playbook(
    task: str,
    replies: Mapping[str, str],
    charted: set[str],
    train: Sequence[Dialogue],
    required: float,
) -> Playbook:
    places: dict[str, list[float]] = collections.defaultdict(list)
    for dialogue in train:
        labels = [label for label, _ in dialogue.said]
        for label in dict.fromkeys(labels):
            places[label].append(labels.index(label) / len(labels))
    wanted = [label for label in replies if label in charted and places[label]]
    wanted.sort(key=lambda label: sum(places[label]) / len(places[label]))
    steps = [
        Step(
            label,
            Doing.TELL,
            {"en": replies[label]},
            DoneWhen(By.STAFF, like=tuple(split_sentences(replies[label]))),
            required=len(places[label]) >= required * len(train),
        )
        for label in wanted
    ]
    return Playbook(task, {"en": task}, (task,), tuple(steps))


class Vectors:
    """Sentence vectors, each made once."""

    def __init__(self) -> None:
        self._reader = BundledSignalReader()
        self._known: dict[str, Sequence[float]] = {}

    def of(self, texts: Sequence[str]) -> Mapping[str, Sequence[float]]:
        """The vectors of these texts."""
        new = [text for text in dict.fromkeys(texts) if text not in self._known]
        self._known |= dict(zip(new, self._reader.embed(new), strict=True))
        return {text: self._known[text] for text in texts}

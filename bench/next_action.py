"""Next action: does a playbook's next open step foresee what the person does next?

`HANDRAIL_BENCH_DATA=FOLDER python -m bench.next_action [dev]` on STAR (single-task dialogues that were
completed) and on what there is of ABCD. Workers are split by a hash: a tenth for development, a fifth for
tests, the rest for training. A playbook is made from the training part by a recipe, the same for every task:
the labels of the task's flow chart, in the order of their mean place in training dialogues; required where
at least `REQUIRED` of these have it; done when something like the chart's reply was said. What was said is
read by the product's own code. `dev` prints what the thresholds were chosen by.
"""

import collections
import gzip
import json
import os
import sys
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from bench.public_sets import DEV, TEST, Row, public_rows
from bench.shares import bootstrap, share
from handrail.adapters.signals.reader import BundledSignalReader
from handrail.domain.playbook import (
    By,
    Doing,
    DoneWhen,
    Heard,
    Playbook,
    Progress,
    Step,
    StepState,
    alike,
    progress,
)
from handrail.domain.sentences import split_sentences
from handrail.domain.step_match import LIKE_ENOUGH, likeness, overlap

REQUIRED = 0.4  # chosen on the development part
TYPED_WORDS = 3  # a paraphrase: what the wizard typed before choosing the reply
RESULT = Path(__file__).parent / "results" / "next_action.json"


@dataclass(frozen=True)
class Dialogue:
    """One dialogue: its task, and the replies that the wizard gave, each with its label."""

    id: int
    task: str
    part: str
    happy: bool
    said: tuple[tuple[str, str], ...]  # label, words
    typed: tuple[tuple[str, str], ...]  # label, what the wizard typed before


@dataclass(frozen=True)
class Guess:
    """What was foreseen of one reply: best first."""

    dialogue: int
    wanted: str
    best: tuple[str, ...]


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


def read_dialogue(row: Row) -> Dialogue:
    said: list[tuple[str, str]] = []
    typed: list[tuple[str, str]] = []
    before = ""
    for event in row["events"]:
        if event["act"] == "request_suggestions":
            before = event.get("text") or ""
        elif event["act"] == "pick_suggestion":
            said.append((event["label"], event["text"]))
            if len(before.split()) >= TYPED_WORDS:
                typed.append((event["label"], before))
            before = ""
    return Dialogue(
        row["dialogue_id"],
        row["tasks"][0],
        part_of(str(row["user_worker"])),
        bool(row["happy"]),
        tuple(said),
        tuple(typed),
    )


def make_playbooks(folder: Path, train: Sequence[Dialogue], required: float) -> dict[str, Playbook]:
    """A playbook for each task by the recipe."""
    with gzip.open(folder / "star/task_schemas.json.gz", "rt") as file:
        schemas: Mapping[str, Any] = json.load(file)
    books: dict[str, Playbook] = {}
    for name, schema in schemas.items():
        if name.endswith("responses.json"):
            continue
        task = schema["task"] if schema["task"] in {d.task for d in train} else name.split("/")[0]
        mine = [dialogue for dialogue in train if dialogue.task == task]
        charted = {*schema["graph"], *schema["graph"].values()}
        books[task] = a_playbook(task, schema["replies"], charted, mine, required)
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


def read_ticks(book: Playbook, said: Sequence[tuple[str, str]], vectors: Vectors) -> Progress:
    """The playbook's progress as the product reads it from the words."""
    heard = [
        Heard(place, "staff", sentence)
        for place, (_, words) in enumerate(said)
        for sentence in split_sentences(words)
    ]
    pairs = alike(book, heard)
    texts = [text for one, _, example in pairs for text in (one.sentence, example)]
    return progress(book, heard, vectors=vectors.of(texts))


def told_ticks(book: Playbook, said: Sequence[tuple[str, str]]) -> Progress:
    """The progress by the labels themselves, as if every tick were right."""
    done = {label for label, _ in said}
    return Progress(book, tuple(StepState(step, step.name in done) for step in book.steps))


def foreseen(made: Progress) -> tuple[str, ...]:
    """Open steps as the product suggests them."""
    return tuple(state.step.name for state in made.ahead())


def onward(made: Progress) -> tuple[str, ...]:
    """The same, but steps after the last one that is done go before those that were passed over."""
    last = max((place for place, s in enumerate(made.steps) if s.done), default=-1)
    found = [
        (place < last, not s.step.required, s.step.name)
        for place, s in enumerate(made.steps)
        if not s.done
    ]
    found.sort(key=lambda one: one[:2])
    return tuple(name for _, _, name in found)


def bigrams(
    train: Sequence[Dialogue], by_task: bool
) -> Callable[[Dialogue, Sequence[tuple[str, str]]], tuple[str, ...]]:
    """The most frequent next labels after the last one, in all tasks or in the same."""
    counts: dict[tuple[str, str], collections.Counter[str]] = collections.defaultdict(
        collections.Counter
    )
    for dialogue in train:
        before = "(start)"
        for label, _ in dialogue.said:
            counts[dialogue.task if by_task else "", before][label] += 1
            before = label

    def guess(dialogue: Dialogue, said: Sequence[tuple[str, str]]) -> tuple[str, ...]:
        before = said[-1][0] if said else "(start)"
        seen = counts.get((dialogue.task if by_task else "", before), collections.Counter())
        return tuple(label for label, _ in seen.most_common(3))

    return guess


def guesses(
    dialogues: Sequence[Dialogue],
    guess: Callable[[Dialogue, Sequence[tuple[str, str]]], tuple[str, ...]],
) -> list[list[Guess]]:
    """For each dialogue what was foreseen of each reply."""
    return [
        [
            Guess(dialogue.id, label, guess(dialogue, dialogue.said[:place]))
            for place, (label, _) in enumerate(dialogue.said)
        ]
        for dialogue in dialogues
    ]


def figures(by_dialogue: Sequence[Sequence[Guess]]) -> dict[str, Any]:
    """Accuracy of the first, share within three, and macro-F1, with intervals over dialogues."""

    def within(count: int) -> Callable[[Sequence[Sequence[Guess]]], float]:
        def figure(units: Sequence[Sequence[Guess]]) -> float:
            every = [one for unit in units for one in unit]
            return sum(one.wanted in one.best[:count] for one in every) / max(len(every), 1)

        return figure

    return {
        "accuracy": bootstrap(within(1), by_dialogue),
        "within three": bootstrap(within(3), by_dialogue),
        "macro F1": bootstrap(macro_f1, by_dialogue),
        "replies": sum(len(unit) for unit in by_dialogue),
        "dialogues": len(by_dialogue),
    }


def macro_f1(units: Sequence[Sequence[Guess]]) -> float:
    """The mean over labels of the F1 of the first guess."""
    hit: collections.Counter[str] = collections.Counter()
    guessed: collections.Counter[str] = collections.Counter()
    wanted: collections.Counter[str] = collections.Counter()
    for one in (one for unit in units for one in unit):
        first = one.best[0] if one.best else ""
        wanted[one.wanted] += 1
        guessed[first] += 1
        hit[one.wanted] += one.wanted == first
    return sum(2 * hit[name] / (wanted[name] + guessed[name]) for name in wanted) / len(wanted)


def ticking(
    dialogues: Sequence[Dialogue], books: Mapping[str, Playbook], vectors: Vectors
) -> list[tuple[float, bool]]:
    """What wizards typed in their own words against the replies of the task: likeness, and whether meant.

    A pair that shares no stem is never compared by the product: its likeness is -1.
    """
    scored: list[tuple[float, bool]] = []
    for dialogue in dialogues:
        book = books[dialogue.task]
        for label, words in dialogue.typed:
            if label not in {step.name for step in book.steps}:
                continue
            for step in book.steps:
                best = -1.0
                for example in step.done_when.like if step.done_when else ():
                    if overlap(words, example) > 0:
                        known = vectors.of([words, example])
                        best = max(best, likeness(known[words], known[example]))
                scored.append((best, step.name == label))
    return scored


def tick_figures(scored: Sequence[tuple[float, bool]], threshold: float) -> dict[str, Any]:
    """Precision and recall of ticks at a threshold."""
    ticked = [wanted for score, wanted in scored if score >= threshold]
    return {
        "threshold": threshold,
        "precision": share(ticked),
        "recall": share([score >= threshold for score, wanted in scored if wanted]),
    }


def abcd(folder: Path) -> dict[str, Any]:
    """The next action of the few whole ABCD dialogues, from the flows of its guidelines alone."""
    flows: Mapping[str, list[str]] = json.loads((folder / "abcd_partial/kb.json").read_text())
    after: dict[str, collections.Counter[str]] = collections.defaultdict(collections.Counter)
    for actions in flows.values():
        for before, action in zip(["(start)", *actions], actions, strict=False):
            after[before][action] += 1
    rows = {row["convo_id"]: row for row in public_rows(folder, "abcd_partial/sample_dialogues")}
    by_playbook: list[bool] = []
    by_bigram: list[bool] = []
    for row in rows.values():
        done: list[str] = []
        taken = [t["targets"] for t in row["delexed"] if t["speaker"] == "action"]
        flow = flows.get(row["scenario"]["subflow"]) or flows.get(taken[0][0] if taken else "", [])
        for _, _, action, _ in (target[:4] for target in taken):
            open_ones = [step for step in flow if step not in done]
            by_playbook.append(bool(open_ones) and open_ones[0] == action)
            seen = after[done[-1] if done else "(start)"].most_common(1)
            by_bigram.append(bool(seen) and seen[0][0] == action)
            done.append(action)
    return {"playbook": share(by_playbook), "bigram of the flows": share(by_bigram)}


def choose(folder: Path, dialogues: Sequence[Dialogue], vectors: Vectors) -> None:
    """Print what the two thresholds were chosen by, on the development part."""
    train = [dialogue for dialogue in dialogues if dialogue.part == "train"]
    dev = [dialogue for dialogue in dialogues if dialogue.part == "dev"]
    for required in (0.3, 0.4, 0.5, 0.6, 0.7):
        books = make_playbooks(folder, train, required)
        made = guesses(dev, lambda d, said, books=books: foreseen(told_ticks(books[d.task], said)))
        flat = [one for unit in made for one in unit]
        hits = [one.wanted == one.best[0] for one in flat if one.best]
        print(f"required {required}: {sum(hits) / len(flat):.4f}")
    scored = ticking(dev, make_playbooks(folder, train, REQUIRED), vectors)
    for step in range(8, 19):
        made_at = tick_figures(scored, step / 20)
        one, other = made_at["precision"].get("share", 0.0), made_at["recall"]["share"]
        f1 = 2 * one * other / max(one + other, 1e-9)
        print(f"like {step / 20:.2f}: precision {one:.3f} recall {other:.3f} F1 {f1:.3f}")


def main(arguments: Sequence[str]) -> None:
    """Measure on the test part, print and keep."""
    folder = Path(os.environ["HANDRAIL_BENCH_DATA"])
    dialogues, vectors = read_star(folder), Vectors()
    if "dev" in arguments:
        choose(folder, dialogues, vectors)
        return
    train = [dialogue for dialogue in dialogues if dialogue.part == "train"]
    test = [dialogue for dialogue in dialogues if dialogue.part == "test"]
    books = make_playbooks(folder, train, REQUIRED)
    methods: dict[str, Callable[[Dialogue, Sequence[tuple[str, str]]], tuple[str, ...]]] = {
        "bigram, all tasks": bigrams(train, by_task=False),
        "bigram within the task": bigrams(train, by_task=True),
        "playbook, ticks read from the words": lambda d, said: foreseen(
            read_ticks(books[d.task], said, vectors)
        ),
        "playbook, ticks by label": lambda d, said: foreseen(told_ticks(books[d.task], said)),
        "playbook, ticks by label, onward from the last": lambda d, said: onward(
            told_ticks(books[d.task], said)
        ),
    }
    kept = {
        "command": "HANDRAIL_BENCH_DATA=FOLDER python -m bench.next_action",
        "at": datetime.now(UTC).isoformat(timespec="seconds"),
        "split": {"train": len(train), "test": len(test), "by": "user_worker"},
        "star": {name: figures(guesses(test, method)) for name, method in methods.items()},
        "ticks from what wizards typed in their own words": tick_figures(
            ticking(test, books, vectors), LIKE_ENOUGH
        ),
        "abcd": abcd(folder),
    }
    RESULT.write_text(json.dumps(kept, indent=2) + "\n")
    print(json.dumps(kept, indent=2))


if __name__ == "__main__":
    main(sys.argv[1:])

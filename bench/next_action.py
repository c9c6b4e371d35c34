"""Next action: is what the desk suggests what the person does next?

`HANDRAIL_BENCH_DATA=FOLDER python -m bench.next_action [dev]` on STAR (single-task dialogues that were
completed) and on what there is of ABCD. A playbook is made from the training part by a recipe, the same for
every task: the labels of the task's flow chart, in the order of their mean place in training dialogues;
required where at least `REQUIRED` of these have it; done when something like the chart's reply was said. The
practice is learnt from the training part by the product's own code: from the replies' labels, as the bigram
is, or with every move read from the words by the product itself. `dev` prints what was chosen by.
"""

import collections
import json
import os
import sys
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from bench.next_action_data import Dialogue, Vectors, make_playbooks, read_star
from bench.next_action_figures import Guess, figures
from bench.public_sets import public_rows
from bench.shares import share
from handrail.domain import practice, step_match
from handrail.domain.heard import Heard
from handrail.domain.move import Move, places
from handrail.domain.playbook import (
    Playbook,
    Progress,
    StepState,
    examples,
    progress,
    steps_said,
    worth_comparing,
)
from handrail.domain.practice import NONE, Practice, foresee, learn
from handrail.domain.sentences import split_sentences

REQUIRED = 0.4  # chosen on the development part
SIZES = (10, 30, 100)  # solved conversations of a kind that are learnt from
RESULT = Path(__file__).parent / "results" / "next_action.json"

Guesser = Callable[[Dialogue, int], tuple[str, ...]]
"""What is foreseen of a dialogue's reply at a place, best first."""


def said_in(book: Playbook, dialogue: Dialogue, vectors: Vectors) -> list[tuple[Heard, str]]:
    """Which reply did which steps, as the product reads it from the words."""
    heard = heard_in(dialogue.said)
    compared = [one.sentence for one in worth_comparing(book, heard)]
    return steps_said(book, heard, vectors.of([*compared, *examples(book)]))


def heard_in(said: Sequence[tuple[str, str]]) -> list[Heard]:
    return [
        Heard(place, "staff", sentence)
        for place, (_, words) in enumerate(said)
        for sentence in split_sentences(words)
    ]


def read_moves(book: Playbook, dialogue: Dialogue, vectors: Vectors) -> tuple[Move, ...]:
    """The dialogue's replies as moves read from their words; one that does no step of the book is none."""
    read = {said.seq: step for said, step in reversed(said_in(book, dialogue, vectors))}
    return tuple(replace(m, step=read.get(n, "")) for n, m in enumerate(dialogue.moves))


def by_playbook(books: Mapping[str, Playbook], vectors: Vectors) -> Guesser:
    """Open steps as the playbook alone suggests them."""

    def guess(dialogue: Dialogue, place: int) -> tuple[str, ...]:
        book, heard = books[dialogue.task], heard_in(dialogue.said[:place])
        texts = [one.sentence for one in worth_comparing(book, heard)] + examples(book)
        made = progress(book, heard, vectors=vectors.of(texts))
        return tuple(state.step.name for state in made.ahead())

    return guess


def told_ticks(book: Playbook, done: set[str]) -> Progress:
    """The progress by the labels themselves, as if every tick were right."""
    return Progress(book, tuple(StepState(step, step.name in done) for step in book.steps))


def by_labels(books: Mapping[str, Playbook]) -> Guesser:
    """Open steps as the playbook suggests them where every tick is right."""

    def guess(dialogue: Dialogue, place: int) -> tuple[str, ...]:
        done = {label for label, _ in dialogue.said[:place]}
        return tuple(s.step.name for s in told_ticks(books[dialogue.task], done).ahead())

    return guess


def bigrams(train: Sequence[Dialogue], by_task: bool) -> Guesser:
    """The most frequent next labels after the last one, in all tasks or in the same."""
    counts: dict[tuple[str, str], collections.Counter[str]] = collections.defaultdict(
        collections.Counter
    )
    for dialogue in train:
        before = "(start)"
        for label, _ in dialogue.said:
            counts[dialogue.task if by_task else "", before][label] += 1
            before = label

    def guess(dialogue: Dialogue, place: int) -> tuple[str, ...]:
        before = dialogue.said[place - 1][0] if place else "(start)"
        seen = counts.get((dialogue.task if by_task else "", before), collections.Counter())
        return tuple(label for label, _ in seen.most_common(3))

    return guess


Told = Callable[[Dialogue], Sequence[Move]]


def practices(train: Sequence[Dialogue], told: Told, most: int = 10_000) -> dict[str, Practice]:
    """The practice of each task, from at most so many of its training dialogues."""
    by_task: dict[str, list[Sequence[Move]]] = collections.defaultdict(list)
    for dialogue in train:
        if len(by_task[dialogue.task]) < most:
            by_task[dialogue.task].append([move for move in told(dialogue) if move.step])
    return {task: learn(stories) for task, stories in by_task.items()}


def by_practice(
    learnt: Mapping[str, Practice], books: Mapping[str, Playbook], told: Told
) -> Guesser:
    """What the desk's practice foresees, over the order of the playbook."""

    def guess(dialogue: Dialogue, place: int) -> tuple[str, ...]:
        book, known = books[dialogue.task], learnt.get(dialogue.task, NONE)
        now = told(dialogue)[place]
        moves = [move for move in told(dialogue)[:place] if move.step]
        *_, (stood, _) = places([*moves, now])
        order = [s.step.name for s in told_ticks(book, {m.step for m in moves}).ahead()]
        steps = {*known.heard, *(step.name for step in book.steps)}
        return tuple(one.step for one in foresee(known, stood, order, steps))

    return guess


def guesses(dialogues: Sequence[Dialogue], guess: Guesser) -> list[list[Guess]]:
    """For each dialogue what was foreseen of each reply."""
    return [
        [Guess(d.id, label, guess(d, place)) for place, (label, _) in enumerate(d.said)]
        for d in dialogues
    ]


def ticks(
    dialogues: Sequence[Dialogue], books: Mapping[str, Playbook], vectors: Vectors
) -> dict[str, Any]:
    """What wizards typed in their own words, held against the steps by the product: right, and found.

    ``of the chart's``: only what was typed before a reply that is a step; ``any``: whatever was typed.
    """
    right: list[bool] = []
    found: list[bool] = []
    right_of_any: list[bool] = []
    for dialogue in dialogues:
        book = books[dialogue.task]
        for label, words in dialogue.typed:
            heard = [Heard(0, "staff", words)]
            compared = [one.sentence for one in worth_comparing(book, heard)]
            known = vectors.of([*compared, *examples(book)])
            ticked = [step for _, step in steps_said(book, heard, known)]
            right_of_any += [step == label for step in ticked]
            if label in {step.name for step in book.steps}:
                right += [step == label for step in ticked]
                found.append(label in ticked)
    return {
        "precision": share(right),
        "recall": share(found),
        "precision of ticks by whatever was typed": share(right_of_any),
    }


def abcd(folder: Path) -> dict[str, Any]:
    """The next action of the few whole ABCD dialogues, from the flows of its guidelines alone."""
    flows: Mapping[str, list[str]] = json.loads((folder / "abcd_partial/kb.json").read_text())
    after: dict[str, collections.Counter[str]] = collections.defaultdict(collections.Counter)
    for actions in flows.values():
        for before, action in zip(["(start)", *actions], actions, strict=False):
            after[before][action] += 1
    rows = {row["convo_id"]: row for row in public_rows(folder, "abcd_partial/sample_dialogues")}
    by_flow: list[bool] = []
    by_bigram: list[bool] = []
    for row in rows.values():
        moves: list[Move] = []
        taken = [t["targets"] for t in row["delexed"] if t["speaker"] == "action"]
        flow = flows.get(row["scenario"]["subflow"]) or flows.get(taken[0][0] if taken else "", [])
        for _, _, action, _ in (target[:4] for target in taken):
            *_, (stood, _) = places([*moves, Move(action)])
            order = [step for step in flow if step not in {move.step for move in moves}]
            best = foresee(NONE, stood, order, flow)
            by_flow.append(bool(best) and best[0].step == action)
            seen = after[stood.last].most_common(1)
            by_bigram.append(bool(seen) and seen[0][0] == action)
            moves.append(Move(action))
    return {"playbook": share(by_flow), "bigram of the flows": share(by_bigram)}


def choose(folder: Path, dialogues: Sequence[Dialogue], vectors: Vectors) -> None:
    """Print what the constants were chosen by, on the development part."""
    train = [dialogue for dialogue in dialogues if dialogue.part == "train"]
    dev = [dialogue for dialogue in dialogues if dialogue.part == "dev"]
    books = make_playbooks(folder, train, REQUIRED)
    for weigh in (0.2, 0.3, 0.4):
        for like in (2.0, 5.0, 10.0):
            practice.WORDS_WEIGH, practice.LIKE_USUAL = weigh, like
            learnt = practices(train, lambda d: d.moves)
            flat = [
                one
                for unit in guesses(dev, by_practice(learnt, books, lambda d: d.moves))
                for one in unit
            ]
            first = sum(one.wanted == one.best[0] for one in flat) / len(flat)
            three = sum(one.wanted in one.best[:3] for one in flat) / len(flat)
            print(f"words weigh {weigh}, like usual {like}: {first:.4f}, within three {three:.4f}")
    for little in (0.45, 0.5, 0.55):
        for lead in (0.05, 0.08, 0.1):
            step_match.LIKE_A_LITTLE, step_match.LEAD = little, lead
            at = ticks(dev, books, vectors)
            print(f"like {little}, leads by {lead}: { {k: v['share'] for k, v in at.items()} }")


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
    kept = {
        "command": "HANDRAIL_BENCH_DATA=FOLDER python -m bench.next_action",
        "at": datetime.now(UTC).isoformat(timespec="seconds"),
        "split": {"train": len(train), "test": len(test), "by": "user_worker"},
        "star": {
            name: figures(guesses(test, method))
            for name, method in methods(folder, train, vectors).items()
        },
        "ticks from what wizards typed in their own words": ticks(test, books, vectors),
        "abcd": abcd(folder),
    }
    RESULT.write_text(json.dumps(kept, indent=2) + "\n")
    print(json.dumps(kept, indent=2))


def methods(folder: Path, train: Sequence[Dialogue], vectors: Vectors) -> dict[str, Guesser]:
    """Everything that is measured side by side."""
    books = make_playbooks(folder, train, REQUIRED)
    whole = make_playbooks(folder, train, REQUIRED, whole=True)
    read: dict[int, Sequence[Move]] = {}

    def by_label(dialogue: Dialogue) -> Sequence[Move]:
        return dialogue.moves

    def by_words(dialogue: Dialogue) -> Sequence[Move]:
        if dialogue.id not in read:
            read[dialogue.id] = read_moves(whole[dialogue.task], dialogue, vectors)
        return read[dialogue.id]

    few = {
        f"practice of {size} conversations, moves by label": by_practice(
            practices(train, by_label, size), books, by_label
        )
        for size in SIZES
    }
    return {
        "bigram, all tasks": bigrams(train, by_task=False),
        "bigram within the task": bigrams(train, by_task=True),
        "playbook, ticks read from the words": by_playbook(books, vectors),
        "playbook, ticks by label": by_labels(books),
        **few,
        "practice, moves by label": by_practice(practices(train, by_label), books, by_label),
        "practice, moves read from the words": by_practice(
            practices(train, by_words), whole, by_words
        ),
    }


if __name__ == "__main__":
    main(sys.argv[1:])

"""How right what was foreseen is: of the first, within three, and by label."""

import collections
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from bench.shares import bootstrap


@dataclass(frozen=True)
class Guess:
    """What was foreseen of one reply: best first."""

    dialogue: int
    wanted: str
    best: tuple[str, ...]


def figures(by_dialogue: Sequence[Sequence[Guess]]) -> dict[str, Any]:
    """Accuracy of the first, share within three, and F1, with intervals over dialogues."""

    def within(count: int) -> Callable[[Sequence[Sequence[Guess]]], float]:
        def figure(units: Sequence[Sequence[Guess]]) -> float:
            every = [one for unit in units for one in unit]
            return sum(one.wanted in one.best[:count] for one in every) / max(len(every), 1)

        return figure

    return {
        "accuracy": bootstrap(within(1), by_dialogue),
        "within three": bootstrap(within(3), by_dialogue),
        "macro F1": bootstrap(macro_f1, by_dialogue),
        "weighted F1": bootstrap(weighted_f1, by_dialogue),
        "replies": sum(len(unit) for unit in by_dialogue),
        "dialogues": len(by_dialogue),
    }


def macro_f1(units: Sequence[Sequence[Guess]]) -> float:
    """The mean over labels of the F1 of the first guess."""
    by_label = f1_by_label(units)
    return sum(f1 for f1, _ in by_label) / len(by_label)


def weighted_f1(units: Sequence[Sequence[Guess]]) -> float:
    """The same, each label as often as it was wanted."""
    by_label = f1_by_label(units)
    return sum(f1 * wanted for f1, wanted in by_label) / sum(wanted for _, wanted in by_label)


def f1_by_label(units: Sequence[Sequence[Guess]]) -> list[tuple[float, int]]:
    hit: collections.Counter[str] = collections.Counter()
    guessed: collections.Counter[str] = collections.Counter()
    wanted: collections.Counter[str] = collections.Counter()
    for one in (one for unit in units for one in unit):
        first = one.best[0] if one.best else ""
        wanted[one.wanted] += 1
        guessed[first] += 1
        hit[one.wanted] += one.wanted == first
    return [(2 * hit[name] / (n + guessed[name]), n) for name, n in wanted.items()]

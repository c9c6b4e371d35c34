"""What other readings of the same conversations reach: every word, sentence vectors, trees, more rows.

    PYTHONPATH=src:. python training/course_variants.py DATA [--cache FOLDER]

Same tasks as train_course.py, which runs before; settings found on the development tasks. Needs scikit-learn;
nothing of this ships. Writes training/course_variants.json.
"""

import argparse
import json
import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path

import numpy as np
from course_data import (
    CALL,
    RESULT,
    Readings,
    Recorded,
    cuts_of,
    read_conversations,
    recorded,
    unverified,
)
from course_measures import Choice, Set, left_out, splits
from logistic import auroc, interval
from repeats_model import fit_repeats, in_conversation
from sklearn.ensemble import ExtraTreesClassifier
from sklearn.feature_extraction.text import TfidfVectorizer
from sklearn.linear_model import LogisticRegression
from sources import public_rows

from handrail.domain.course import AI, CUSTOMER

COURSE = Path(__file__).parent / "course_figures.json"
FIGURES = Path(__file__).parent / "course_variants.json"
SHARE = 0.4  # of the course's log odds beside those of the words
_TOKEN = re.compile(r"[A-Za-z']+|\d+|[$?!]")

Lines = Sequence[tuple[str, str]]
Cut = Callable[[Lines], Lines]


def first_half(lines: Lines) -> Lines:
    """The lines up to half of what was said, rounded up, with the tool events among them."""
    spoken = [place for place, line in enumerate(lines) if line[0] in (CUSTOMER, AI)]
    return lines[: spoken[(len(spoken) + 1) // 2 - 1] + 1]


def words(lines: Lines, parties: Sequence[str]) -> list[str]:
    """Words and pairs of words of what these parties said or did."""
    found = []
    for party, text in lines:
        if party in parties:
            tokens = [token.lower() for token in _TOKEN.findall(text)]
            found += tokens + [f"{a}_{b}" for a, b in pairwise(tokens)]
    return found


def vectors(lines: Lines, readings: Readings) -> np.ndarray:
    """Mean sentence vector of each side, of all its lines and of its last two: 4 x 384."""
    parts = []
    for last in (None, 2):
        for party in (AI, CUSTOMER):
            texts = [text for who, text in lines if who == party]
            texts = texts[-last:] if last else texts
            read = [reading.embedding for reading in readings.of(texts)]
            parts.append(np.mean(read, axis=0) if read else np.zeros(384))
    return np.concatenate(parts)


@dataclass(frozen=True)
class Words:
    """Documents of words, and which of them failed."""

    documents: list[list[str]]
    failed: np.ndarray


def by_words(
    shown: Words, more: Words, train: np.ndarray, extra: np.ndarray, away: np.ndarray
) -> np.ndarray:
    """Log odds of the conversations ``away`` by TF-IDF and logistic regression on the others."""
    weigh = TfidfVectorizer(analyzer=list, min_df=3, max_df=0.95, sublinear_tf=True)
    learnt = [shown.documents[one] for one in train] + [more.documents[one] for one in extra]
    failed = np.concatenate([shown.failed[train], more.failed[extra]])
    model = LogisticRegression(C=10, max_iter=500, solver="liblinear")
    model.fit(weigh.fit_transform(learnt), failed)
    return model.decision_function(weigh.transform([shown.documents[one] for one in away]))


def by_vectors(rows: np.ndarray, failed: np.ndarray, train: np.ndarray, away: np.ndarray):
    """Log odds of the conversations ``away`` by logistic regression on sentence vectors."""
    model = LogisticRegression(C=1, max_iter=300).fit(rows[train], failed[train])
    return model.decision_function(rows[away])


def by_trees(rows: np.ndarray, failed: np.ndarray, train: np.ndarray, away: np.ndarray):
    """Log odds by 300 extremely randomised trees on the features of the course, calls among them."""
    trees = ExtraTreesClassifier(300, min_samples_leaf=4, random_state=0)
    shares = trees.fit(rows[train], failed[train]).predict_proba(rows[away])[:, 1]
    shares = np.clip(shares, 1e-3, 1 - 1e-3)
    return np.log(shares / (1 - shares))


@dataclass(frozen=True)
class Split:
    """Folds of the measured conversations (-1: always learnt from), and what of the others may be learnt
    from beside a fold: never the same task, or never the same model."""

    name: str
    folds: np.ndarray
    names: np.ndarray
    others: np.ndarray

    def parts(self) -> Iterator[tuple[np.ndarray, np.ndarray, np.ndarray]]:
        """(learnt from, learnt from among the others, left out) by index, fold by fold."""
        for fold in np.unique(self.folds[self.folds >= 0]):
            away = np.flatnonzero(self.folds == fold)
            extra = np.flatnonzero(~np.isin(self.others, self.names[away]))
            yield np.flatnonzero(self.folds != fold), extra, away


def measure(data: Set, more: Sequence[Recorded], readings: Readings, choice: Choice) -> dict:
    """AUROC of each variant by task and by model, at half and at the end, over the reported tasks."""
    part, tasks = ~data.develops, data.column("task")
    figures: dict[str, dict] = {}
    for split in _splits(data, more):
        course = left_out(data, split.folds, choice, data.cuts.features)
        for at, cut, chosen in (
            ("half", first_half, data.cuts.half),
            ("end", lambda lines: lines, data.cuts.end),
        ):
            rows = np.flatnonzero(chosen)[np.argsort(data.cuts.owner[chosen])]
            scores = _scores(data, more, readings, (split, cut, rows))
            for name in ("every_word", "every_word_of_more_rows"):
                scores[f"{name}_and_course"] = scores[name] + SHARE * course[rows]
            for name, score in scores.items():
                figure = interval(
                    lambda take, s=score[part], f=data.failed[part]: auroc(s[take], f[take]),
                    tasks[part],
                )
                figures.setdefault(name, {}).setdefault(split.name, {})[at] = figure
                print(split.name, at, name, figure, flush=True)
    return figures


def _splits(data: Set, more: Sequence[Recorded]) -> list[Split]:
    return [
        Split(
            name,
            folds,
            data.column(column),
            np.array([getattr(one, column) for one in more]),
        )
        for (name, folds), column in zip(splits(data).items(), ("task", "model"), strict=True)
    ]


def _scores(
    data: Set, more: Sequence[Recorded], readings: Readings, case: tuple[Split, Cut, np.ndarray]
) -> dict[str, np.ndarray]:
    """The score of every conversation by each variant; 0 where it is never left out."""
    split, cut, rows = case
    shown, others = [cut(one.lines) for one in data.recorded], [cut(one.lines) for one in more]
    failed, other = data.failed, np.array([one.failed for one in more], dtype=float)
    spoken = Words([words(lines, (CUSTOMER, AI)) for lines in shown], failed)
    events = Words([words(lines, (CUSTOMER, AI, CALL, RESULT)) for lines in shown], failed)
    names = Words(
        [[text.split()[0] for who, text in lines if who == CALL] or ["none"] for lines in shown],
        failed,
    )
    further = Words([words(lines, (CUSTOMER, AI)) for lines in others], other)
    read = np.array([vectors(lines, readings) for lines in shown])
    course = data.cuts.features[rows]
    half = np.random.default_rng(0)
    none = np.array([], dtype=int)
    scores: dict[str, np.ndarray] = {}
    for train, extra, away in split.parts():
        tasks = np.unique(data.column("task")[train])
        kept = half.choice(tasks, len(tasks) // 2, replace=False)
        fewer = train[np.isin(data.column("task")[train], kept)]
        found = {
            "every_word_of_half_of_the_tasks": by_words(spoken, further, fewer, none, away),
            "every_word": by_words(spoken, further, train, none, away),
            "every_word_of_more_rows": by_words(spoken, further, train, extra, away),
            "every_word_and_tool_event": by_words(events, further, train, none, away),
            "names_of_tools_called": by_words(names, further, train, none, away),
            "sentence_vectors": by_vectors(read, failed, train, away),
            "trees_on_the_course": by_trees(course, failed, train, away),
        }
        for name, score in found.items():
            scores.setdefault(name, np.zeros(len(failed)))[away] = score
    return scores


def judges(data: Path) -> dict:
    """How four prompts of a language model, shown the whole conversation and the policy, judged its end."""
    figures = {}
    rows = [
        row
        for row in public_rows(data, "tau_trajectories/judge_records")
        if row["domain"] == "airline"
    ]
    for prompt in sorted({row["judge_prompt_name"] for row in rows}):
        mine = [row for row in rows if row["judge_prompt_name"] == prompt]
        good = [bool(row["judge_pass"]) for row in mine if row["tau2_success"]]
        bad = [not row["judge_pass"] for row in mine if not row["tau2_success"]]
        caught, passed = sum(bad) / len(bad), sum(good) / len(good)
        figures[prompt] = {
            "conversations": len(mine),
            "failures_caught": round(caught, 3),
            "good_ones_passed": round(passed, 3),
            "auroc": round((caught + passed) / 2, 3),
        }
    return figures


def main() -> None:
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("data", type=Path)
    arguments.add_argument("--cache", type=Path, default=Path("/tmp/handrail-course"))
    given = arguments.parse_args()
    conversations, more = recorded(given.data), unverified(given.data)
    readings = Readings(given.cache)
    readings.of([text for one in conversations for _, text in one.spoken])
    repeats = in_conversation(fit_repeats(readings)[0], readings)
    data = Set(conversations, cuts_of(read_conversations(conversations, readings, repeats)))
    choice = json.loads(COURSE.read_text())["failing_with_calls"]["choice"]
    figures = {
        "conversations_of_more_rows": len(more),
        "judges_at_the_end": judges(given.data),
        "variants": measure(data, more, readings, Choice(**choice)),
    }
    FIGURES.write_text(json.dumps(figures, indent=2) + "\n")


if __name__ == "__main__":
    main()

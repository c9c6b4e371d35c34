"""What other readings of the same conversations reach: every word, sentence vectors, tool events.

    PYTHONPATH=src:. python training/course_variants.py DATA [--cache FOLDER]

Same tasks as train_course.py; settings found on the development tasks. Needs scikit-learn; nothing of this
ships. Writes training/course_variants.json.
"""

import argparse
import json
import re
from collections.abc import Sequence
from functools import partial
from itertools import pairwise
from pathlib import Path

import numpy as np
from course_data import CALL, RESULT, Readings, Recorded, recorded
from logistic import auroc, interval
from repeats_model import fold_of
from sklearn.feature_extraction.text import TfidfVectorizer
from sklearn.linear_model import LogisticRegression

from handrail.domain.course import AI, CUSTOMER

FIGURES = Path(__file__).parent / "course_variants.json"
FOLDS = 5
_TOKEN = re.compile(r"[A-Za-z']+|\d+|[$?!]")

Lines = Sequence[tuple[str, str]]


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


def by_words(documents: list[list[str]], failed: np.ndarray, away: np.ndarray) -> np.ndarray:
    """Log odds of the conversations ``away`` by TF-IDF and logistic regression on the others."""
    weigh = TfidfVectorizer(analyzer=list, min_df=3, max_df=0.95, sublinear_tf=True)
    rows = weigh.fit_transform([one for one, out in zip(documents, away, strict=True) if not out])
    model = LogisticRegression(C=10, max_iter=500, solver="liblinear").fit(rows, failed[~away])
    return model.decision_function(
        weigh.transform([one for one, out in zip(documents, away, strict=True) if out])
    )


def by_vectors(rows: np.ndarray, failed: np.ndarray, away: np.ndarray) -> np.ndarray:
    """Log odds of the conversations ``away`` by logistic regression on sentence vectors."""
    model = LogisticRegression(C=1, max_iter=300).fit(rows[~away], failed[~away])
    return model.decision_function(rows[away])


def measure(conversations: Sequence[Recorded], readings: Readings) -> dict:
    """AUROC of each variant by task and by model, at half and at the end, over the reported tasks."""
    failed = np.array([one.failed for one in conversations])
    part = np.array([not one.develops for one in conversations])
    tasks = np.array([one.task for one in conversations])
    splits = {
        "by_task": np.where(part, fold_of(tasks, FOLDS), -1),
        "by_model": np.unique([one.model for one in conversations], return_inverse=True)[1],
    }
    figures: dict[str, dict] = {}
    for at, cut in (("half", first_half), ("end", lambda lines: lines)):
        shown = [cut(one.lines) for one in conversations]
        spoken = [words(lines, (CUSTOMER, AI)) for lines in shown]
        tools = [words(lines, (CUSTOMER, AI, CALL, RESULT)) for lines in shown]
        names = [
            [text.split()[0] for who, text in lines if who == CALL] or ["none"] for lines in shown
        ]
        read = {
            "every_word": partial(by_words, spoken),
            "every_word_and_tool_event": partial(by_words, tools),
            "names_of_tools_called": partial(by_words, names),
            "sentence_vectors": partial(
                by_vectors, np.array([vectors(lines, readings) for lines in shown])
            ),
        }
        for split, folds in splits.items():
            for name, variant in read.items():
                score = np.zeros(len(failed))
                for fold in np.unique(folds[folds >= 0]):
                    score[folds == fold] = variant(failed, folds == fold)
                figure = interval(
                    lambda take, s=score[part], f=failed[part]: auroc(s[take], f[take]), tasks[part]
                )
                figures.setdefault(name, {}).setdefault(split, {})[at] = figure
    return figures


def main() -> None:
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("data", type=Path)
    arguments.add_argument("--cache", type=Path, default=Path("/tmp/handrail-course"))
    given = arguments.parse_args()
    conversations = recorded(given.data)
    readings = Readings(given.cache)
    readings.of([text for one in conversations for _, text in one.spoken])
    figures = measure(conversations, readings)
    FIGURES.write_text(json.dumps(figures, indent=2) + "\n")
    print(json.dumps(figures))


if __name__ == "__main__":
    main()

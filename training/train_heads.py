"""Train the heads on the tuned encoder and write heads.npz and heads.json beside it.

    PYTHONPATH=src:. python training/train_heads.py DATA_FOLDER [--cache FOLDER] [--only emotions|cues|kinds]

DATA_FOLDER holds the sets that README.md names. Of sets with splits, only training and development are
read; of tau_trajectories, half of the tasks.
"""

import argparse
import hashlib
import json
from pathlib import Path

import numpy as np
import torch
from cue_heads import Pool, train_cues
from features import MODEL, Features
from kind_calibration import calibrate_kinds
from linear import fit
from measured_heads import write_measured
from sources import public_rows
from tasks import emotion_names
from words import bags, best_share, fit_words, rarity_of, word_arrays

from handrail.domain.signals import EMOTIONS

WORDS = MODEL.parent
# Names and numbers of MultiDoGO train stay under it, cries for help do not.
SHORT = {"words": 2, "times": 4.0}
COMMON = ("goemotions/train", "banking77/train", "clinc150/train", "multidogo/turn_train")
ROLL_UP_PENALTY = 3.0
RESAMPLES = 50
PULLS = (0.0, 10.0, 30.0, 100.0, 300.0)
HALVINGS = 2
ROLL_UP = {
    "anger": {"anger", "annoyance", "disgust"},
    "worry": {"fear", "nervousness"},
    "sadness": {"sadness", "disappointment", "grief"},
    "confusion": {"confusion"},
    "joy": {"joy", "excitement", "amusement", "love", "relief", "pride", "admiration"},
    "gratitude": {"gratitude"},
}


def common_texts(data: Path) -> list[str]:
    """Public messages that tell which words are common."""
    return [row["text"] for name in COMMON for row in public_rows(data, name)]


def emotion_targets(rows: list[dict]) -> np.ndarray:
    """(rows, 8): the six emotions of the domain, then positive and negative."""
    wanted = [
        [bool(ROLL_UP[emotion] & set(row["labels"])) for emotion in EMOTIONS]
        + [group in row["group"] for group in ("positive", "negative")]
        for row in rows
    ]
    return np.array(wanted, dtype=np.float32)


def train_emotions(
    features: Features, data: Path, rarity: np.ndarray
) -> tuple[dict[str, np.ndarray], dict]:
    """Weights of words beside the encoder's log-odds of the 28; these rolled up on development rows, so
    that they are probabilities there; and for each of the 28 the threshold with the best F1 there.
    """
    names = emotion_names(data)
    rows = {part: public_rows(data, f"goemotions/{part}") for part in ("train", "dev")}
    texts = {part: [row["text"] for row in found] for part, found in rows.items()}
    wanted = {
        part: np.array(
            [[name in row["labels"] for name in names] for row in found], dtype=np.float32
        )
        for part, found in rows.items()
    }
    bag = {part: bags(features.pieces(found), rarity) for part, found in texts.items()}
    words, words_bias = fit_words(bag["train"], wanted["train"], np.ones_like(wanted["train"]))
    seen, by_words = features.emotions(texts["dev"]), bag["dev"] @ words + words_bias
    share = best_share(seen, by_words, wanted["dev"])
    scores = ((1 - share) * seen + share * by_words).astype(np.float32)
    targets = emotion_targets(rows["dev"])
    rolled = fit(torch.tensor(scores), targets, np.ones_like(targets), ROLL_UP_PENALTY)
    pull = best_pull(scores, wanted["dev"])
    cuts = calm_cuts(scores, wanted["dev"], pull)
    report = {
        "macro_f1_dev": macro_f1(scores >= cuts, wanted["dev"] > 0),
        "words": share,
        "pull": pull,
        "cuts": dict(zip(names, cuts.tolist(), strict=True)),
    }
    return word_arrays("emotion", words * share, words_bias * share) | {
        "emotion_share": np.float32(1 - share),
        "roll_up": rolled[0].numpy().T,
        "roll_up_bias": rolled[1].numpy(),
    }, report


def calm_cuts(scores: np.ndarray, wanted: np.ndarray, pull: float) -> np.ndarray:
    """For each label the cut with the best F1, drawn towards the cut that is best for all together.

    As if `pull` positives had spoken for the common one: a rare label's own best cut is luck.
    """
    own = np.array([steady_cut(scores[:, i], wanted[:, i]) for i in range(wanted.shape[1])])
    options = np.linspace(-3.0, 1.0, 81)
    common = max(options, key=lambda cut: macro_f1(scores >= cut, wanted > 0))
    share = wanted.sum(axis=0) / (wanted.sum(axis=0) + pull)
    return np.round(share * own + (1.0 - share) * common, 4)


def best_pull(scores: np.ndarray, wanted: np.ndarray) -> float:
    """The pull whose cuts, chosen on one half of the development rows, do best on the other."""
    rng = np.random.default_rng(1)
    found = dict.fromkeys(PULLS, 0.0)
    for _ in range(HALVINGS):
        halves = np.array_split(rng.permutation(len(scores)), 2)
        for chosen, judged in (halves, halves[::-1]):
            for pull in PULLS:
                cuts = calm_cuts(scores[chosen], wanted[chosen], pull)
                found[pull] += macro_f1(scores[judged] >= cuts, wanted[judged] > 0)
    return max(found, key=found.__getitem__)


def steady_cut(scores: np.ndarray, wanted: np.ndarray) -> float:
    """The median of the best cuts of resampled rows: with few positives a single best one is luck."""
    rng = np.random.default_rng(0)
    draws = [rng.integers(len(scores), size=len(scores)) for _ in range(RESAMPLES)]
    return float(np.median([best_cut(scores[at], wanted[at]) for at in draws]))


def best_cut(scores: np.ndarray, wanted: np.ndarray) -> float:
    """The log-odds over which F1 is best."""
    order = np.argsort(-scores)
    hits = np.cumsum(wanted[order])
    f1 = 2 * hits / (np.arange(1, len(scores) + 1) + wanted.sum())
    return float(scores[order][int(f1.argmax())])


def macro_f1(flagged: np.ndarray, wanted: np.ndarray) -> float:
    hits = (flagged & wanted).sum(axis=0)
    return float((2 * hits / np.maximum(flagged.sum(axis=0) + wanted.sum(axis=0), 1)).mean())


def version_of(arrays: dict[str, np.ndarray], facts: dict) -> str:
    """A name that changes with anything that changes a reading."""
    digest = hashlib.sha256(json.dumps(facts, sort_keys=True).encode())
    for name in ("encoder.onnx", "feeling.onnx", "tokenizer.json"):
        digest.update((MODEL / name).read_bytes())
    for name in ("lexicon.toml", "language.toml"):
        digest.update((WORDS / name).read_bytes())
    for name in sorted(arrays):
        digest.update(arrays[name].tobytes())
    return f"minilm-int8-{digest.hexdigest()[:12]}"


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("data", type=Path)
    parser.add_argument("--cache", type=Path, default=Path("/tmp/handrail-training"))
    parser.add_argument(
        "--only", choices=["emotions", "cues", "kinds"], help="keep the other shipped heads"
    )
    options = parser.parse_args()
    torch.set_num_threads(2)
    features = Features(options.cache)
    arrays, facts = shipped_heads() if options.only else ({}, {})
    if not options.only:
        arrays["rarity"] = rarity_of(features.pieces(common_texts(options.data)))
    if options.only in (None, "emotions"):
        emotions, report = train_emotions(features, options.data, arrays["rarity"])
        arrays |= emotions
        facts["emotion_cuts"] = report["cuts"]
        print(json.dumps({"emotions": report}), flush=True)
    if options.only in (None, "kinds"):
        facts["kinds"] = calibrate_kinds(features, options.data)
    if options.only in (None, "cues"):
        pool = Pool(features, options.data, arrays["rarity"])
        cues, facts["thresholds"], report = train_cues(pool)
        arrays |= cues
        print(json.dumps({"cues_on_development_rows": report}, indent=2), flush=True)
        write_measured(features, options.data, arrays["rarity"])
    facts = {"short": SHORT} | {
        name: facts[name] for name in ("kinds", "thresholds", "emotion_cuts")
    }
    facts["version"] = version_of(arrays, facts)
    np.savez_compressed(MODEL / "heads.npz", **arrays)
    (MODEL / "heads.json").write_text(json.dumps(facts, indent=2) + "\n")
    print(json.dumps(facts, indent=2))


def shipped_heads() -> tuple[dict[str, np.ndarray], dict]:
    """The weights and facts that ship."""
    return dict(np.load(MODEL / "heads.npz")), json.loads((MODEL / "heads.json").read_text())


if __name__ == "__main__":
    main()

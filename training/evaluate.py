"""Measure the bundled models on test splits and our held-out wordings; writes figures.json.

    PYTHONPATH=src:. python training/evaluate.py DATA_FOLDER [--only PART ...]

Nothing is chosen here: thresholds and weights are as shipped. CARD.md quotes figures.json.
"""

import argparse
import json
import random
import time
from collections.abc import Sequence
from pathlib import Path

import numpy as np
from conversations import kept_turns
from intervals import bootstrap, share
from sklearn.metrics import average_precision_score, f1_score, roc_auc_score
from sources import Wording, own_wordings, public_rows, public_wordings
from train_heads import emotion_targets

from handrail.adapters.signals.reader import BundledSignalReader
from handrail.domain.signals import CUES, EMOTIONS, KindScore, Reading, Signals

FIGURES = Path(__file__).parent / "figures.json"
EMOTION_BAR = 0.35  # what a policy calls medium
SURE = 0.6
WORST = 3  # of X-CI's severities 0 to 4
OUTSIDE_ROWS = 500
TESTS = ("banking77/test", "clinc150/test")


class Bench:
    """Readings of texts; each text is read once."""

    def __init__(self, data: Path) -> None:
        self.data = data
        self.reader = BundledSignalReader()
        self._none = self.reader.fit({})
        self._read: dict[str, Reading] = {}

    def signals(self, texts: Sequence[str]) -> list[Signals]:
        return [reading.signals for reading in self._readings(texts)]

    def best_kinds(self, texts: Sequence[str], kinds: dict[str, list[str]]) -> list[KindScore]:
        head = self.reader.fit(kinds)
        return [reading.signals.kinds[0] for reading in self.reader.read(texts, head)]

    def _readings(self, texts: Sequence[str]) -> list[Reading]:
        for text in texts:
            if text not in self._read:
                self._read[text] = self.reader.read([text], self._none)[0]
        return [self._read[text] for text in texts]


def emotions(bench: Bench) -> dict:
    """Macro-F1 at the product's bar, average precision, and how well sentiment ranks."""
    rows = public_rows(bench.data, "goemotions/test")
    read = bench.signals([row["text"] for row in rows])
    wanted = emotion_targets(rows)
    scores = np.array([[signals.emotions[name] for name in EMOTIONS] for signals in read])
    sentiment = np.array([signals.sentiment for signals in read])
    polar = wanted[:, -2] != wanted[:, -1]

    def macro(places: np.ndarray) -> float:
        flagged = scores[places] >= EMOTION_BAR
        return float(f1_score(wanted[places, :-2], flagged, average="macro", zero_division=0))

    return {
        "messages": len(rows),
        "macro_f1": bootstrap(macro, len(rows)),
        "each": {
            name: {
                "f1": round(f1_score(wanted[:, i], scores[:, i] >= EMOTION_BAR), 3),
                "average_precision": round(average_precision_score(wanted[:, i], scores[:, i]), 3),
            }
            for i, name in enumerate(EMOTIONS)
        },
        "calibration_error": {
            name: calibration_error(scores[:, i], wanted[:, i]) for i, name in enumerate(EMOTIONS)
        },
        "sentiment_auroc": bootstrap(
            lambda places: roc_auc_score(
                wanted[places[polar[places]], -2], sentiment[places[polar[places]]]
            ),
            len(rows),
        ),
    }


def cues(bench: Bench) -> dict:
    """Each cue on our held-out wordings, and its false alarms on public test messages."""
    own = own_wordings("held_out")
    public = [w for name in TESTS for w in public_wordings(bench.data, name)]
    read = bench.signals([w.text for w in [*own, *public]])
    told = list(zip([*own, *public], [signals.flagged for signals in read], strict=True))
    figures = {cue: cue_figures(cue, told) for cue in CUES}
    for cue in CUES:
        known = [(s.cues[cue], w.says(cue)) for s, w in zip(read, [*own, *public], strict=True)]
        shares, wanted = zip(*((p, said) for p, said in known if said is not None), strict=True)
        figures[cue]["calibration_error"] = calibration_error(np.array(shares), np.array(wanted))
    return figures


def calibration_error(shares: np.ndarray, wanted: np.ndarray) -> float:
    """Expected calibration error: mean gap of probability and truth over ten bins (Guo et al. 2017)."""
    places = np.minimum((shares * 10).astype(int), 9)
    gaps = [
        abs(shares[places == b].mean() - wanted[places == b].mean()) * (places == b).mean()
        for b in range(10)
        if (places == b).any()
    ]
    return round(float(sum(gaps)), 4)


def cue_figures(cue: str, told: list[tuple[Wording, frozenset[str]]]) -> dict:
    def flagged(among: str, *, wanted: bool) -> list[bool]:
        return [
            cue in flags
            for wording, flags in told
            if wording.says(cue) is wanted
            and {
                "own": wording.cue == cue,
                "others": wording.cue not in (cue, ""),
                "public": not wording.cue,
            }[among]
        ]

    hits, hard = flagged("own", wanted=True), flagged("own", wanted=False)
    return {
        "recall": share(hits),
        "precision_among_hard_negatives": share([True] * sum(hits) + [False] * sum(hard)),
        "hard_negatives_flagged": share(hard),
        "other_cues_flagged": share(flagged("others", wanted=False)),
        "public_false_alarms": share(flagged("public", wanted=False)),
        "public_recall": share(flagged("public", wanted=True)),
    }


def conversations(bench: Bench) -> dict:
    """Turns of conversations never trained on that are flagged; our wordings beside such a turn.

    Nobody labelled the turns: `denied` are those without a word that suggests the cue.
    """
    kept = kept_turns(bench.data)
    airline = [w for w in kept if w.public_label == "airline"]
    flags = [signals.flagged for signals in bench.signals([w.text for w in airline])]
    quiet = [w.text for w in airline if not w.open_cues]
    rng = random.Random(2)
    own = [w for w in own_wordings("held_out") if w.label]
    beside = bench.signals([f"{rng.choice(quiet)} {w.text}" for w in own])
    return {
        cue: {
            "flagged": share([cue in found for found in flags]),
            "denied_flagged": share(
                [cue in f for f, w in zip(flags, airline, strict=True) if w.says(cue) is False]
            ),
            "recall_beside_a_turn": share(
                [cue in s.flagged for s, w in zip(beside, own, strict=True) if w.cue == cue]
            ),
        }
        for cue in CUES
    }


def asking_elsewhere(bench: Bench) -> dict:
    """Requests for a person and questions about AI that others collected; never trained on."""
    rows = public_rows(bench.data, "handoff_utterances/permissive")
    rows = [row for row in rows if row["source"] != "CLINC150 are_you_a_bot"]
    figures: dict[str, dict] = {}
    for row, signals in zip(rows, bench.signals([row["text"] for row in rows]), strict=True):
        cell = figures.setdefault(f"{row['label']}: {row['source']}", {})
        for cue in ("asks_for_person", "asks_if_ai"):
            cell.setdefault(cue, []).append(cue in signals.flagged)
    return {name: {cue: share(v) for cue, v in cell.items()} for name, cell in figures.items()}


def kinds(bench: Bench) -> dict:
    """Ten examples a kind, of callers' intents that neither encoder nor kind head saw (NatCS)."""
    figures = {}
    for trade in ("banking", "finance"):
        rows = public_rows(bench.data, f"dstc11_t2_natcs/test-{trade}_utterances")
        wordings = [Wording(row["text"], public_label=row["label"]) for row in rows]
        right, sure, sure_share = [], [], []
        for seed in range(3):
            examples = ten_each(wordings, seed)
            shown = {text for texts in examples.values() for text in texts}
            test = [w for w in wordings if w.text not in shown]
            best = bench.best_kinds([w.text for w in test], examples)
            hits = [kind.name == w.public_label for kind, w in zip(best, test, strict=True)]
            over = [kind.probability > SURE for kind in best]
            right += hits
            sure += [h for h, o in zip(hits, over, strict=True) if o]
            sure_share += over
        figures[trade] = {
            "kinds": len(examples),
            "right": share(right),
            "over_sure": share(sure_share),
            "right_when_sure": share(sure),
        }
    return figures


def ten_each(wordings: list[Wording], seed: int) -> dict[str, list[str]]:
    shuffled = [wordings[i] for i in np.random.default_rng(seed).permutation(len(wordings))]
    kinds: dict[str, list[str]] = {}
    for wording in shuffled:
        examples = kinds.setdefault(wording.public_label, [])
        if len(examples) < 10:
            examples.append(wording.text)
    return kinds


def outside(bench: Bench) -> dict:
    """Cues against what others labelled for other purposes: how well they rank, and what they flag."""
    figures: dict[str, dict] = {}

    def ranked(name: str, cue: str, texts: list[str], wanted: np.ndarray) -> None:
        read = bench.signals(texts)
        scores = np.array([signals.cues[cue] for signals in read])
        flags = np.array([cue in signals.flagged for signals in read])
        figures[name] = {
            "cue": cue,
            "auroc": bootstrap(lambda at: roc_auc_score(wanted[at], scores[at]), len(texts)),
            "recall": share(flags[wanted].tolist()),
            "false_alarms": share(flags[~wanted].tolist()),
        }

    rows = public_rows(bench.data, "complaints_xci/all")
    rows = [row for row in rows if not row["domain"].startswith("random")]
    texts = [row["text"] for row in rows]
    ranked("X-CI: complaint", "complaint", texts, np.array([bool(r["complaint"]) for r in rows]))
    worst = np.array([int(row["severity"] or 0) >= WORST for row in rows])
    ranked("X-CI: severity 3 and 4", "severe_complaint", texts, worst)
    rows = public_rows(bench.data, "toxicity/openai_moderation_1680")
    rows = [row for row in rows if row.get("SH") is not None]
    texts = [row["prompt"] for row in rows]
    ranked(
        "OpenAI moderation: self-harm", "self_harm", texts, np.array([r["SH"] == 1 for r in rows])
    )
    rows = public_rows(bench.data, "cfpb_complaints/records_with_narrative")[:OUTSIDE_ROWS]
    read = bench.signals([row["narrative"] for row in rows])
    figures["CFPB narratives: all complain"] = {
        "cue": "complaint",
        "recall": share(["complaint" in signals.flagged for signals in read]),
    }
    return figures


def groups(bench: Bench) -> dict:
    """HateCheck's harmless sentences about each group of people that are flagged as abuse."""
    try:
        rows = public_rows(bench.data, "toxicity/hatecheck")
    except FileNotFoundError:
        return {}
    by_group: dict[str, list[str]] = {}
    for row in rows:
        if row["label"] == "non-hateful":
            by_group.setdefault(row["target"] or "nobody", []).append(row["text"])
    return {
        name: share(["abuse" in signals.flagged for signals in bench.signals(texts)])
        for name, texts in sorted(by_group.items())
    }


def languages(bench: Bench) -> dict:
    """English customer turns taken for another language; messages of other languages found."""
    finance = [
        r for r in public_rows(bench.data, "multidogo/turn_test") if r["domain"] == "finance"
    ]
    english = {"multidogo finance turns": list({row["text"].strip() for row in finance})}
    english |= {name: [w.text for w in public_wordings(bench.data, name)] for name in TESTS}
    figures: dict[str, dict] = {}
    for name, texts in english.items():
        read = [signals.language for signals in bench.signals(texts)]
        figures[name] = {
            "taken_for_another": share([code not in ("en", "und") for code in read]),
            "undetermined": share([code == "und" for code in read]),
        }
    other: dict[str, list[str]] = {}
    for row in public_rows(bench.data, "xsid_intents/test"):
        if row["lang"] in ("de", "it", "nl", "tr"):
            other.setdefault(f"xsid {row['lang']}", []).append(row["text"])
    for row in public_rows(bench.data, "xed_emotions/projected")[1::2]:
        if row["lang"] in ("de", "es", "fr", "it", "nl", "pl", "pt", "tr"):
            other.setdefault(f"xed {row['lang']}", []).append(row["text"])
    for name, texts in other.items():
        read = [signals.language for signals in bench.signals(texts[:300])]
        figures[name] = {
            "found": share([code == name[-2:] for code in read]),
            "taken_for_english": share([code == "en" for code in read]),
        }
    return figures


def latency(bench: Bench) -> dict:
    """Milliseconds to read one message of a 30-kind desk, on one core."""
    train = public_wordings(bench.data, "banking77/train")
    head = bench.reader.fit(dict(list(ten_each(train, 0).items())[:30]))
    took = []
    for wording in train[-1000:]:
        began = time.perf_counter()
        bench.reader.read([wording.text], head)
        took.append((time.perf_counter() - began) * 1e3)
    return {f"p{point}_ms": round(float(np.percentile(took, point)), 2) for point in (50, 99)}


PARTS = (
    latency,
    cues,
    conversations,
    asking_elsewhere,
    emotions,
    kinds,
    outside,
    groups,
    languages,
)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("data", type=Path)
    parser.add_argument("--only", nargs="+", choices=[part.__name__ for part in PARTS])
    options = parser.parse_args()
    bench = Bench(options.data)
    figures: dict = json.loads(FIGURES.read_text()) if options.only else {}
    figures["version"] = bench.reader.version
    for part in PARTS:
        if options.only and part.__name__ not in options.only:
            continue
        figures[part.__name__] = part(bench)
        print(json.dumps({part.__name__: figures[part.__name__]}, indent=1), flush=True)
    FIGURES.write_text(json.dumps(figures, indent=1) + "\n")


if __name__ == "__main__":
    main()

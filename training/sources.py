"""The data the heads learn from: our own labelled cue wordings, and public data sets read from a folder."""

import hashlib
import json
import random
import re
from dataclasses import dataclass, field
from pathlib import Path

from bench.public_sets import public_rows
from handrail.domain.signals import CUES

HERE = Path(__file__).parent
OWN = HERE / "data"
EVERYDAY = "everyday"  # ordinary messages, which say no cue at all

# The cues whose wordings were labelled first, before the others were thought of.
EARLIER = CUES[:8]
# What any message may say beside its intent: no label of another cue or set tells.
OPEN_ANYWHERE = {"complaint", "urgency", "several_requests"}

# Sets of single intents: a brief message of theirs, one sentence without "and", asks for one thing.
SINGLE = ("banking77/", "clinc150/", "hwu64/")
BRIEF_WORDS = 14
JOINED = re.compile(r"\b(?:and|also|plus|or|then)\b|[?!.;]\s*\S", re.IGNORECASE)

# Labels of the public sets that say what a cue says, and those that may or may not.
SAME = {
    "asks_for_person": {"human_handoff", "handoff"},
    "abuse": {"abuse"},
    "asks_if_ai": {"are_you_a_bot"},
    "suspected_fraud": {
        "card_payment_not_recognised",
        "cash_withdrawal_not_recognised",
        "compromised_card",
        "report_fraud",
    },
}
UNSURE = {
    "asks_if_ai": {"oos"},
    "suspected_fraud": {
        "direct_debit_payment_not_recognised",
        "lost_or_stolen_card",
        "lost_or_stolen_phone",
        "reportloststolencard",
        "report_lost_card",
        "disputecharge",
        "reportlostcard",
        "oos",
    },
    "clinical_question": {"vaccines", "nutrition_info", "oos"},
    "threat_to_leave": {"terminate_account", "oos"},
    "money_trouble": {"bill_due", "min_payment", "improve_credit_score", "oos"},
    "language_barrier": {"change_language", "translate", "change_accent", "repeat", "oos"},
    "asks_for_person": {"ask_contact_details", "make_call", "oos"},
}
# Positives of one cue that say nothing sure about another.
UNSURE_PAIRS = {
    *((cue, "vulnerable_customer") for cue in CUES[15:]),
    ("vulnerable_customer", "urgency"),
    ("complaint", "severe_complaint"),
    ("abuse", "complaint"),
    ("abuse", "severe_complaint"),
    ("threat_to_leave", "complaint"),
    ("threat_to_leave", "severe_complaint"),
    ("illness_or_disability", "clinical_question"),
    ("illness_or_disability", "old_or_frail"),
    ("old_or_frail", "illness_or_disability"),
    ("self_harm", "vulnerable_customer"),
    ("bereavement", "vulnerable_customer"),
    ("suspected_fraud", "vulnerable_customer"),
    ("vulnerable_customer", "clinical_question"),
    ("self_harm", "clinical_question"),
}


@dataclass(frozen=True)
class Wording:
    """One labelled message: for a cue of ours, or with the label of a public set."""

    text: str
    cue: str = ""
    label: bool = False
    also: frozenset[str] = field(default_factory=frozenset)
    source: str = "own"
    public_label: str = ""
    open_cues: frozenset[str] = field(default_factory=frozenset)  # may say them, nobody looked
    group: str = ""  # turns of one task or conversation stay on one side of a split

    def says(self, cue: str) -> bool | None:
        """Whether it says `cue`; None where nobody can tell from its label."""
        if self.cue:
            return self._says_as_ours(cue)
        if self.public_label in SAME.get(cue, ()):
            return True
        if cue == "several_requests" and self._asks_for_one_thing():
            return False
        if cue in self.open_cues or cue in OPEN_ANYWHERE:
            return None
        return None if self.public_label in UNSURE.get(cue, {"oos"}) else False

    def _asks_for_one_thing(self) -> bool:
        brief = len(self.text.split()) <= BRIEF_WORDS and JOINED.search(self.text) is None
        return self.source.startswith(SINGLE) and brief

    def _says_as_ours(self, cue: str) -> bool | None:
        if cue in self.also or (cue == self.cue and self.label):
            return True
        if cue == self.cue or self.cue == EVERYDAY:
            return False
        if cue in OPEN_ANYWHERE and cue != "complaint":
            return None  # long stories often hold two wishes, or press for time: other files say nothing
        unthought = self.cue in EARLIER and cue not in EARLIER and cue != "prompt_injection"
        unsure = self.label and (self.cue, cue) in UNSURE_PAIRS
        return None if unthought or unsure else False


def own_wordings(part: str) -> list[Wording]:
    """Our own wordings of one part: "train" or "held_out"."""
    return [
        Wording(row["text"], path.stem, row["label"], frozenset(row.get("also", ())))
        for path in sorted(OWN.glob("cues*/*.jsonl"))
        for row in map(json.loads, path.read_text(encoding="utf-8").splitlines())
        if row["part"] == part
    ]


def public_wordings(folder: Path, name: str, limit: int | None = None) -> list[Wording]:
    """Distinct messages of a public intent set, in a fixed random order."""
    rows = {row["text"].strip(): row for row in public_rows(folder, name)}
    wordings = [
        Wording(text, source=name, public_label=row.get("label") or row.get("intent") or "")
        for text, row in rows.items()
    ]
    random.Random(0).shuffle(wordings)
    return wordings[:limit]


def is_dev(wording: Wording) -> bool:
    """Whether a public training message belongs to our dev part: three of ten, by a hash."""
    return hashlib.sha256((wording.group or wording.text).encode()).digest()[0] < 77


def variants(
    wordings: list[Wording], brief: list[Wording], spoken: list[Wording], seed: int
) -> list[Wording]:
    """Each wording three times more: typed carelessly, beside a brief message, beside a longer turn."""
    rng = random.Random(seed)
    made = []
    for wording in wordings:
        facts = {"cue": wording.cue, "label": wording.label, "also": wording.also}
        made.append(Wording(careless(wording.text, rng), **facts))
        for carriers in (brief, spoken):
            carrier = rng.choice(carriers).text
            pair = [carrier, wording.text] if rng.random() < 0.5 else [wording.text, carrier]
            made.append(Wording(". ".join(part.rstrip(" .") for part in pair), **facts))
    return made


def careless(text: str, rng: random.Random) -> str:
    """The text as a hurried thumb types it: no capitals or stops, here and there a slip."""
    plain = re.sub(r"[.,!?;]", "", text.lower()) if rng.random() < 0.7 else text.upper()
    letters = list(plain)
    for _ in range(max(1, len(letters) // 40)):
        place = rng.randrange(len(letters))
        slip = rng.random()
        if slip < 0.4:
            letters[place] = ""
        elif slip < 0.7 and place:
            letters[place - 1 : place + 1] = reversed(letters[place - 1 : place + 1])
        else:
            letters[place] *= 2
    return "".join(letters)

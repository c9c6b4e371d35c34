"""Customers' turns of longer, polite conversations: background for the cues, and a half to measure on."""

import hashlib
import random
import re
from collections.abc import Iterator
from pathlib import Path

from sources import Wording, public_rows

# How many turns of each set are drawn; the longer half of twice as many.
LIMITS = {"star": 2000, "dstc11_t2_natcs": 700, "mtrag": 400, "tau_trajectories": 1500}
SOURCES = tuple(LIMITS)
NATCS = ("development", "test-banking", "test-finance")
CLINICAL = ("doctor", "medical_triage")  # domains in which any turn may be a clinical question

# Nobody labelled these turns. Where a word suggests a cue, the turn says nothing sure about it.
MAY_SAY = {
    "asks_for_person": r"human|agent|person|someone|somebody|represent|transfer|manager|supervis"
    r"|speak|talk|staff|operator|hold the line|connect me"
    r"|advis[oe]r|employee|colleague|call me|phone|escalat|customer serv",
    "asks_if_ai": r"\bai\b|\bbot\b|robot|chatbot|human|machine|are you (a|an|real)\b|real person"
    r"|comput|automat|virtual",
    "self_harm": r"\bdie|dying|\bkill|suicid|hurt (my|him|her)|end it|end my|go on\b|harm|alive",
    "suspected_fraud": r"scam|fraud|stole|steal|unauthor|did ?n.t (make|book|order|authori)|hack"
    r"|suspicious|recogni[sz]e|phish|dispute|lost|someone|somebody|never (made|booked)|identity",
    "bereavement": r"passed|died|death|dead|funeral|deceased|\blate (wife|husband|mother|father)"
    r"|wife|husband|mother|father|\bmom\b|\bdad\b|estate|bereave|widow",
    "regulator_complaint": r"compla|legal|lawyer|attorney|\bsu(e|ing)\b|report|authorit|regulat"
    r"|ombuds|court|rights|violat|consumer|department",
    "clinical_question": r"pain|doctor|dose|dosage|medic|symptom|allerg|prescri|pill|\bdrug|fever"
    r"|hurt|health|sick|side effect|nurse|surg|injur|blood|headache|diet|vaccin|covid",
    "vulnerable_customer": r"\bsick|\bill\b|illness|hospital|medical|emergenc|stress|disab|job"
    r"|afford|money|wheelchair|blind|deaf|cancer|divorc|anxi|depress|surgery|worried|struggl"
    r"|elderly|pregnan|family|passed|died|death|overwhelm|difficult"
    r"|dementia|hard time|thinking straight|not feeling|terrible|health|injur|alone|homeless",
}
MAY_SAY["severe_complaint"] = (
    r"complain|unaccept|ridiculous|worst|terribl|horribl|awful|furious|disgust|outrag|appall|never again"
    r"|third time|for (weeks|months)|incompeten|disgrace|compensat|frustrat|unbeliev|lawyer|report"
)
MAY_SAY["threat_to_leave"] = (
    r"cancel|leav|switch|clos|elsewhere|competitor|another (bank|company|airline)|last time|never"
)
MAY_SAY["abuse"] = r"fuck|shit|idiot|stupid|moron|useless|damn|dumb|hell|crap|ass\b|bitch|suck"
MAY_SAY["prompt_injection"] = (
    r"ignore|instruction|prompt|pretend|system|rules|policy|override|exception"
)
MAY_SAY["money_trouble"] = (
    r"afford|money|debt|\bjob\b|budget|broke\b|tight|income|loan|paycheck|financ"
)
MAY_SAY["illness_or_disability"] = MAY_SAY["vulnerable_customer"]
MAY_SAY["old_or_frail"] = r"years? old|elder|grand|\bage|retire|senior|mother|father|old\b|walk"
MAY_SAY["language_barrier"] = r"english|language|understand|translat|speak|spanish|spell"
_MAY_SAY = {cue: re.compile(words, re.IGNORECASE) for cue, words in MAY_SAY.items()}


def conversational_wordings(data: Path) -> list[Wording]:
    """The turns drawn for training and development, each set in a fixed random order."""
    kept = {wording.text for wording in kept_turns(data)}
    drawn = []
    for source, limit in LIMITS.items():
        turns = {w.text: w for w in _READ[source](data) if w.text not in kept}
        wordings = list(turns.values())
        random.Random(0).shuffle(wordings)
        drawn += sorted(wordings[: 2 * limit], key=lambda w: -len(w.text))[:limit]
    return drawn


def kept_turns(data: Path) -> list[Wording]:
    """Turns of the tau-bench tasks that training never sees: those of an odd hash."""
    turns = {w.text: w for w in _tau_turns(data, odd=True)}
    return list(turns.values())


def _tau_turns(data: Path, *, odd: bool = False) -> Iterator[Wording]:
    for row in public_rows(data, "tau_trajectories/trajectories"):
        task = f"{row['domain']}/{row['task_id']}"
        if hashlib.sha256(task.encode()).digest()[0] % 2 != odd:
            continue
        for message in row["messages"]:
            text = message.get("content")
            if message["role"] == "user" and isinstance(text, str) and "###" not in text:
                yield _wording(text, "tau_trajectories", row["domain"], task)


def _star_turns(data: Path) -> Iterator[Wording]:
    for row in public_rows(data, "star/dialogues"):
        label = "doctor" if "doctor" in row["domains"] else ""
        for event in row["events"]:
            if event["who"] == "User" and event["act"] == "utter":
                yield _wording(event["text"], "star", label, f"star/{row['dialogue_id']}")


def _natcs_turns(data: Path) -> Iterator[Wording]:
    for part in NATCS:
        for row in public_rows(data, f"dstc11_t2_natcs/{part}_utterances"):
            yield _wording(row["text"], "dstc11_t2_natcs", row["label"].lower(), row["text"])


def _mtrag_turns(data: Path) -> Iterator[Wording]:
    for row in public_rows(data, "mtrag/mtrag_un_tasks"):
        for who, text in row["turns"]:
            if who == "user":
                yield _wording(text, "mtrag", "", row["task_id"].split("<")[0])


def _wording(text: str, source: str, label: str, group: str) -> Wording:
    open_cues = {cue for cue, words in _MAY_SAY.items() if words.search(text)}
    if label in CLINICAL:
        open_cues.add("clinical_question")
    return Wording(
        text.strip(),
        source=source,
        public_label=label,
        open_cues=frozenset(open_cues),
        group=group,
    )


_READ = {
    "star": _star_turns,
    "dstc11_t2_natcs": _natcs_turns,
    "mtrag": _mtrag_turns,
    "tau_trajectories": _tau_turns,
}

"""Wording: what an answer never says, whatever its sources are: markup, machinery, refusals, vows.

Patterns are bounded, so that a hostile text costs no more time than its length. They know straight
apostrophes only.
"""

import re
from collections.abc import Mapping
from typing import Final


def _any(*patterns: str) -> re.Pattern[str]:
    return re.compile("|".join(patterns), re.IGNORECASE)


MARKUP = _any(
    r"<\s{0,3}[a-z!/?]",
    r"&(?:lt|gt|#\d{1,6}|#x[0-9a-f]{1,6});",
    r"\]\s?\(|!\[|```",
    r"\b(?:javascript|vbscript|data):\S",
    r"\bon(?:error|load|click|mouseover)\s?=",
)
TOOL_CALL = _any(
    r"[{\[]\s{0,9}[\"'][\w -]{1,40}[\"']\s{0,9}[:,\]]",
    r"\b(?:tool|function)[_ ]?calls?\b",
    r"\[/?(?:TOOL_\w{1,20}|INST|SYS)\]|<\||\|>",
    r"\b[a-z]{2,20}(?:_[a-z]{2,20}){1,4}\s?\(",
)
PROMPT = _any(
    r"\b(?:system|developer|original|hidden) (?:prompt|message|instructions?)\b",
    r"\b(?:my|these|the) (?:instructions?|guidelines|rules) (?:say|are|is|tell|state|were)\b",
    r"\b(?:i was|i am|i'm|as) (?:instructed|told|prompted|programmed)\b",
    r"\b(?:customer|user)(?:'s)? question\s?:",
    r"^\s?(?:assistant|system|user|answer|sentence)\s?:",
    r"\bmeine (?:anweisungen|vorgaben) (?:sind|lauten|sagen)\b|\bmis instrucciones\b",
)
HUMAN = _any(
    r"\bi(?: am|'m) (?:(?:also|actually|really|just) )?(?:an? )?(?:real |actual )?"
    r"(?:human|person|employee|man|woman)\b",
    r"\b(?:not|isn't) (?:an? )?(?:bot|robot|machine|ai|computer)\b",
    r"\bmy (?:name is|colleagues?|boss|manager|shift|desk)\b|\bas a (?:human|person)\b",
    r"\bich bin (?:\w{1,10} )?(?:ein mensch|eine person|mitarbeiter\w{0,3})\b",
    r"\bich bin keine? (?:bot|ki|maschine|roboter)\b|\bmein name ist\b|\bich heiße\b",
    r"\b(?:no )?soy (?:\w{1,10} )?(?:una? )?(?:human[oa]|persona|emplead[oa]|bot|robot|máquina)\b",
    r"\bme llamo\b|\bmi nombre es\b",
)
REFUSAL = _any(
    r"\b(?:as|being) an? (?:ai|artificial|language|large|virtual|digital|assistant)\b",
    r"\blanguage model\b|\bchatbot\b|\bopenai\b|\bchatgpt\b|\btraining data\b|\bknowledge cut",
    r"\bi(?: am|'m) (?:sorry,? but|afraid|unable|not (?:able|allowed|permitted|authori[sz]ed|sure))\b",
    r"\bi (?:can|could|will|do|did|would)(?: ?not|n't)\b|\bi (?:can't|won't)\b",
    r"\b(?:passages?|context|provided (?:text|information|articles?)) (?:above |below )?"
    r"(?:do(?:es)?|is|are|did|mention|say|state|provide|contain)",
    r"\bals (?:eine? )?(?:ki|künstliche|sprachmodell|chatbot|assistent)\b|\bsprachmodell\b",
    r"\bich (?:kann|darf|konnte|weiß) (?:\w{1,12} ){0,4}nicht\b",
    r"\bes tut mir leid,? aber\b|\bleider kann ich\b",
    r"\bcomo (?:una? )?(?:ia|inteligencia|modelo|asistente|chatbot)\b|\bmodelo de lenguaje\b",
    r"\bno (?:puedo|pude|sé|me es posible)\b|\blo siento,? pero\b",
)
PROMISE = _any(
    r"\bi(?:'ll|'ve|'d| will| have| shall| did)\b|\bi(?: am|'m) \w{1,12}ing\b",
    r"\bi (?:just |already |hereby )?(?:promise|guarantee|assure|confirm|ensure|approve|sent)\b",
    r"\bi (?:just |already |hereby )?\w{2,14}ed\b",
    r"\blet me (?:check|look|see|do|cancel|block|transfer|refund|send|book|find|get|fix)\b",
    r"\bwe (?:promise|guarantee|assure)\b|\bguaranteed?\b|\brest assured\b",
    r"\byour (?:\w{1,15} ){1,3}(?:has|have) (?:now |just |already |successfully )?been\b",
    r"\ball set\b|\bsuccessfully\b",
    r"\bich (?:werde|habe|garantiere|verspreche|versichere|bestätige)\b|\bgarantier\w{0,3}\b",
    r"\bwir (?:garantieren|versprechen)\b|\b(?:ihre?|deine?) (?:\w{1,20} ){1,2}wurden?\b",
    r"\bhe \w{1,14}[ai]do\b|\b(?:voy a|le garantizo|prometo|garantizamos|prometemos|le aseguro|confirmo)\b",
    r"\bsus? (?:\w{1,20} ){1,2}ha[n]? sido\b",
)
# The first that is found names the problem.
FORBIDDEN: Final[Mapping[str, re.Pattern[str]]] = {
    "markup": MARKUP,
    "tool call": TOOL_CALL,
    "prompt leakage": PROMPT,
    "claims to be human": HUMAN,
    "refusal or talk about itself": REFUSAL,
    "promise or claimed deed": PROMISE,
}
_NEVER_OUR_OWN = ("markup", "tool call")
_WE_WILL = re.compile(
    r"\bwe(?:'ll|'ve| will| have| are going to| shall)\s+"
    r"(?:(?:then|now|also|not|already|always) )?(\w{2,20})"
    r"|\bwir (?:werden|haben)\b|\b(?:hemos|vamos a)\b",
    re.IGNORECASE,
)


def forbidden(text: str, sources: str) -> tuple[str, str] | None:
    """The first thing in the text that an answer never says: the problem's name and the words.

    Words that the sources themselves have are the company's own, save markup and tool calls.
    """
    own = " ".join(sources.casefold().split())
    for name, pattern in FORBIDDEN.items():
        for match in pattern.finditer(text):
            said = " ".join(match[0].casefold().split())
            if name in _NEVER_OUR_OWN or said not in own:
                return name, match[0].strip()
    return None


def we_will(text: str) -> list[str]:
    """What the text says that the company will do or has done: the verb, where it is told."""
    return [match[1] or match[0] for match in _WE_WILL.finditer(text)]

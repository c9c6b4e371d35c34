"""Acts: what a line of a conversation does, read from its wording: refuses, promises, objects ...

The wordings are English. In another language a line does nothing that is seen here.
"""

import re
from collections.abc import Mapping

APOLOGISES = "apologises"
REFUSES = "refuses"
PASSES_ON = "passes_on"
PROMISES = "promises"
REPORTS_DONE = "reports_done"
ASKS_CONSENT = "asks_consent"
ASKS_DETAILS = "asks_details"
REPORTS_TROUBLE = "reports_trouble"
CITES_RULES = "cites_rules"
OFFERS_CHOICE = "offers_choice"
CLOSES = "closes"
THANKS = "thanks"
TAKES_LEAVE = "takes_leave"
OBJECTS = "objects"
DENIES = "denies"
AGREES = "agrees"
REQUESTS = "requests"
ADDS = "adds"
SEEKS_PERSON = "seeks_person"
IS_UNSURE = "is_unsure"


def _wording(pattern: str) -> re.Pattern[str]:
    return re.compile(pattern, re.IGNORECASE)


AI_ACTS: Mapping[str, re.Pattern[str]] = {
    APOLOGISES: _wording(r"\b(?:sorry|apologi[sz]e|apologies|regret|unfortunately)\b"),
    REFUSES: _wording(
        r"\b(?:can ?not|can['\u2019]t|unable|no longer|no exceptions?|against (?:our|the) policy"
        r"|not (?:able|possible|allowed|permitted|eligible|available|supported|qualify)"
        r"|(?:isn|aren|doesn|don|won)['\u2019]t (?:be )?"
        r"(?:possible|allow\w*|available|eligible|have|meet|qualify)"
        r"|(?:does|do) not (?:allow|have|meet|qualify))\b"
    ),
    PASSES_ON: _wording(
        r"\btransfer+(?:ed|ring)?\b.{0,60}\b(?:agent|human|person|representative|specialist|team|colleague)"
        r"|\b(?:human agent|representative|specialist)\b"
    ),
    PROMISES: _wording(
        r"\b(?:I|we)(?:['\u2019]ll| will| am going to| are going to|['\u2019]m going to| shall)\b"
        r"|\blet me\b|\bone moment\b|\bplease hold\b|\bbear with\b"
        r"|\bwill be (?:processed|credited|refunded|sent)\b"
    ),
    REPORTS_DONE: _wording(
        r"\b(?:has|have) (?:now )?(?:been|successfully)\b|\bsuccessful(?:ly)?\b|\ball set\b"
        r"|\b(?:is|are) (?:now )?(?:confirmed|complete|booked)\b"
        r"|\bI(?:['\u2019]ve| have) (?:now |also |just )?(?:cancel|updat|book|chang|process|add|remov|issu"
        r"|upgrad|sent|refund|made|complet)"
    ),
    ASKS_CONSENT: _wording(
        r"\bconfirm\b|\(yes\b|\bwould you like (?:me )?to (?:proceed|go ahead|continue)|\bshall I\b"
        r"|\bdo you (?:want|agree|wish)\b"
    ),
    ASKS_DETAILS: _wording(
        r"\b(?:could|can|would|may) (?:you|I) (?:please )?(?:provide|share|tell|give|have|let me)\b"
        r"|\bplease (?:provide|share|give|tell)\b"
        r"|\bI(?:['\u2019]ll| will)? need (?:your|the|to know|some|a few)\b"
    ),
    REPORTS_TROUBLE: _wording(
        r"\b(?:error|issue|problem|not found|failed|unsuccessful|technical|mistake|incorrect|confusion"
        r"|(?:unable to|could ?n[o'\u2019]t|could not) (?:find|locate|retrieve))\b"
    ),
    CITES_RULES: _wording(
        r"\b(?:polic(?:y|ies)|rules?|terms|eligib\w*|required?|requirements?|allow(?:s|ed))\b"
    ),
    OFFERS_CHOICE: _wording(
        r"\b(?:however|alternativ\w*|instead|options?|you (?:can|could|may) (?:also|still|choose))\b"
    ),
    CLOSES: _wording(
        r"\banything else\b|\bany (?:other|further|more) (?:questions|assistance|help|concerns)\b"
        r"|\bhave a (?:great|good|wonderful|nice)\b|\byou['\u2019]re (?:very )?welcome\b"
    ),
}
"""What the AI's lines do."""

CUSTOMER_ACTS: Mapping[str, re.Pattern[str]] = {
    THANKS: _wording(r"\b(?:thank|thanks|thx|appreciate|great|perfect|awesome|wonderful)\b"),
    TAKES_LEAVE: _wording(
        r"\bthat(?:['\u2019]s| is) (?:all|it|everything)\b|\bbye\b|\bhave a (?:great|good|nice)\b"
        r"|\bnothing else\b|\bno,? (?:that|thank)"
    ),
    OBJECTS: _wording(
        r"\b(?:but|really|however|disappoint\w*|frustrat\w*|upset|unacceptable|ridiculous|why|wrong|exception"
        r"|not (?:happy|right|fair|acceptable|what)|are you sure|double.?check|still|already|insist|again"
        r"|anyway|instead|any other (?:way|option))\b"
    ),
    DENIES: _wording(r"^\W*(?:no|nope|not|don['\u2019]t)\b"),
    AGREES: _wording(
        r"^\W*(?:yes|yeah|sure|ok|okay|correct|confirm|please (?:go|proceed)|go ahead|sounds good|alright"
        r"|that works)\b"
    ),
    REQUESTS: _wording(
        r"\b(?:I['\u2019]d like|I would like|I want|I need|can you|could you|please"
        r"|is it possible|would it be)\b"
    ),
    ADDS: _wording(r"\b(?:also|another|additionally|one more|as well|in addition|next|and then)\b"),
    SEEKS_PERSON: _wording(r"\b(?:human|representative|supervisor|manager|real person|transfer)\b"),
    IS_UNSURE: _wording(
        r"\b(?:don['\u2019]t|do not|can['\u2019]t|didn['\u2019]t) (?:know|remember|have|recall|see)\b"
        r"|\bnot sure\b"
    ),
}
"""What the customer's lines do."""


def acts_in(text: str, acts: Mapping[str, re.Pattern[str]]) -> frozenset[str]:
    """The names of those ``acts`` that ``text`` does."""
    return frozenset(name for name, wording in acts.items() if wording.search(text))

"""Contradiction: small changes that turn a text away from its sources while nearly all words stay.

Word overlap cannot see them: a summary with one name exchanged shares more words with its source than a
faithful one in other words. So each is looked for by itself: a name that is not there, a denial where no
source says no, a word turned round by its prefix (``bench/grounding.py``). English, German and Spanish.
"""

import re
from collections.abc import Sequence

from handrail.domain.grounding import DENIAL, stems
from handrail.domain.language_marks import language_of

SCOPE = 3  # content words after a denial that it may be about
SHORTEST_NAME = 3
SHORTEST_BASE = 5  # letters after a prefix: "unlimited" has that many, "under" has not

_WORD = re.compile(r"[^\W_]+")
_OPENING = re.compile(r"(?<=[.!?:])\s+|\n")
_BREAK = re.compile(r"[,;:.!?()]")
_TURNED = re.compile(r"\b(?:non-|nicht-|un)([^\W\d_]+)", re.IGNORECASE)
# What says no in a source without a word of denial.
_REFUSAL = re.compile(
    r"\b(?:lack\w*|declin\w+|refus\w+|reject\w+|exclu\w+|prevent\w*|fail\w*|free|only|unless|until"
    r"|abgelehnt|ablehn\w*|ausgeschlossen|ausgenommen|kostenlos\w*|kostenfrei\w*|nur|erst|außer"
    r"|rechaz\w+|gratis|gratuit\w+|solo|sólo|salvo|excepto)\b",
    re.IGNORECASE,
)


def strange_names(text: str, sources: str) -> list[str]:
    """Names in a text that its sources do not have in any case or form.

    A name is a word with a capital that does not open a sentence. Unless the texts are plainly English or
    Spanish it needs one inside, as every German noun has one in front.
    """
    known = {word.casefold() for word in _WORD.findall(sources)}
    forms, inside = stems(sources), language_of(f"{text} {sources}") not in ("en", "es")
    return [
        word
        for sentence in _OPENING.split(text)
        for place, word in enumerate(_WORD.findall(sentence))
        if any(letter.isupper() for letter in (word[1:] if inside or place == 0 else word))
        and len(word) >= SHORTEST_NAME
        and word.casefold() not in known
        and not (stems(word) <= forms)
    ]


def unfounded_denials(sentence: str, sources: Sequence[str]) -> list[str]:
    """What a sentence denies though no sentence of the sources that says no speaks of it."""
    said_no = [stems(one) for one in sources if DENIAL.search(one) or _REFUSAL.search(one)]
    denied = [_scope(sentence[match.end() :]) for match in DENIAL.finditer(sentence)]
    return [
        " ".join(words)
        for words in denied
        if words and not any(stems(" ".join(words)) & one for one in said_no)
    ]


def turned_words(text: str, sources: str) -> list[str]:
    """Words with a prefix of denial that the sources have only without it: "non-refundable"."""
    known = {word.casefold() for word in re.findall(r"[\w-]+", sources)}
    forms = stems(sources)
    return [
        match[0]
        for match in _TURNED.finditer(text)
        if len(match[1]) >= SHORTEST_BASE
        and match[0].casefold() not in known
        and not stems(match[0].replace("-", "")) <= forms
        and stems(match[1])
        and stems(match[1]) <= forms
    ]


def _scope(after: str) -> list[str]:
    """The first content words after a denial, up to the next break."""
    return [word for word in _WORD.findall(_BREAK.split(after)[0]) if stems(word)][:SCOPE]

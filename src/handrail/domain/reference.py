"""Reference: whether a question points at a thing that nobody has named yet.

"What does the clinic offer?", asked first thing where the company has written about several clinics. A
demonstrative or a definite article before a word that was not said before, or a pronoun where nothing was
said at all. English, measured on MTRAG (``bench/clarify.py``); in German and Spanish demonstratives only,
as their articles stand before any noun.
"""

import re

from handrail.domain.grounding import stems


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


# What "this" may stand before without pointing at a thing.
_NO_THING = _words(
    """
    time times way ways case cases kind sort type week month year day moment morning point fact problem
    question one regard fall fälle zeit woche monat jahr tag moment problem frage weise punkt art
    caso tiempo semana mes año día momento problema pregunta manera punto forma tipo
    """
)
_POINTED = re.compile(
    r"\b(?:this|these|those|dies(?:e[rsmn]?)?|est[aeo]s?|es[ae]s?|dich[ao]s?)\s+((?:[^\W\d_]+\s*){1,3})",
    re.IGNORECASE,
)
# "The clinic", but not "the clinic in Hibbing", which says which one.
_DEFINITE = re.compile(
    r"\b[Tt]he\s+([^\W\d_A-Z][^\W\d_]*)(?:['\u2019]s)?\b"
    r"(?!\s+(?:of|that|which|who|between|for|in|to|with|from)\b)"
)
_PRONOUN = re.compile(r"\b(?:it|its|they|them|their|he|his|she|her|him)\b", re.IGNORECASE)
_WORD = re.compile(r"[^\W\d_]+")


def points_nowhere(question: str, earlier: str) -> bool:
    """Whether the question speaks of a thing that it does not name, nor anything said ``earlier`` did."""
    if not earlier.strip() and _PRONOUN.search(question):
        return True
    pointed = [(match.start(), _thing(match[1])) for match in _POINTED.finditer(question)]
    definite = [(match.start(), stems(match[1])) for match in _DEFINITE.finditer(question)]
    return any(
        thing and not thing & stems(f"{earlier} {question[:at]}")
        for at, thing in (*pointed, *definite)
    )


def _thing(after: str) -> set[str]:
    """The content words after a demonstrative, none where they name no thing."""
    words = [word for word in _WORD.findall(after) if stems(word)]
    if not words or words[0].casefold() in _NO_THING:
        return set()
    return stems(" ".join(words))

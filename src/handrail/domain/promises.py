"""Promises: sentences in which the company commits itself, found in what was said."""

import re

_SENTENCE = re.compile(r"(?<=[.!?])\s+")
_COMMITS = re.compile(
    r"\b(?:(?:I|we)(?:['\u2019]ll| will| am going to| are going to| promise)"
    r"|you(?:['\u2019]ll| will) (?:get|receive|hear|have)"
    r"|(?:ich|wir) (?:werde|werden|melde|melden|rufe|rufen|schicke|schicken)\b"
    r"|(?:le|les) (?:llamaremos|enviaremos|avisaremos|contactaremos))",
    re.IGNORECASE,
)


def promises_in(text: str) -> list[str]:
    """The sentences of ``text`` that commit the company, in order, as they were said."""
    return [part.strip() for part in _SENTENCE.split(text) if _COMMITS.search(part)]

"""Edits: how far what was sent is from the draft."""

from handrail.domain.sentences import split_sentences


def edit_distance(one: str, other: str) -> int:
    """Levenshtein distance in characters, in time of len(other) steps over len(one) bits.

    G. Myers, "A fast bit-vector algorithm for approximate string matching" (J. ACM 46, 1999), in the
    form of H. Hyyrö, "A bit-vector algorithm for computing Levenshtein and Damerau edit distances"
    (Nordic J. Computing 10, 2003).
    """
    if not one or not other:
        return len(one) + len(other)
    places: dict[str, int] = {}
    for at, character in enumerate(one):
        places[character] = places.get(character, 0) | 1 << at
    every, last = (1 << len(one)) - 1, 1 << len(one) - 1
    more, less, distance = every, 0, len(one)
    for character in other:
        equal = places.get(character, 0)
        steady = (((equal & more) + more) ^ more) | equal | less
        rises, falls = less | ~(steady | more) & every, more & steady
        distance += bool(rises & last) - bool(falls & last)
        rises, falls = rises << 1 | 1, falls << 1
        vertical = equal | less
        more, less = (falls | ~(vertical | rises)) & every, rises & vertical & every
    return distance


def edit_share(draft: str, sent: str) -> float:
    """The distance over the longer text's length: 0 nothing changed, 1 nothing is left."""
    one, other = draft.strip(), sent.strip()
    return edit_distance(one, other) / max(len(one), len(other), 1)


def sentences_kept(draft: str, sent: str) -> float:
    """The share of the draft's sentences that were sent as they were; 1.0 of an empty draft."""
    drafted = split_sentences(draft.strip())
    said = set(split_sentences(sent.strip()))
    return sum(each in said for each in drafted) / len(drafted) if drafted else 1.0

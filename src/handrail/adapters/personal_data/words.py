"""Words: a text cut into the pieces that the model of names and addresses reads, with their traits."""

import re
from collections.abc import Collection, Sequence
from dataclasses import dataclass

from handrail.domain.personal_data import Span

_WORD = re.compile(
    r"[^\W\d_]+(?:['\u2019](?![sS]\b)[^\W\d_]+)*|['\u2019][sS]\b"  # a possessive stands apart
    r"|\d+|\n|[^\w\s]|_"
)
_RECOGNISED = "w=recognised"
_FAR = 2  # words to each side that a word's traits tell of


@dataclass(frozen=True, slots=True)
class Word:
    """A word, number, mark or line end, and where it stands in the text.

    ``recognised``: personal data of another kind stands there, such as an e-mail address, as one word.
    """

    text: str
    start: int
    end: int
    recognised: bool = False


def words(text: str, recognised: Sequence[Span] = ()) -> list[Word]:
    """The text's words in order, blanks left out; ``recognised`` spans do not overlap."""
    found, at = list[Word](), 0
    for span in sorted(recognised, key=lambda span: span.start):
        found += _words(text, at, span.start)
        found.append(Word(text[span.start : span.end], span.start, span.end, recognised=True))
        at = span.end
    return found + _words(text, at, len(text))


def _words(text: str, start: int, end: int) -> list[Word]:
    return [Word(found[0], *found.span()) for found in _WORD.finditer(text, start, end)]


def traits(cut: Sequence[Word], everyday: Collection[str]) -> list[list[str]]:
    """For each word, what the model may know of it and of its neighbours.

    ``everyday`` are lower-case words of ordinary messages: a name is often one that is not among them.
    """
    cased = any(_shape(word.text)[0] == "X" for word in cut if not word.recognised)
    near = [_near(word, everyday) for word in cut]
    found: list[list[str]] = []
    for place, word in enumerate(cut):
        mine = ["bias", *_own(word, everyday, cased)]
        for far in range(-_FAR, _FAR + 1):
            if far and 0 <= place + far < len(cut):
                mine += [f"{far}{trait}" for trait in near[place + far]]
            elif far:
                mine.append(f"{far}edge")
        if 0 < place < len(cut) - 1:
            mine.append(f"both={near[place - 1][0]}|{near[place + 1][0]}")
        if place > 1:
            mine.append(f"before={near[place - 2][0]}|{near[place - 1][0]}")
        found.append(mine)
    return found


def _own(word: Word, everyday: Collection[str], cased: bool) -> list[str]:
    if word.recognised:
        return [_RECOGNISED]
    lower, shape = word.text.lower(), _shape(word.text)
    if not lower[0].isalpha():
        return [f"w={lower if len(lower) < 2 else shape}", f"s={shape}"]
    known = _is_known(lower, everyday)
    # Small letters tell something only where others are capital.
    case = f"{shape}{cased}" if shape == "x" else shape
    return [
        f"w={lower}",
        f"s={shape}",
        f"k={known}",
        f"sk={case}{known}",
        f"p2={lower[:2]}",
        f"p3={lower[:3]}",
        f"e2={lower[-2:]}",
        f"e3={lower[-3:]}",
        f"e4={lower[-4:]}",
        f"e5={lower[-5:]}",
    ]


def _near(word: Word, everyday: Collection[str]) -> list[str]:
    if word.recognised:
        return [_RECOGNISED]
    lower, shape = word.text.lower(), _shape(word.text)
    if not lower[0].isalpha():
        return [f"w={lower if len(lower) < 2 and not lower.isdigit() else shape}"]
    known = _is_known(lower, everyday)
    return [f"w={lower}" if lower in everyday else f"w={shape}", f"s={shape}{known}"]


def _is_known(lower: str, everyday: Collection[str]) -> bool:
    return lower in everyday or (len(lower) > 3 and lower[-1] == "s" and lower[:-1] in everyday)


def _shape(text: str) -> str:
    if text.isdigit():
        return f"d{min(len(text), 6)}"
    if not text[0].isalpha():
        return "line" if text == "\n" else text
    if text.isupper():
        return "X" if len(text) == 1 else "XX"
    return "Xx" if text[0].isupper() else "x"

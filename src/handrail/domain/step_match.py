"""Step match: whether a sentence that was said does what a playbook's step asks for.

Words are compared by their stems, so that "blocked" matches "block"; figures count as words.
"""

import re
from collections.abc import Mapping, Sequence
from functools import lru_cache
from operator import mul

STEM = 5  # letters: enough to hold "cancel" and "cancelled" together
# At these nine ticks in ten were right on STAR's development part: a sentence is like a step enough by
# itself, or by so much more than like any other step.
LIKE_ENOUGH = 0.70
LIKE_A_LITTLE, LEAD = 0.45, 0.08


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


_WORD = re.compile(r"\w+(?:['\u2019]\w+)*")
# Words that say nothing of what is done: the commonest of English, German and Spanish.
_COMMON = _words(
    """
    a about all also am an and any are as at be been but by can could did do does for from get had has have
    he her here hi him his how i if in is it its just let like may me more my no not now of off ok on or our
    out please she so some that the their them then there these they this to too up us was we were what when
    where which who why will with would yes you your
    aber als am an auch auf aus bei bin bis bitte da das dass dem den der des die dir du ein eine einem einen
    einer er es für hat hatte habe haben hier ich ihm ihn ihr ihre ihren ihrer im in ist ja kann können man
    mein meine mich mir mit nach nicht noch nun nur ob oder schon sein sie sind so um und uns unser von war
    was wenn wer werden wie wir wird wo zu zum zur
    al como con cuando de del desde donde el ella en era es esta este esto ha hay he la las le les lo los me
    mi muy más no nos o para pero por porque que qué se si sí sin son su sus también te tiene tu un una
    usted y ya yo
    """
)


@lru_cache(4096)
def stems(text: str) -> frozenset[str]:
    """The stems of a text's telling words; figures stay whole."""
    words = (word.replace("\u2019", "'") for word in _WORD.findall(text.lower()))
    return frozenset(
        word if word[0].isdigit() else word[:STEM] for word in words if word not in _COMMON
    )


def says_words(text: str, wanted: str) -> bool:
    """Whether ``text`` has every telling word of ``wanted``, in whatever order and inflection."""
    needed = stems(wanted)
    return bool(needed) and needed <= stems(text)


def shares_a_word(text: str, examples: Sequence[str]) -> bool:
    """Whether ``text`` has a telling word of any of ``examples``, by its stem."""
    return not stems(text).isdisjoint(_stems_of_all(tuple(examples)))


@lru_cache(1024)
def _stems_of_all(examples: tuple[str, ...]) -> frozenset[str]:
    return frozenset[str]().union(*map(stems, examples))


def likeness(vector: Sequence[float], example: Sequence[float]) -> float:
    """The cosine of two unit vectors, -1 to 1; 0 when one is missing."""
    return sum(map(mul, vector, example))


def likeliest(
    vector: Sequence[float], rivals: Mapping[str, Sequence[Sequence[float]]]
) -> str | None:
    """The one of ``rivals`` (each with the vectors of its examples) that a sentence is like enough to.

    It is that whose best example is nearest: at ``LIKE_ENOUGH``, or at ``LIKE_A_LITTLE`` where it leads
    the next by ``LEAD``. Without a rival nothing leads.
    """
    scored = sorted(
        (
            (max(likeness(vector, example) for example in examples), name)
            for name, examples in rivals.items()
            if examples
        ),
        reverse=True,
    )
    if not scored:
        return None
    best, name = scored[0]
    leads = len(scored) > 1 and best - scored[1][0] >= LEAD
    return name if best >= LIKE_ENOUGH or (best >= LIKE_A_LITTLE and leads) else None

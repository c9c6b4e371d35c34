"""Language marks: which of our languages a text is in, told by its small words."""

import re


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


_SMALL_WORDS = {
    "en": _words(
        """
        the and you your is are to of for in it that this with on can be we will not if or by from at
        have has do does when which within than then there they our us any an was were
        """
    ),
    "de": _words(
        """
        der die das und sie ihr ihre ihren ihnen ist sind zu von für in es dass mit auf kann können wir
        wird werden nicht wenn oder bei aus haben hat wie ein eine einen einem einer den dem des im am
        nach auch nur noch bis um als
        """
    ),
    "es": _words(
        """
        el la los las y usted su sus es son de del para en que con por puede pueden se no si o una uno
        un al lo le les ha han como cuando más está están desde hasta sin
        """
    ),
}
_FOREIGN = re.compile(r"[^\W\d_\u0041-\u024f\u1e00-\u1eff]")  # letters that are not Latin
LEAD = 2  # small words by which one language must lead


def language_of(text: str) -> str | None:
    """ "en", "de" or "es"; "other" for letters that are not Latin; None where too little tells."""
    words = re.findall(r"[^\W\d_]+", text.casefold())
    if len(_FOREIGN.findall(text)) * 5 > sum(map(len, words)) > 0:
        return "other"
    counts = sorted(
        ((sum(word in small for word in words), name) for name, small in _SMALL_WORDS.items()),
        reverse=True,
    )
    (most, name), (second, _) = counts[0], counts[1]
    return name if most >= second + LEAD else None

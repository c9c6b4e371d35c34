"""Grounding: whether words, figures and contact details of a text are found in its sources."""

import re
import unicodedata
from collections.abc import Iterable, Iterator
from functools import lru_cache

NEAR = 0.75  # share of content words from which two sentences speak of the same


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


_STOP_WORDS = _words(
    """
    a about after again all also am an and any are as at be because been before being both but by
    can could did do does done each either every few for from further get gets got had has have he
    her here him his how however i if in into is it its itself just keep let like lot made make
    makes many may me might more most much must my need needs no nor not now of off on once one only
    or other our out over own per please really same shall she should simply so some still such sure
    take takes than that the their them then there these they this those though through to too under
    until up upon us use used using usually very via want was way we well were what when where
    isn aren wasn weren don doesn didn won hasn haven hadn couldn wouldn shouldn
    whether which while who whom whose why will with within without would yes yet you your yours
    alle allem allen aller alles als also am an auch auf aus bei beim bis bitte da damit dann das
    dass daß davon dazu dein deine dem den denn der des die dies diese diesem diesen dieser dieses
    doch dort du durch ein eine einem einen einer eines er erst es etwa etwas für gegen hat haben hier
    ich ihm ihn ihnen ihr ihre ihrem ihren ihrer im ist ja je jede jeder jedes kann kein keine können
    mehr mein mit muss müssen nach nein nicht noch nun nur ob oder ohne per schon sehr sein seine sich
    sie sind so sobald sollte soll sollen über um und uns unser unsere unter vom von vor wann war was
    weil wenn wer werden wie wieder will wir wird wo wurde zu zum zur zwar
    al algo ante antes aquí así aunque cada como cómo con cual cuál cuando cuándo de del desde donde
    dónde e el él ella ellas ellos en entre era es esa ese eso esta está están este esto estos fue ha
    han hasta hay la las le les lo los más me mi mientras muy ni no nos nuestra nuestro nuestros o
    otra otro para pero por porque pues puede pueden que qué quien se sea según ser si sí sin sobre
    solo sólo son su sus también tan te tiene tienen todo todos tras tu tus un una unas uno unos
    usted ustedes y ya yo
    hi hello hallo hola sorry thanks thank welcome glad happy help questions question know bei gern
    gerne danke hilfe fragen gracias ayuda ayudar pregunta preguntas
    """
)
_ENDINGS = tuple(
    ending
    for ending in sorted(
        _words(
            "ungen ung ings ing ies ied ers ado ada ido ida est ed es er en em as os ar ir s e n y a o"
        ),
        key=len,
        reverse=True,
    )
)
_NUMBER_WORDS = {
    word: value
    for line in (
        "two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen",
        "zwei drei vier fünf sechs sieben acht neun zehn elf zwölf dreizehn vierzehn fünfzehn",
        "dos tres cuatro cinco seis siete ocho nueve diez once doce trece catorce quince",
    )
    for value, word in enumerate(line.split(), start=2)
} | {
    word: value * 10
    for line in (
        "twenty thirty forty fifty sixty seventy eighty ninety hundred",
        "zwanzig dreißig vierzig fünfzig sechzig siebzig achtzig neunzig hundert",
        "veinte treinta cuarenta cincuenta sesenta setenta ochenta noventa cien",
    )
    for value, word in enumerate(line.split(), start=2)
}
del _NUMBER_WORDS["once"]  # eleven in Spanish, but commoner as English "at once"
_UNITS = {
    form: unit
    for unit, forms in {
        "%": "% percent prozent porcentaje ciento",
        "EUR": "€ eur euro euros",
        "USD": "$ usd dollar dollars dólares",
        "GBP": "£ gbp pound pounds pfund libras",
        "CHF": "chf franken francs francos",
        "minute": "minute minutes min minuten minutos minuto",
        "hour": "hour hours stunde stunden hora horas",
        "day": "day days tag tage tagen día días werktage werktagen arbeitstage bankarbeitstage",
        "week": "week weeks woche wochen semana semanas",
        "month": "month months monat monate monaten mes meses",
        "year": "year years jahr jahre jahren año años",
    }.items()
    for form in forms.split()
}
_CALENDAR = _words(
    """
    monday tuesday wednesday thursday friday saturday sunday january february april june july august
    september october november december montag dienstag mittwoch donnerstag freitag samstag sonntag
    januar februar märz juni juli oktober dezember lunes martes miércoles jueves viernes sábado
    domingo enero febrero marzo abril mayo junio julio agosto septiembre octubre noviembre diciembre
    """
)
DENIAL = re.compile(
    r"n't\b|\b(?:not|no|never|none|nothing|cannot|without|nor|neither|unable|kein\w*|nicht|nichts|nie|niemals"
    r"|ohne|weder|nunca|ningun\w*|ningún|nada|sin|tampoco)\b",
    re.IGNORECASE,
)
_COORDINATED = re.compile(r", | (?:and|or|but|und|oder|aber|y|o|pero) ")
_WORD = re.compile(r"[^\W\d_]+(?:'[^\W\d_]+)?")
_FIGURE = re.compile(
    r"(?P<before>[€$£])?\s?(?P<number>\d+(?:[.,:']\d+)*)(?:\s?(?P<sign>[%€$£]))?"
    r"(?P<after>(?:[\s-]{1,2}[^\W\d_]+){0,2})"
)
_LINK = re.compile(
    r"(?:[a-z][a-z+.-]{1,15}://|www\.)[^\s<>\"']+"
    r"|\b[\w-]+(?:\.[\w-]+)*\.(?:app|at|bank|biz|ch|co|com|de|dev|es|eu|gov|info|io|me|net|org|ru|uk|us|xyz)\b"
    r"(?:/[^\s<>\"']*)?",
    re.IGNORECASE,
)
_MAIL = re.compile(r"[\w.+-]+@[\w-]+(?:\.[\w-]+)+")
_PHONE = re.compile(r"(?<![\w.,])(?:\+|\(\+?|00)?\d(?:[\s()/.-]{0,2}\d){6,17}(?!\w)")
_CODE = re.compile(r"\b(?=[^\W_]*\d)(?=[^\W_]*[^\W\d_])[^\W_]{4,40}\b")


def stems(text: str) -> set[str]:
    """The content words of a text (English, German, Spanish), cut to what their forms share."""
    found = (word.casefold().split("'")[0] for word in _WORD.findall(text))
    return {_stem(word) for word in found if len(word) > 2 and word not in _STOP_WORDS}


def without_stop_words(text: str) -> str:
    """A text (English, German, Spanish) without the words that tell nothing of what it is about."""
    return _WORD.sub(
        lambda found: "" if found[0].casefold().split("'")[0] in _STOP_WORDS else found[0], text
    )


def figures(text: str) -> set[tuple[str, str]]:
    """Numbers with their units ("" where none is known): 7 working days gives ("7", "day").

    Number words count as numbers, save one; separators of thousands and decimals as in all three
    languages. Names of days and months count too.
    """
    spelled = _WORD.sub(
        _as_digits, re.sub(r"(?<=[^\W\d_])-(?=[^\W\d_])", " ", _PHONE.sub(" ", text))
    )
    found = {(_canonical(match["number"]), _unit(match)) for match in _FIGURE.finditer(spelled)}
    named = {(_day(word.casefold()), "") for word in _WORD.findall(text)}
    return found | {(word, unit) for word, unit in named if word in _CALENDAR}


def _day(word: str) -> str:
    """The name of a day or month also where it is in the plural: Mondays, montags."""
    return word if word in _CALENDAR else word.removesuffix("s")


def strange_figures(text: str, sources: str) -> list[str]:
    """Figures of the text that the sources lack, or have with another unit."""
    known = figures(sources)
    numbers = {number for number, _ in known}
    return sorted(
        f"{number} {unit}".strip()
        for number, unit in figures(text)
        if number not in numbers
        or (unit and (number, unit) not in known and (number, "") not in known)
    )


def strange_contacts(text: str, sources: str) -> list[str]:
    """Links, mail addresses, telephone numbers and codes of the text that the sources lack."""
    lower = sources.casefold()
    literal = [
        found.rstrip(".,;:!?)")
        for pattern in (_MAIL, _LINK, _CODE)
        for found in pattern.findall(text)
    ]
    digits = re.sub(r"\D", "", " ".join(_PHONE.findall(sources)))
    phones = [found for found in _PHONE.findall(text) if re.sub(r"\D", "", found) not in digits]
    return [found for found in literal if found.casefold() not in lower] + phones


def share_found(text: str, sources: str) -> float:
    """Which share of the text's content words the sources have; 1.0 of a text without any."""
    said = stems(text)
    return len(said & stems(sources)) / len(said) if said else 1.0


def turns_round(sentence: str, source_sentences: Iterable[str]) -> bool:
    """Whether the sentence denies what its source says, or the reverse.

    It is held against the nearest sentences and clauses, those with most of its content words; one
    that has few of them says nothing here, and one that agrees is enough.
    """
    said = stems(sentence)
    shares = [
        (len(said & stems(source)) / (len(said) or 1), source)
        for source in _clauses(source_sentences)
    ]
    best = max((share for share, _ in shares), default=0.0)
    if best < NEAR:
        return False
    denies = DENIAL.search(sentence) is not None
    return all(
        (DENIAL.search(source) is not None) != denies for share, source in shares if share == best
    )


def _clauses(sentences: Iterable[str]) -> Iterator[str]:
    for sentence in sentences:
        yield sentence
        for part in re.split(r"[;:] ", sentence):
            yield part
            yield from _COORDINATED.split(part)


@lru_cache(maxsize=8192)
def _stem(word: str) -> str:
    plain = "".join(c for c in unicodedata.normalize("NFKD", word) if not unicodedata.combining(c))
    for ending in _ENDINGS:
        if plain.endswith(ending) and len(plain) - len(ending) >= 3:
            plain = plain[: -len(ending)]
            break
    if len(plain) > 3 and plain[-1] == plain[-2]:
        plain = plain[:-1]
    return plain[:6]


def _as_digits(match: re.Match[str]) -> str:
    value = _NUMBER_WORDS.get(match[0].casefold())
    return match[0] if value is None else str(value)


def _canonical(number: str) -> str:
    """One form of 1,000 and 1.000 and 1000, of 4.90 and 4,9."""
    if ":" in number:
        return number
    if re.fullmatch(r"\d{1,3}(?:[.,']\d{3})+", number):
        return re.sub(r"\D", "", number)
    if match := re.fullmatch(r"(\d+)[.,](\d+)", number):
        whole, decimals = match.groups()
        return f"{int(whole)}.{decimals.rstrip('0')}".rstrip(".")
    if match := re.fullmatch(r"([\d.,']*\d)[.,](\d{2})", number):
        return _canonical(f"{re.sub(r'[^0-9]', '', match[1])}.{match[2]}")
    return number


def _unit(match: re.Match[str]) -> str:
    if sign := match["before"] or match["sign"]:
        return _UNITS[sign]
    following = (word.casefold() for word in _WORD.findall(match["after"]))
    return next((_UNITS[word] for word in following if word in _UNITS), "")

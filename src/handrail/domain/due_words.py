"""Words for time: how English, German and Spanish name spans, days, dates and hours."""

import re


def _table(text: str) -> dict[str, int]:
    pairs = (line.rsplit(maxsplit=1) for line in text.strip().splitlines())
    return {word: int(value) for words, value in pairs for word in words.split()}


NUMBERS = _table("""
    a an one ein eine einer einem einen un una uno 1
    two couple zwei dos 2
    three few drei paar tres 3
    four vier cuatro 4
    five fünf cinco 5
    six sechs seis 6
    seven sieben siete 7
    eight acht ocho 8
    nine neun nueve 9
    ten zehn diez 10
    twelve zwölf doce 12
    fourteen vierzehn catorce 14
    fifteen fünfzehn quince 15
    twenty zwanzig veinte 20
    thirty dreißig treinta 30
    forty-eight achtundvierzig 48
""")
WEEKDAYS = _table("""
    monday montag lune 0
    tuesday dienstag marte 1
    wednesday mittwoch miércole miercole 2
    thursday donnerstag jueve 3
    friday freitag vierne 4
    saturday samstag sonnabend sábado sabado 5
    sunday sonntag domingo 6
""")
MONTHS = _table("""
    january januar jänner enero 1
    february februar febrero 2
    march märz marzo 3
    april abril 4
    may mai mayo 5
    june juni junio 6
    july juli julio 7
    august agosto 8
    september septiembre 9
    october oktober octubre 10
    november noviembre 11
    december dezember diciembre 12
""")
UNITS = (
    (r"min", "minute"),
    (r"(?:working|business|werk|arbeits)|días? (?:hábil|laborabl)", "working"),
    (r"h(?:ours?|rs?|oras?)?\b|stunde", "hour"),
    (r"week|woche|semana", "week"),
    (r"month|monat|mes", "month"),
    (r"day|tag|día|dia", "day"),
)
PARTS = (
    (r"afternoon|nachmittag|tarde", 18),
    (r"noon|midday|\bmittag|mediodía", 12),
    (r"morning|vormittag|früh|la mañana|esta mañana", 12),
    (r"evening|tonight|abend|noche", 22),
)

_COUNT = r"\d{1,3}|" + "|".join(sorted(NUMBERS, key=len, reverse=True))
_UNIT = (
    r"(?:working|business)\sdays?|werktag\w*|arbeitstag\w*|días?\s(?:hábiles|hábil|laborables?)"
    r"|minutes?|mins?\b|minut\w+|hours?|hrs?\b|h\b|stunden?|horas?"
    r"|days?|tag(?:e|en|es)?\b|d[ií]as?|weeks?|wochen?|semanas?|months?|monat(?:e|en)?\b|mes(?:es)?\b"
)
_DAYS = "|".join(sorted(WEEKDAYS, key=len, reverse=True))
_MONTHS = "|".join(sorted(MONTHS, key=len, reverse=True))

DURATION = re.compile(
    rf"""\b(?:within|in|inside|up\sto|takes?|at\smost|after
    |innerhalb(?:\svon)?|innert|binnen|bis\szu|dauert|nach
    |dentro\sde|en|hasta|tarda(?:rá)?|plazo\sde)\s+
    (?:(?:the\s|den\s|der\s|las\s|los\s)?(?:next|nächsten|kommenden|próxim[oa]s|siguientes)\s+
    |less\sthan\s|weniger\sals\s|menos\sde\s|about\s|around\s|approximately\s|etwa\s|ca\.\s|rund\s
    |unos\s|unas\s|spätestens\s|a\s(?=couple|few)|ein(?=\spaar))?\s*
    (?P<count>{_COUNT})\s*(?:of\s+)?
    (?:(?:-|\u2013|to|or|bis|oder|a|o)\s*(?P<upto>{_COUNT})\s*)?
    (?P<unit>{_UNIT})""",
    re.IGNORECASE | re.VERBOSE,
)
FIXED_SPAN = re.compile(
    r"\b(?:(?P<half>half an hour|halben? stunde|media hora)"
    r"|within the hour|innerhalb der nächsten stunde|en la próxima hora)\b",
    re.IGNORECASE,
)
DAY = re.compile(
    rf"""(?<!\w)(?:
    (?P<overmorrow>(?:the\s)?day\safter\stomorrow|übermorgen|pasado\smañana)
    |(?P<tomorrow>tomorrow|(?<!am\s)(?<!guten\s)morgen|(?<!la\s)(?<!esta\s)mañana)
    |(?P<today>today|heute|hoy)
    |(?:(?P<next>next|nächste[nr]?|kommende[nr]?|próximo)\s+)?(?P<weekday>(?:{_DAYS})s?)
    )(?!\w)""",
    re.IGNORECASE | re.VERBOSE,
)
DATE = re.compile(
    rf"""(?<![\w.])(?:
    (?P<d1>\d{{1,2}})(?:st|nd|rd|th|\.)?\s+(?:of\s|de\s)?(?P<m1>{_MONTHS})
    |(?P<m2>{_MONTHS})\s+(?P<d2>\d{{1,2}})(?:st|nd|rd|th)?
    |(?P<d3>\d{{1,2}})\.(?P<m3>\d{{1,2}})\.
    )(?!\w)""",
    re.IGNORECASE | re.VERBOSE,
)
END_OF = re.compile(
    r"""\b(?:
    (?P<nextweek>next\sweek|nächste[rn]?\swoche|(?:la\s)?próxima\ssemana|(?:la\s)?semana\s(?:que\sviene
    |próxima))
    |(?P<month>(?:the\s)?end\sof\s(?:the|this)\smonth|(?:ende\sdes\smonats|monatsende)|(?:final(?:es)?
    |fin)\sde(?:l)?\smes)
    |(?:the\s)?end\sof\s(?:the|this)\sweek|(?:later\s)?this\sweek|within\sthe\sweek
    |ende\s(?:der|dieser)\swoche|wochenende|diese[r]?\swoche|(?:final(?:es)?|fin)\sde\s(?:la\s)?semana
    |esta\ssemana
    )\b""",
    re.IGNORECASE | re.VERBOSE,
)
_NO_UNIT = rf"(?!\s*(?:-|\u2013|to|%|[€$£]|eur|euros?|per\s?cent|prozent|por\sciento|{_UNIT}))(?![\d.,]*\d)"
CLOCK = re.compile(
    rf"""(?<!\w)(?:
    (?:(?:at|by|before|until|around|um|bis|gegen|vor|ab|spätestens|a\slas?|las|antes\sde\slas?
    |hasta\slas?|sobre\slas?)\s+)
        (?:spätestens\s|um\s|about\s|around\s)?
        (?P<noon>noon|midday|mittags?|mediodía)(?!\w)
    |(?:(?:at|by|before|until|around|um|bis|gegen|vor|ab|spätestens|a\slas?|antes\sde\slas?|hasta\slas?
    |sobre\slas?)\s+
        (?:spätestens\s|um\s|about\s|around\s)?|(?=\d{{1,2}}(?:[:.]\d\d)?\s*(?:[ap]\.?m\b|uhr\b))
        |(?=\d\d:\d\d))
        (?P<hour>\d{{1,2}})(?:[:.](?P<minute>\d\d)(?!\.))?\s*
        (?P<half>[ap]\.?\s?m\b\.?|uhr\b|o'clock|h\b|horas?\b)?{_NO_UNIT}
    )""",
    re.IGNORECASE | re.VERBOSE,
)
PART = re.compile(
    r"""(?<!\w)(?:
    noon|midday|(?:in\sthe\s|this\s)?(?:morning|afternoon|evening)|tonight
    |end\sof\s(?:the\s|this\s)?(?:business\s|working\s)?day|eod|close\sof\sbusiness|cob
    |vormittags?|(?:morgen\s)?früh|mittags?|nachmittags?|abends?|feierabend|tagesende
    |ende\sdes\s(?:tages|arbeitstages)
    |(?:por|de|a)\sla\s(?:mañana|tarde|noche)|esta\s(?:mañana|tarde|noche)|(?:al\s)?mediodía
    |(?:final|fin)\sdel\sdía
    )(?!\w)""",
    re.IGNORECASE | re.VERBOSE,
)

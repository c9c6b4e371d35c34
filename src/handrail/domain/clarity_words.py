"""Words of clarity: what sounds like blame, doubt or officialese, and what to say instead."""

import re
from collections.abc import Mapping


def _any(pattern: str) -> re.Pattern[str]:
    return re.compile(rf"(?<!\w)(?:{' '.join(pattern.split())})(?!\w)", re.IGNORECASE)


BLAME: Mapping[str, re.Pattern[str]] = {
    "en": _any(
        r"you (?:failed to|forgot(?: to)?|neglected|refused|didn['\u2019]t|did not"
        r"|should(?:n['\u2019]t)? have"
        r"|claim(?:ed)?(?: that)?|never|must have|have (?:not|failed)|haven['\u2019]t)"
        r"|your (?:mistake|fault|error|failure|negligence)|as (?:I|we) (?:already|have already) (?:said"
        r"|told you|explained)"
    ),
    "de": _any(
        r"Sie (?:haben|hatten) (?:\w+ ){0,3}(?:vergessen|versäumt|unterlassen|verweigert)"
        r"|Sie haben (?:\w+ ){0,3}nicht"
        r"|Sie hätten|Sie behaupten|Ihr (?:Fehler|Verschulden|Versäumnis)|Ihre Schuld|wie (?:bereits"
        r"|schon) (?:gesagt|erwähnt|erklärt)"
    ),
    "es": _any(
        r"usted (?:no (?:ha|hizo|envió|pagó|indicó)|olvidó|se olvidó|debería haber|afirma|se negó)"
        r"|(?:se le )?ha olvidado"
        r"|debería haber \w+|su (?:error|culpa|falta|descuido)|como ya (?:le )?(?:dije|dijimos|he dicho"
        r"|hemos dicho|expliqué|explicamos)"
    ),
}
HEDGES: Mapping[str, re.Pattern[str]] = {
    "en": _any(
        r"I (?:think|guess|believe|suppose)|maybe|perhaps|possibly|probably|hopefully|kind of|sort of|might"
        r"|should (?:probably|be able)|try to|as far as I know|I['\u2019]m not sure"
    ),
    "de": _any(
        r"eventuell|vielleicht|möglicherweise|unter Umständen|gegebenenfalls|ggf\.|ich (?:glaube|denke"
        r"|vermute)|eigentlich"
        r"|hoffentlich|wahrscheinlich|vermutlich|soweit ich weiß|versuche(?:n)?|könnte sein"
    ),
    "es": _any(
        r"quizás?|tal vez|a lo mejor|posiblemente|probablemente|creo que|supongo que|espero que"
        r"|intentaré|intentaremos"
        r"|puede que|igual|que yo sepa|no estoy segur[oa]"
    ),
}
NEGATIVE_OPENING: Mapping[str, re.Pattern[str]] = {
    "en": re.compile(
        r"\s*(?:(?:hello|hi|dear)[^,.!\n]*[,.!]\s*)?((?:unfortunately|I['\u2019]m (?:afraid"
        r"|sorry,? but)|I am afraid|no[,.]"
        r"|(?:we|I|you) (?:can(?:no|['\u2019])t|cannot|are unable|am unable|do not|don['\u2019]t)"
        r"|this is not|that['\u2019]s not|it is not possible)[^.!?,]*)",
        re.IGNORECASE,
    ),
    "de": re.compile(
        r"\s*(?:(?:hallo|guten \w+|sehr geehrte\w*)[^,.!\n]*[,.!]\s*)?((?:leider|bedauerlicherweise"
        r"|nein[,.]|das geht (?:so )?nicht|das ist nicht"
        r"|(?:wir|ich|sie) (?:können|kann) (?:\w+ ){0,4}nicht)[^.!?,]*)",
        re.IGNORECASE,
    ),
    "es": re.compile(
        r"\s*(?:(?:hola|buenos? \w+|estimad[oa])[^,.!\n]*[,.!]\s*)?((?:lamentablemente"
        r"|desafortunadamente|por desgracia|no[,.]|no (?:podemos|puedo|es posible|se puede)"
        r"|lo siento,? pero)[^.!?,]*)",
        re.IGNORECASE,
    ),
}
GOES_ON: Mapping[str, re.Pattern[str]] = {
    "en": _any(
        r"please|you can|you may|let me know|just (?:write|reply|call)|if you|next step|then (?:click"
        r"|choose|go)|within|by (?:\w+day|tomorrow)"
    ),
    "de": _any(
        r"bitte|Sie können|können Sie|wenn Sie|melden Sie|schreiben Sie|rufen Sie|klicken Sie"
        r"|wählen Sie|nächster Schritt|innerhalb|bis (?:\w+tag|morgen)"
    ),
    "es": _any(
        r"por favor|puede|puedes|si (?:usted|necesita|tiene|quiere)|escríbanos|llámenos|haga clic|elija"
        r"|el siguiente paso|en un plazo|antes del"
    ),
}
JARGON: Mapping[str, Mapping[str, str]] = {
    "en": {
        "utilise": "use", "utilize": "use", "commence": "start", "terminate": "end", "prior to": "before",
        "subsequent to": "after", "in order to": "to", "in the event that": "if", "pursuant to": "under",
        "remit": "pay", "remittance": "payment", "endeavour": "try", "ascertain": "find out",
        "facilitate": "help", "aforementioned": "this", "at your earliest convenience": "by (a day)",
        "with regard to": "about", "as per": "as … says", "henceforth": "from now on",
        "in respect of": "for", "expedite": "speed up", "rectify": "put right",
    },
    "de": {
        "bezüglich": "zu", "diesbezüglich": "dazu", "hinsichtlich": "zu", "seitens": "von", "zwecks": "für",
        "mittels": "mit", "gemäß": "nach", "vorbehaltlich": "wenn", "unverzüglich": "sofort",
        "in Abzug bringen": "abziehen", "zur Anwendung kommen": "gelten", "obig": "dies",
        "beiliegend": "hier", "anbei": "hier", "veranlassen": "(sagen, was geschieht)",
        "Inanspruchnahme": "Nutzung", "Rückantwort": "Antwort", "zeitnah": "bis (Tag)",
    },
    "es": {
        "con respecto a": "sobre", "a la mayor brevedad": "antes del (día)", "efectuar": "hacer",
        "previo a": "antes de", "subsanar": "arreglar", "abonar": "pagar", "mediante": "con",
        "en virtud de": "según", "a tenor de": "según", "proceder a": "(el verbo solo)",
        "dicho importe": "ese dinero", "adjunto remito": "le envío", "cumplimentar": "rellenar",
        "con la finalidad de": "para", "en caso de que": "si", "sito en": "en",
    },
}  # fmt: skip
LONG_WORD = {"en": 15, "de": 22, "es": 17}  # letters
PATTERNS: Mapping[str, Mapping[str, str]] = {
    "en": {
        "negative_opening": "Begin with what you can do: “I can … . What is not possible is … .”",
        "blame": "Say what is missing, not who: “We have not received … yet.”",
        "long_word": "Use two short words.",
        "hedge": "Say what you know, or when you will: “I will find out and write to you by … .”",
        "long_sentence": "Make two sentences of it: one for what is, one for what comes next.",
        "no_next_step": "End with what happens next: “I will … by … .” or “You can … .”",
    },
    "de": {
        "negative_opening": "Beginnen Sie mit dem, was geht: „Ich kann … . Nicht möglich ist … .“",
        "blame": "Sagen Sie, was fehlt, nicht wer: „Bei uns ist … noch nicht angekommen.“",
        "long_word": "Nehmen Sie zwei kurze Wörter.",
        "hedge": "Sagen Sie, was Sie wissen oder bis wann: „Ich kläre das und schreibe Ihnen bis … .“",
        "long_sentence": "Machen Sie zwei Sätze daraus: was ist, und was als Nächstes kommt.",
        "no_next_step": "Schließen Sie mit dem nächsten Schritt: „Ich … bis … .“ oder „Sie können … .“",
    },
    "es": {
        "negative_opening": "Empiece por lo que sí puede: «Puedo … . Lo que no es posible es … .»",
        "blame": "Diga qué falta, no quién: «Aún no hemos recibido … .»",
        "long_word": "Use dos palabras cortas.",
        "hedge": "Diga lo que sabe, o cuándo lo sabrá: «Lo averiguo y le escribo antes del … .»",
        "long_sentence": "Haga dos frases: qué pasa y qué viene después.",
        "no_next_step": "Termine con el siguiente paso: «Haré … antes del … .» o «Puede … .»",
    },
}

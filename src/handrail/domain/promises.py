"""Promises: sentences in which the company commits itself to what is still to come."""

import re

from handrail.domain.due_words import CLOCK, DATE, DAY, DURATION, END_OF, FIXED_SPAN
from handrail.domain.sentences import split_sentences

# English: somebody of the company, or something that comes from it, and that it will be.
_WE_WILL = re.compile(
    r"""\b(?:i|we)(?:['\u2019]ll|\s(?:will|shall|promise\sto|am\sgoing\sto|are\sgoing\sto))\s""",
    re.IGNORECASE | re.VERBOSE,
)
_THEY_WILL = re.compile(
    r"""\b(?:it|they|someone|somebody|(?:my|our|the|a|an|another|your)\s[\w-]+(?:\s[\w-]+){0,5}?)
        (?:['\u2019]ll|\s(?:will|shall|should|is\sgoing\sto|are\sgoing\sto))\s""",
    re.IGNORECASE | re.VERBOSE,
)
# What a customer waits for: without one of these, "I'll ..." is done at once or is owed to nobody.
_OWED = re.compile(
    r"""\b(?:send|sent|post|mail|e-?mail|ship|deliver|dispatch|refund|reimburse|credit|pay|return
    |replace|exchange|order
    |repair|fix|sort|waive|compensate|call|ring|phone|contact|write|answer|reply|respond|confirm|notify
    |inform|update
    |know|get\sback|get\sin\stouch|be\sin\stouch|follow\sup|chase|raise|escalate|report|make\ssure
    |see\sto\sit|arrange|review
    |investigate|resolve|come|visit|posted|arriv|reach\syou|reach\sout|pick\syou\sup|bring|knock|account)\w*
    |\bback\son\syour|\bbe\s(?:there|here|with\syou)\sin\b""",
    re.IGNORECASE | re.VERBOSE,
)
# What the customer is to get, and the same in German and Spanish.
_COMMITS = re.compile(
    r"""\b(?:
    you(?:['\u2019]ll|\swill|\sshould|\scan\sexpect\sto)\s(?:also\s|then\s|soon\s|shortly\s)?
        (?:get(?!\s(?:there|out|it\b|used))|receive|hear|be\s(?:contacted|called|notified|informed
        |refunded|credited|emailed))\b
    |you\scan\sexpect\s(?:an?|it|our|the|your)\b
    |expect\s(?:a\scall|an?\semail|to\shear)
    |(?:ich|wir)\s(?:werden?|mache|kümmer\w*|melden?|rufen?|schicken?|senden?|überweisen?|erstatten?
    |geben?|leiten?
        |informieren?|veranlassen?|bestellen?|buchen?|bearbeiten?|prüfen?|klären?|liefern?|tauschen?
        |ersetzen?|hole?n?)\b
    |(?:melden?|rufen?|rufe|schicken?|senden?|überweisen?|erstatten?|informieren?|kümmer\w*|werden?
    |liefern?|klären?|prüfen?|geben?)
        \s(?:wir|ich)\b
    |(?:sie|du)\s(?:erhalten|bekommen|erhältst|bekommst|hören|hörst)\b|(?:erhalten|bekommen|hören)\ssie\b
    |(?:wird|werden)\s(?:ihnen|dir|sie|dich|sich)\b|\w+\swird\s(?:\w+\s){0,4}(?:erstattet|überwiesen
    |geliefert|verschickt|zugestellt|ausgetauscht|gutgeschrieben|repariert|zurückgerufen)
    |(?:meldet|kommt|ruft)\s(?:sich\s)?(?:ein|eine|unser|unsere|der|die|mein|meine)\b
    |(?:kollege|kollegin|techniker|technikerin|team|abteilung|fachmann|kurier
    |fahrer)(?:\s\w+){0,4}\s(?:meldet|ruft|kommt|kümmert|wird|schickt)\b
    |(?:te|le|les|os|se|lo|la|los|las|me|nos)\s(?:\w{3,}(?:aré|eré|iré|aremos|eremos|iremos|ará|erá|irá
    |arán|erán|irán|dré|dremos|drá|drán))\b
    |\w{3,}(?:aré|eré|iré|aremos|eremos|iremos|dré|dremos|haré|haremos)\b
    |(?:voy|vamos|va)\sa\s\w+(?:ar|er|ir)(?:le|les|lo|la|se|te)*\b
    |recibirás?\b|llegará\b|tendrás?\s(?:su|tu|una|el|la)\b|será\s\w+[ai]d[oa]\b
    |(?:le|te|les)\s(?:llamo|envío|mando|escribo|aviso|ingreso|devuelvo|llamamos|enviamos|avisamos
    |mandamos|devolvemos)\b
    |me\s(?:encargo|ocupo)\b|nos\s(?:encargamos|ocupamos)\b
    )""",
    re.IGNORECASE | re.VERBOSE,
)
# Nothing that can be owed later: a refusal, an offer, a wish, how things are, what the customer must do.
_NOT = re.compile(
    r"""\?\s*$
    |\b(?:won['\u2019]t|will\snot|cannot|can['\u2019]t|shall\snot|not\sbe\sable|never)\b
    |\b(?:will|['\u2019]ll)\s(?:need|have\sto|be\s(?:able|open|closed|happy|glad|delighted|here|pleased
    |sure|unable)|gladly)\b
    |\b(?:once|if|as\ssoon\sas|when|unless|after)\s(?:you|we\shave\s(?:received\s)?your|your)\b
    |\b(?:wenn|sobald|falls|sofern)\s(?:sie|du|wir\sihre?)\b
    |\b(?:si|cuando|en\scuanto)\s(?:usted|nos|me|lo\sdesea|quiere|tiene)\b
    |\b(?:nicht|kein\w*|nie)\b|\b(?:no|nunca|tampoco)\s(?:le|les|lo|la|te|se|me|nos|vamos|voy
    |\w+(?:emos|é)\b)
    |\b(?:would|could|might|may(?:be)?|usually|generally|normally|in\sgeneral|normalerweise|in\sder\sregel
    |üblicherweise|normalmente|suele)\b
    |\b(?:have|had|has)\salready\b|\bbereits\b|\bschon\s(?:\w+\s)?(?:erledigt|verschickt|überwiesen)
    """,
    re.IGNORECASE | re.VERBOSE,
)
# What is entered while the customer looks on; a time in the sentence is the entry's own.
_ENTERED = re.compile(
    r"""(?:['\u2019]ll|\bwill|\bgoing\sto|\bshall)\s(?:just\s|now\s|also\s|try\sto\s)*
        (?:schedule|book|reserve|cancel|mark|put|add|note|make\s(?:a|that|the)\s(?:note|change|booking
        |reservation)|set\sup|assume|change)\b""",
    re.IGNORECASE | re.VERBOSE,
)
# What is done at once, inside the conversation.
_AT_ONCE = re.compile(
    r"""(?:['\u2019]ll|\bwill|\bgoing\sto|\bshall)\s(?:just\s|now\s|quickly\s|also\s|gladly\s|first\s
    |certainly\s|definitely\s|try\sto\s|be\s)*
        (?:check|checking|look|looking|see|verify|pull|transfer|connect|put\syou|help|assist
        |take\s(?:a\slook|care|over)|walk|guide|explain|ask|wait|try|go|do\s(?:that|it|my|everything)
        |do\b|need|suggest|recommend|search|find|tell|show|proceed|start|begin|stand\sby|put\s(?:that
        |it|this|you\sdown)|add|pass|hand|stay|stick
        |keep\syou|let\syou\sgo|be\sback|be\swith|confirm\sthis|get\sthat|note|say|provide|share
        |give\syou\s(?:the|a|an|some))\b
    |\b(?:ich|wir)\s(?:prüfen?|schauen?|sehen?|leiten?|verbinden?|werden?\s(?:das\s|es\s|kurz\s|mal\s
    |jetzt\s|gleich\s)*(?:prüfen|nachsehen|nachschauen|schauen|weiterleiten|verbinden|helfen))\b
    |\b(?:voy|vamos)\sa\s(?:revisar|comprobar|mirar|ver|verificar|consultar|pasar|ayudar|transferir
    |conectar|buscar|explicar)\w*
    |\b(?:revisaré|comprobaré|verificaré|consultaré|ayudaré|buscaré|explicaré|miraré)\b
    |\b(?:one\smoment|a\smoment|give\sme\sa|einen\s(?:kleinen\s)?(?:moment|augenblick)|un\smomento)\b
    """,
    re.IGNORECASE | re.VERBOSE,
)
# Words to the customer that come later: they make a promise even of what begins at once.
_LATER = re.compile(
    r"""\b(?:(?:get|come|be)\sback\s(?:to|in\stouch)|call\s(?:you\s)?back|let\syou\sknow
    |keep\syou\s(?:updated|posted|informed)|inform|notify|update\syou|email\syou|e-mail\syou
    |write\sto\syou|contact\syou|follow\sup|reach\sout
    |melden?|rückruf|zurückrufen|bescheid|informieren?|auf\sdem\slaufenden
    |avisar\w*|aviso|informar\w*|llamar\w*|escribir\w*|contactar\w*|en\scontacto)\b""",
    re.IGNORECASE | re.VERBOSE,
)
_TIMES = (DURATION, FIXED_SPAN, DAY, DATE, END_OF, CLOCK)


def promises_in(text: str) -> list[str]:
    """The sentences of ``text`` that commit the company to something still to come, as they were said.

    English, German and Spanish. What is done at once inside the conversation ("I'll check that"),
    refusals, questions, and what waits for the customer to act first are no promises.
    """
    return [sentence for sentence in split_sentences(text) if _promises(sentence)]


def _promises(sentence: str) -> bool:
    if _NOT.search(sentence):
        return False
    later = _LATER.search(sentence) is not None
    if _ENTERED.search(sentence) and not later:
        return False
    if _AT_ONCE.search(sentence) and not later and not _timed(sentence):
        return False
    if _COMMITS.search(sentence):
        return True
    owed = _OWED.search(sentence) is not None
    if _WE_WILL.search(sentence):
        return owed or _timed(sentence)
    return owed and _THEY_WILL.search(sentence) is not None


def _timed(sentence: str) -> bool:
    return any(pattern.search(sentence) for pattern in _TIMES)

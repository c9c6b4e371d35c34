import re
from datetime import time
from pathlib import Path

import pytest

from handrail.adapters.policy_files import BUNDLED, bundled_policies, load_policy, read_policy
from handrail.adapters.policy_files.schema import DisclosuresTable, DisclosureTable, LocaleTexts
from handrail.domain.claim import ClaimType
from handrail.domain.disclosure import DISCLOSURES, words
from handrail.domain.drafting import DRAFTING, Suggest
from handrail.domain.level import Level
from handrail.domain.policy import LOCALES, TRUST, Lead, PolicyError, Requirement, TierBound

from .text import SMALL, disclosure, spoiled


def test_a_small_policy_becomes_typed_data() -> None:
    policy = load_policy(SMALL, "small.toml")

    assert (policy.name, policy.company, policy.locales) == ("small", "Small Ltd", ("en", "de"))
    assert policy.hours.time_zone == "Europe/Berlin"
    assert policy.hours.days[0] == ((time(8), time(12)), (time(13), time(0)))
    assert policy.hours.days[2] == ()
    assert policy.promises.review_s == 120
    assert policy.thresholds.complex_words == 60
    assert policy.tiers[Level.LOW, Level.HIGH] is Level.MEDIUM
    assert policy.leads[Level.HIGH] is Lead.PERSON
    assert (policy.unknown.name, policy.unknown.value) == ("unknown", Level.MEDIUM)
    loss = policy.kind("loss")
    assert (loss.hard_rule, loss.skills, loss.ai_may_answer) == (
        "suspected_fraud",
        ("cards",),
        False,
    )
    assert policy.kind("hello").reply == {"en": "Hello!", "de": "Hallo!"}
    assert policy.disclosure["de"]["opening"] == "opening {company}"
    assert policy.rules[0].because["en"] == "Angry."


def test_the_version_follows_the_content_and_not_the_layout() -> None:
    version = load_policy(SMALL, "a").version

    assert len(version) == 12
    assert load_policy("# a remark\n\n" + SMALL, "b").version == version
    assert load_policy(spoiled("review_s = 120", "review_s = 121"), "a").version != version


@pytest.mark.parametrize("name", ["banking", "default", "health", "retail"])
def test_a_bundled_policy_loads_with_kinds_enough(name: str) -> None:
    policy = read_policy(BUNDLED / f"{name}.toml")

    assert policy.name == name
    assert len(policy.kinds) >= 18
    assert min(len(kind.examples) for kind in policy.kinds.values()) >= 12
    assert set(policy.locales) == {"en", "de", "es"}
    assert {kind.hard_rule for kind in policy.kinds.values()} >= {
        "suspected_fraud",
        "bereavement",
        "regulator_complaint",
        "vulnerable_customer",
    }


def test_the_bundled_policies_are_named() -> None:
    assert bundled_policies() == ("banking", "default", "health", "retail")


def test_a_file_that_cannot_be_read_is_refused(tmp_path: Path) -> None:
    with pytest.raises(PolicyError, match="cannot be read"):
        read_policy(tmp_path / "none.toml")
    (tmp_path / "latin.toml").write_bytes(b"name = '\xe9'")
    with pytest.raises(PolicyError, match="cannot be read"):
        read_policy(tmp_path / "latin.toml")


@pytest.mark.parametrize(
    ("old", "new", "key", "reason"),
    [
        ("format = 1", "format = 2", "format", "it says 2"),
        ('title = "Small"', "title = 3", "title", "it says 3, a number"),
        ('company = "Small Ltd"\n', "", "company", "missing"),
        ('company = "Small Ltd"', 'company = "X"\ncolour = "red"', "colour", "not known"),
        ('"Europe/Berlin"', '"Europe/Atlantis"', "time_zone", "no time zone"),
        ('locales = ["en", "de"]', 'locales = ["en", "fr"]', "locales[1]", "no texts for 'fr'"),
        ('tue = ["08:00-20:00"]', 'tue = ["8-20"]', "hours.tue[0]", "no span"),
        ('tue = ["08:00-20:00"]', 'tue = ["20:00-08:00"]', "hours.tue[0]", "before it begins"),
        (
            'tue = ["08:00-20:00"]',
            'tue = ["08:00-13:00", "12:00-14:00"]',
            "hours.tue[1]",
            "overlaps",
        ),
        ("wed = []\n", "", "hours.wed", "missing"),
        ("review_s = 120", "review_s = 0", "promises.review_s", "it says 0"),
        ("kind_sure = 0.60", "kind_sure = 1.5", "thresholds.kind_sure", "it says 1.5"),
        ("kind_maybe = 0.35", "kind_maybe = 0.7", "thresholds.kind_maybe", "above kind_sure"),
        ("emotion_medium = 0.35", "emotion_medium = 0.9", "thresholds.emotion_medium", "above"),
        (', high = "medium" }', " }", "tiers.low.high", "missing"),
        ('low = "low", medium', 'low = "tiny", medium', "tiers.low.low", 'it says "tiny"'),
        ('medium = "REVIEW"', 'medium = "BOT"', "leads.medium", 'it says "BOT"'),
        ('high = "PERSON"', 'high = "AI"', "leads.high", "may not lead the high tier"),
        ('name = "loss"', 'name = "hello"', "kinds[1].name", "another kind 'hello'"),
        ('name = "loss"', 'name = "unknown"', "kinds[1].name", "another kind 'unknown'"),
        ('name = "loss"', 'name = "Loss!"', "kinds[1].name", 'it says "Loss!"'),
        (', "someone took it"', "", "kinds[1].examples", "'loss' has 4 of the 5"),
        (
            '"someone took it"',
            '"Good day!"',
            "kinds[1].examples[4]",
            "'loss' is also an example of kind 'hello'",
        ),
        ('"suspected_fraud"', '"bad_mood"', "kinds[1].hard_rule", "no hard rule"),
        (
            'value = "medium"\nhard_rule',
            'value = "medium"\nai_may_answer = true\nhard_rule',
            "kinds[1].ai_may_answer",
            "so a person leads it",
        ),
        ('en = "Loss", ', "", "kinds[1].title.en", "missing"),
        ('de = "Hallo!"', 'es = "¡Hola!"', "kinds[0].reply.de", "missing"),
        ('de = "Verlust"', 'de = "Verlust", es = "Pérdida"', "kinds[1].title.es", "no such locale"),
        ('lead = "PERSON"', 'lead = "BOSS"', "rules[0].lead", 'it says "BOSS"'),
        ('en = "Angry.", ', "", "rules[0].because.en", "missing"),
        ("emotion == 'high'", "mood == 'high'", "rules[0].when", "'mood' is not a fact"),
        ("emotion == 'high'", "emotion = 'high'", "rules[0].when", "not valid CEL"),
        (disclosure("de"), "", "disclosure.de", "missing"),
        ('closed = "closed "\n', "", "disclosure.en.closed", "missing"),
        ('closed = "closed "', 'closed = ""', "disclosure.en.closed", 'it says ""'),
        (
            'closed = "closed "',
            'closed = "x"\nclosing = "x"',
            "disclosure.en.closing",
            "not known",
        ),
        ('closed = "closed "', "closed = 3", "disclosure.en.closed", "it says 3, a number"),
        ('de = "Verlust"', "de = 3", "kinds[1].title.de", "it says 3, a number"),
        ('de = "Verlust"', 'fr = "Perte"', "kinds[1].title.fr", "not known"),
        ("{company}", "{firm}", "disclosure.en.opening", "placeholders are {firm}"),
        ("{company}", "", "disclosure.en.opening", "placeholders are none"),
        ("{company}", "{company!r}", "disclosure.en.opening", "has a format"),
        ("{company}", "{company", "disclosure.en.opening", "braces do not match"),
        ('closed = "closed "', 'closed = "{staff}"', "disclosure.en.closed", "{staff}"),
    ],
)
def test_a_bad_policy_is_refused_with_file_key_and_reason(
    old: str, new: str, key: str, reason: str
) -> None:
    with pytest.raises(PolicyError) as refused:
        load_policy(spoiled(old, new), "desk/small.toml")

    error = refused.value
    assert (error.source, error.key) == ("desk/small.toml", key)
    assert reason in error.reason
    assert error.remedy
    said = re.fullmatch(r"desk/small\.toml: (?:line (\d+), )?(.*)", str(error), re.DOTALL)
    assert said is not None
    assert said[2] == f"{key}: {error.reason}. {error.remedy}."
    assert said[1] or "missing" in reason  # of a table that is missing, or a key at the top
    line = spoiled(old, new).splitlines()[int(said[1] or 0) - 1]
    assert (
        not said[1]
        or line.startswith("[")
        or set(re.findall(r"[\w-]+", line)) & set(re.findall(r"\w+", key))
    )


def with_autonomy(lines: str) -> str:
    return SMALL.replace("[unknown]\n", f"{lines}\n\n[unknown]\n", 1)


def test_what_a_policy_does_not_say_of_autonomy_is_as_usual() -> None:
    assert load_policy(SMALL, "a").trust == TRUST
    said = load_policy(
        with_autonomy(
            '[autonomy]\ncertificate = "advised"\nvalid_days = 30\n'
            "[autonomy.low]\nalpha = 0.2\n"
            "[autonomy.high]\nalpha = 0.01\ndelta = 0.02"
        ),
        "a",
    ).trust
    assert (said.certificate, said.window_days, said.valid_days) == (Requirement.ADVISED, 90, 30)
    assert said.tiers[Level.LOW] == TierBound(sample=0.10, alpha=0.2, delta=0.10)
    assert said.tiers[Level.MEDIUM] == TRUST.tiers[Level.MEDIUM]
    assert said.tiers[Level.HIGH] == TierBound(sample=1.0, alpha=0.01, delta=0.02)
    never = load_policy(with_autonomy("[autonomy.low]\nnever = true\nsample = 0.5"), "a").trust
    assert never.tiers[Level.LOW] == TierBound(sample=0.5, never=True)


def test_asking_back_may_be_put_in_own_words() -> None:
    own = SMALL.replace("[disclosure.en]\n", '[disclosure.en]\nasks_back = "{choices}?"\n')
    loaded, without = load_policy(own, "a"), load_policy(SMALL, "a")
    assert words(loaded, "en", "asks_back", choices="A or B") == "A or B?"
    assert words(without, "de", "asks_back", choices="A oder B").startswith("Meinen Sie A oder B?")
    assert loaded.version != without.version
    with pytest.raises(PolicyError, match="its placeholders are none"):
        load_policy(own.replace("{choices}?", "Which?"), "a")


def test_a_file_without_autonomy_keeps_the_version_it_had() -> None:
    assert load_policy(SMALL, "a").version == "bb9e9af5b09b"
    assert load_policy(with_autonomy("[autonomy]"), "a").version != "bb9e9af5b09b"


def test_what_a_translation_is_called_may_be_left_out_and_said_otherwise() -> None:
    usual = load_policy(SMALL, "a")
    assert words(usual, "de", "translated").startswith("Die nächste Nachricht wurde automatisch")
    own = SMALL.replace("[disclosure.en]", '[disclosure.en]\ntranslated = "By machine."')
    policy = load_policy(own, "a")
    assert words(policy, "en", "translated") == "By machine."
    assert policy.version != usual.version


@pytest.mark.parametrize(
    ("lines", "key", "reason"),
    [
        ('[autonomy]\ncertificate = "maybe"', "autonomy.certificate", 'it says "maybe"'),
        ("[autonomy]\nvalid_days = 0", "autonomy.valid_days", "it says 0"),
        ("[autonomy]\ndrift_false_alarm = 0.0", "autonomy.drift_false_alarm", "no chance"),
        ("[autonomy]\nalpha = 0.1", "autonomy.alpha", "not known"),
        ("[autonomy.low]\nalpha = 0.6", "autonomy.low.alpha", "0.6 is out of range"),
        ("[autonomy.medium]\ndelta = 0.0", "autonomy.medium.delta", "0 is out of range"),
        ("[autonomy.low]\nsample = 0.0", "autonomy.low.sample", "0 is out of range"),
        ("[autonomy.low]\nsample = 1.5", "autonomy.low.sample", "it says 1.5"),
        ("[autonomy.low]\nnever = true\nalpha = 0.1", "autonomy.low.never", "has no alpha"),
        ("[autonomy.high]\nalpha = 0.1", "autonomy.high.delta", "needs alpha and delta"),
        ("[autonomy.high]\ndelta = 0.1", "autonomy.high.alpha", "needs alpha and delta"),
    ],
)
def test_a_bad_bound_is_refused_with_key_and_reason(lines: str, key: str, reason: str) -> None:
    with pytest.raises(PolicyError) as refused:
        load_policy(with_autonomy(lines), "small.toml")

    assert refused.value.key == key
    assert reason in refused.value.reason
    assert refused.value.remedy


def test_the_schema_has_the_texts_and_locales_of_the_domain() -> None:
    assert set(DisclosureTable.__struct_fields__) == set(DISCLOSURES)
    assert DisclosuresTable.__struct_fields__ == LocaleTexts.__struct_fields__ == LOCALES


def test_two_rules_of_one_name_are_refused() -> None:
    start = SMALL.index("[[rules]]")
    rule = SMALL[start : SMALL.index("[disclosure")]

    with pytest.raises(PolicyError) as refused:
        load_policy(SMALL[:start] + rule + SMALL[start:], "small.toml")

    assert refused.value.key == "rules[1].name"


def test_texts_in_a_locale_the_policy_lacks_are_refused() -> None:
    with pytest.raises(PolicyError) as refused:
        load_policy(SMALL + disclosure("es"), "small.toml")

    assert refused.value.key == "disclosure.es"


def test_what_is_not_toml_is_refused_with_its_place() -> None:
    with pytest.raises(PolicyError, match="not valid TOML") as refused:
        load_policy("name = \n", "broken.toml")

    assert "line 1" in refused.value.reason


def test_the_section_on_drafts_is_read_and_its_faults_are_named() -> None:
    assert load_policy(SMALL, "s").drafting == DRAFTING
    section = """
[drafts]
suggest = "automatic"
must_open = ["figure"]
[drafts.tone]
address = "formal"
greeting = { en = "Hello {customer}," }
[drafts.kinds.KIND]
must_open = ["any"]
verify_first = true
"""
    name = next(iter(load_policy(SMALL, "s").kinds))
    text = SMALL + section.replace("KIND", name)
    policy = load_policy(text, "s")
    assert policy.version != load_policy(SMALL, "s").version
    drafting = policy.drafting
    assert (drafting.suggest, drafting.verify_first) == (Suggest.AUTOMATIC, {Level.HIGH})
    assert drafting.must_open_of(name) == (frozenset(), True)
    assert drafting.must_open_of("another") == ({ClaimType.FIGURE}, False)
    for right, wrong, key in (
        ('"automatic"', '"always"', "drafts.suggest"),
        ('["figure"]', '["number"]', "drafts.must_open"),
        (f"kinds.{name}", "kinds.boats", "drafts.kinds.boats"),
        ("{customer}", "{staff}", "drafts.tone.greeting.en"),
        ("{customer}", "{customer", "drafts.tone.greeting.en"),
        ("{ en = ", "{ fr = ", "drafts.tone.greeting.fr"),
    ):
        faulty = SMALL + section.replace("KIND", name).replace(right, wrong)
        with pytest.raises(PolicyError) as refused:
            load_policy(faulty, "s")
        assert refused.value.key.startswith(key)

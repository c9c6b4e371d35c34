"""A small policy as text, and a way to spoil one place of it."""

import tomllib

from handrail.domain.disclosure import DEFAULTS, DISCLOSURES


def disclosure(locale: str) -> str:
    lines = [
        f'{key} = "{key} {" ".join(f"{{{name}}}" for name in sorted(names))}"'
        for key, names in DISCLOSURES.items()
        if key not in DEFAULTS
    ]
    return f"[disclosure.{locale}]\n" + "\n".join(lines) + "\n"


SMALL = (
    """\
format = 1
name = "small"
title = "Small"
company = "Small Ltd"
locales = ["en", "de"]
ai_languages = ["en"]
time_zone = "Europe/Berlin"

[hours]
mon = ["08:00-12:00", "13:00-24:00"]
tue = ["08:00-20:00"]
wed = []
thu = []
fri = []
sat = []
sun = []

[promises]
accept_offer_s = 45
review_s = 120
wait_update_s = 60
first_reply_target_s = 180
callback_slot_min = 30
follow_up_h = 24

[thresholds]
kind_sure = 0.60
kind_maybe = 0.35
retrieval = 0.45
emotion_medium = 0.35
emotion_high = 0.60
complex_words = 60

[tiers]
low = { low = "low", medium = "low", high = "medium" }
medium = { low = "medium", medium = "medium", high = "high" }
high = { low = "high", medium = "high", high = "high" }

[leads]
low = "AI"
medium = "REVIEW"
high = "PERSON"

[unknown]
risk = "low"
value = "medium"

[[kinds]]
name = "hello"
title = { en = "Hello", de = "Hallo" }
risk = "low"
value = "low"
ai_may_answer = true
examples = ["hi", "hello", "good day", "hey", "morning"]
reply = { en = "Hello!", de = "Hallo!" }

[[kinds]]
name = "loss"
title = { en = "Loss", de = "Verlust" }
risk = "high"
value = "medium"
hard_rule = "suspected_fraud"
skills = ["cards"]
guidance = "Block first."
clause = "Cards 2.1"
first_step = "Block."
pain_points = ["fear"]
examples = ["lost it", "it is gone", "stolen", "cannot find it", "someone took it"]

[[rules]]
name = "angry"
when = "emotion == 'high' && value != 'low'"
lead = "PERSON"
because = { en = "Angry.", de = "Verärgert." }

"""
    + disclosure("en")
    + disclosure("de")
)


def spoiled(old: str, new: str) -> str:
    """The small policy with the first ``old`` replaced; ``old`` must be there, and TOML stay TOML."""
    assert old in SMALL
    text = SMALL.replace(old, new, 1)
    tomllib.loads(text)
    return text

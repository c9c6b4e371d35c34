"""Policies and knowledge articles, read from files."""

from handrail.adapters.policy_files.articles import load_articles, read_article
from handrail.adapters.policy_files.conditions import CEL_FACTS
from handrail.adapters.policy_files.load import (
    BUNDLED,
    bundled_policies,
    load_policy,
    read_policy,
)

__all__ = [
    "BUNDLED",
    "CEL_FACTS",
    "bundled_policies",
    "load_articles",
    "load_policy",
    "read_article",
    "read_policy",
]

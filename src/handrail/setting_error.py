"""Setting error: what every reader of settings raises."""


class SettingError(ValueError):
    """A setting is missing or cannot be read; says which and what to write."""

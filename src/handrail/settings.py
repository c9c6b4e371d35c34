"""Settings: read once from the environment, then passed on frozen."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from ipaddress import IPv4Network, IPv6Network, ip_network

from handrail.domain.model_budget import FREE, NO_LIMIT, Allowance, Budget, Prices
from handrail.setting_error import SettingError
from handrail.tool_settings import ToolServerSettings, read_tool_servers
from handrail.translation_settings import MODEL_ALONE, TranslationSettings, read_translation


@dataclass(frozen=True, slots=True)
class ModelSettings:
    """A language model: an OpenAI-compatible server, or a provider by name.

    ``fallback`` stands in where this one's server fails; ``deadline_s`` bounds both together.
    ``checks``: answers are also read against the articles by the model, which may refuse them.
    """

    model: str
    base_url: str | None = None
    api_key: str | None = None
    deadline_s: float = 20.0
    prices: Prices = FREE
    fallback: "ModelSettings | None" = None
    budget: Budget = NO_LIMIT
    currency: str = "EUR"
    checks: bool = False


@dataclass(frozen=True, slots=True)
class Settings:
    """Where the desk's parts are. ``public_origin`` is the address that browsers see."""

    database_url: str
    public_origin: str = "http://127.0.0.1:8000"
    widget_origins: tuple[str, ...] = ()
    secure_cookies: bool = False
    demo: bool = False
    concurrency: int = 8
    model: ModelSettings | None = None
    fetch_networks: tuple[IPv4Network | IPv6Network, ...] = ()
    identity_secret: str | None = field(default=None, repr=False)
    webhook_hosts: tuple[str, ...] = ()
    tool_servers: tuple[ToolServerSettings, ...] = ()
    mcp: bool = False
    translation: TranslationSettings = MODEL_ALONE


ENVIRONMENT: Mapping[str, str] = {
    "DATABASE_URL": "address of the PostgreSQL server, postgresql://user:password@host/database",
    "HANDRAIL_PUBLIC_ORIGIN": "address that browsers see, https://desk.example.com",
    "HANDRAIL_WIDGET_ORIGINS": "origins that may embed the widget, separated by spaces",
    "HANDRAIL_CONCURRENCY": "turns that one worker takes at a time, 1 to 64 (8)",
    "HANDRAIL_LLM_MODEL": "name of the language model that phrases answers; unset: articles are quoted",
    "HANDRAIL_LLM_URL": "base address of an OpenAI-compatible server, http://127.0.0.1:8080/v1",
    "HANDRAIL_LLM_KEY": "its API key",
    "HANDRAIL_IDENTITY_SECRET": "with which your server proves who a customer is, 32 characters or more",
    "HANDRAIL_LLM_DEADLINE_S": "seconds after which the article is quoted instead (20)",
    "HANDRAIL_LLM_CHECKS": "on: the model also holds phrased answers against the articles (off)",
    "HANDRAIL_FETCH_NETWORKS": "networks that knowledge is fetched from beside public ones, 10.1.0.0/16",
    "HANDRAIL_TOOLS": "TOML file of the servers whose tools AI and staff may be given",
    "HANDRAIL_MCP": "on: programs with an API key reach the desk at /mcp (off)",
    "HANDRAIL_WEBHOOK_HOSTS": "private hosts that webhooks may be sent to, separated by spaces",
    "HANDRAIL_TRANSLATION": "what translates, in this order: apertium, model (model)",
    "HANDRAIL_APERTIUM": "path of the program apertium; unset: as found on PATH",
    "HANDRAIL_LLM_PRICE": "price of a million tokens in/out, 0.15/0.60 (0/0)",
    "HANDRAIL_LLM_FALLBACK_MODEL": "name of the model that stands in where the first one's server fails",
    "HANDRAIL_LLM_FALLBACK_URL": "base address of its OpenAI-compatible server",
    "HANDRAIL_LLM_FALLBACK_KEY": "its API key",
    "HANDRAIL_LLM_FALLBACK_PRICE": "its price of a million tokens in/out (0/0)",
    "HANDRAIL_LLM_CURRENCY": "currency of the prices, three letters (EUR)",
    "HANDRAIL_LLM_DAY_TOKENS": "tokens a day (UTC) for all conversations (5000000)",
    "HANDRAIL_LLM_DAY_MONEY": "money a day in the currency's unit; unset: no limit",
    "HANDRAIL_LLM_DAY_MINUTES": "minutes of models' time a day; unset: no limit",
    "HANDRAIL_LLM_CONVERSATION_TOKENS": "tokens for one conversation (100000)",
    "HANDRAIL_LLM_CONVERSATION_MONEY": "money for one conversation; unset: no limit",
    "HANDRAIL_LLM_CONVERSATION_MINUTES": "minutes of models' time for one conversation (10)",
}


def read_settings(environment: Mapping[str, str], demo: bool = False) -> Settings:
    """The settings in ``environment``. Raises SettingError naming the variable."""
    database_url = environment.get("DATABASE_URL", "")
    if not database_url:
        raise SettingError(
            "DATABASE_URL is not set: give the address of a PostgreSQL 18 server with pgvector, "
            "or run `handrail demo`, which brings its own."
        )
    origin = environment.get("HANDRAIL_PUBLIC_ORIGIN", "http://127.0.0.1:8000").rstrip("/")
    if not origin.startswith(("http://", "https://")):
        raise SettingError("HANDRAIL_PUBLIC_ORIGIN must begin with http:// or https://.")
    return Settings(
        database_url=database_url,
        public_origin=origin,
        widget_origins=tuple(environment.get("HANDRAIL_WIDGET_ORIGINS", "").split()),
        secure_cookies=origin.startswith("https://"),
        demo=demo,
        concurrency=int(_number(environment, "HANDRAIL_CONCURRENCY", 8, 1, 64)),
        model=_model(environment),
        fetch_networks=_networks(environment),
        identity_secret=_identity_secret(environment),
        webhook_hosts=tuple(environment.get("HANDRAIL_WEBHOOK_HOSTS", "").lower().split()),
        tool_servers=read_tool_servers(environment),
        mcp=_switch(environment, "HANDRAIL_MCP"),
        translation=read_translation(environment),
    )


def _networks(environment: Mapping[str, str]) -> tuple[IPv4Network | IPv6Network, ...]:
    text = environment.get("HANDRAIL_FETCH_NETWORKS", "")
    try:
        return tuple(ip_network(each) for each in text.split())
    except ValueError as error:
        raise SettingError(
            f"HANDRAIL_FETCH_NETWORKS: {error}; write networks separated by spaces, 10.1.0.0/16."
        ) from None


def _identity_secret(environment: Mapping[str, str]) -> str | None:
    secret = environment.get("HANDRAIL_IDENTITY_SECRET") or None
    if secret is not None and len(secret) < 32:
        raise SettingError(
            "HANDRAIL_IDENTITY_SECRET is too short: give 32 random characters or more."
        )
    return secret


def _model(environment: Mapping[str, str]) -> ModelSettings | None:
    first = _one_model(environment, "HANDRAIL_LLM")
    fallback = _one_model(environment, "HANDRAIL_LLM_FALLBACK")
    checks = _switch(environment, "HANDRAIL_LLM_CHECKS")
    if first is None:
        if checks:
            raise SettingError("HANDRAIL_LLM_CHECKS is on but HANDRAIL_LLM_MODEL is not set.")
        if fallback is not None:
            raise SettingError(
                "HANDRAIL_LLM_FALLBACK_MODEL is set but HANDRAIL_LLM_MODEL is not: name the first one."
            )
        return None
    currency = environment.get("HANDRAIL_LLM_CURRENCY", "") or "EUR"
    if not (len(currency) == 3 and currency.isascii() and currency.isupper()):
        raise SettingError("HANDRAIL_LLM_CURRENCY must be three capitals, such as EUR.")
    return replace(
        first,
        deadline_s=_number(environment, "HANDRAIL_LLM_DEADLINE_S", 20, 1, 120),
        fallback=fallback,
        budget=Budget(
            conversation=_allowance(environment, "HANDRAIL_LLM_CONVERSATION", 100_000, 10),
            day=_allowance(environment, "HANDRAIL_LLM_DAY", 5_000_000, None),
        ),
        currency=currency,
        checks=checks,
    )


def _one_model(environment: Mapping[str, str], prefix: str) -> ModelSettings | None:
    name = environment.get(f"{prefix}_MODEL", "")
    url = environment.get(f"{prefix}_URL") or None
    if not name:
        if url is not None:
            raise SettingError(f"{prefix}_URL is set but {prefix}_MODEL is not: name the model.")
        return None
    key = environment.get(f"{prefix}_KEY") or None
    if key is not None and url is None:
        raise SettingError(
            f"{prefix}_KEY goes with {prefix}_URL; a provider that is named in "
            f"{prefix}_MODEL reads its own variable, OPENAI_API_KEY for instance."
        )
    return ModelSettings(name, url, key, prices=_prices(environment, f"{prefix}_PRICE"))


def _prices(environment: Mapping[str, str], name: str) -> Prices:
    text = environment.get(name, "") or "0/0"
    try:
        tokens_in, tokens_out = (float(part) for part in text.split("/"))
    except ValueError:
        tokens_in = tokens_out = -1.0
    if not (0 <= tokens_in <= 10_000 and 0 <= tokens_out <= 10_000):
        raise SettingError(f"{name} is {text!r}; write the prices of a million tokens, 0.15/0.60.")
    return Prices(tokens_in, tokens_out)


def _allowance(
    environment: Mapping[str, str], prefix: str, tokens: float, minutes: float | None
) -> Allowance:
    most = 1e12
    money = _limit(environment, f"{prefix}_MONEY", None, 1e6)
    time = _limit(environment, f"{prefix}_MINUTES", minutes, 1e6)
    return Allowance(
        tokens=int(_number(environment, f"{prefix}_TOKENS", tokens, 0, most)),
        micros=None if money is None else round(money * 1_000_000),
        ms=None if time is None else round(time * 60_000),
    )


def _switch(environment: Mapping[str, str], name: str) -> bool:
    text = environment.get(name, "") or "off"
    if text not in ("on", "off"):
        raise SettingError(f"{name} is {text!r}; write on or off.")
    return text == "on"


def _limit(
    environment: Mapping[str, str], name: str, default: float | None, high: float
) -> float | None:
    if not environment.get(name, ""):
        return default
    return _number(environment, name, 0, 0, high)


def _number(
    environment: Mapping[str, str], name: str, default: float, low: float, high: float
) -> float:
    text = environment.get(name, "")
    if not text:
        return default
    try:
        number = float(text)
    except ValueError:
        number = low - 1
    if not low <= number <= high:
        raise SettingError(f"{name} is {text!r}; write a number from {low:g} to {high:g}.")
    return number

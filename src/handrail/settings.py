"""Settings: read once from the environment, then passed on frozen."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from ipaddress import IPv4Network, IPv6Network, ip_network

from handrail.setting_error import SettingError
from handrail.tool_settings import ToolServerSettings, read_tool_servers


@dataclass(frozen=True, slots=True)
class ModelSettings:
    """A language model that phrases answers: an OpenAI-compatible server, or a provider by name."""

    model: str
    base_url: str | None = None
    api_key: str | None = None
    deadline_s: float = 20.0


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
    "HANDRAIL_FETCH_NETWORKS": "networks that knowledge is fetched from beside public ones, 10.1.0.0/16",
    "HANDRAIL_TOOLS": "TOML file of the servers whose tools AI and staff may be given",
    "HANDRAIL_MCP": "on: programs with an API key reach the desk at /mcp (off)",
    "HANDRAIL_WEBHOOK_HOSTS": "private hosts that webhooks may be sent to, separated by spaces",
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
    name = environment.get("HANDRAIL_LLM_MODEL", "")
    url = environment.get("HANDRAIL_LLM_URL") or None
    if not name:
        if url is not None:
            raise SettingError(
                "HANDRAIL_LLM_URL is set but HANDRAIL_LLM_MODEL is not: name the model."
            )
        return None
    key = environment.get("HANDRAIL_LLM_KEY") or None
    if key is not None and url is None:
        raise SettingError(
            "HANDRAIL_LLM_KEY goes with HANDRAIL_LLM_URL; a provider that is named in "
            "HANDRAIL_LLM_MODEL reads its own variable, OPENAI_API_KEY for instance."
        )
    return ModelSettings(
        model=name,
        base_url=url,
        api_key=key,
        deadline_s=_number(environment, "HANDRAIL_LLM_DEADLINE_S", 20, 1, 120),
    )


def _switch(environment: Mapping[str, str], name: str) -> bool:
    text = environment.get(name, "") or "off"
    if text not in ("on", "off"):
        raise SettingError(f"{name} is {text!r}; write on or off.")
    return text == "on"


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

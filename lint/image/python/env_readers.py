"""Libraries that read environment variables on request: decouple, environs, starlette.

Sources: the documentation of python-decouple 3.8, environs 14, django-environ 0.12 and
starlette 0.46.
"""

from __future__ import annotations

URL_METHODS = {
    "db": "DATABASE_URL",
    "db_url": "DATABASE_URL",
    "cache": "CACHE_URL",
    "cache_url": "CACHE_URL",
    "email": "EMAIL_URL",
    "email_url": "EMAIL_URL",
    "search_url": "SEARCH_URL",
    "channels": "CHANNELS_URL",
    "channels_url": "CHANNELS_URL",
}
"""django-environ: methods that read a variable of their own when none is named."""

READ_METHODS = {
    "environs": frozenset(
        [*URL_METHODS, "str", "bool", "int", "float", "decimal", "list", "dict", "json", "tuple"]
    )
    | frozenset(["datetime", "date", "time", "timedelta", "path", "log_level", "uuid", "url"])
    | frozenset(["enum", "unicode", "bytes", "dj_db_url", "dj_email_url", "dj_cache_url"])
}
"""What reads one variable, by library; other methods read none."""


def ready_made(module: str, name: str | None) -> str:
    """What `from module import name` reads with when called, or ""."""
    if module == "decouple" and name == "config":
        return "decouple"
    return "environs" if module == "environs" and name == "env" else ""


def factory(module: str, name: str | None, bound: str) -> dict[str, str]:
    """Names whose call makes a reader, and what that reads with."""
    if module == "decouple" and name in ("Config", "AutoConfig"):
        return {bound: "decouple"}
    if module == "starlette.config" and name == "Config":
        return {bound: "starlette"}
    if module in ("environs", "environ"):
        if name is None:
            return {f"{bound}.{made}": "environs" for made in ("Env", "FileAwareEnv")}
        if name in ("Env", "FileAwareEnv"):
            return {bound: "environs"}
    return {}

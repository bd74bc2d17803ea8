"""System checks: a misconfiguration has an id and a hint."""

from __future__ import annotations

import os
from collections.abc import Sequence
from pathlib import Path
from urllib.parse import urlsplit

from django.conf import settings
from django.core.checks import CheckMessage, Error, Tags, Warning, register

from quiz import freezing, tokens


@register(Tags.security, deploy=True)
def check_secret_key(app_configs: object, **kwargs: object) -> list[CheckMessage]:
    """quiz.E001: the shipped secret key is public, so whoever reads it can sign links."""
    hint = "Set SECRET_KEY to 50 random characters."
    return [Error(f"{name} is the shipped one.", hint=hint, id="quiz.E001") for name in tokens.public_keys()]


@register()
def check_base_url(app_configs: object, **kwargs: object) -> list[CheckMessage]:
    """quiz.E002: mail and share pages need the site's address; quiz.E003: that host must be allowed."""
    parts = urlsplit(settings.BASE_URL)
    if parts.scheme not in {"http", "https"} or not parts.hostname or parts.path:
        return [Error("BASE_URL is not an address.", hint="Such as https://quiz.example.jp.", id="quiz.E002")]
    host = f"[{parts.hostname}]" if ":" in parts.hostname else parts.hostname
    if settings.DEBUG or {host, "*"} & set(settings.ALLOWED_HOSTS) or _is_subdomain_allowed(host):
        return []
    return [Error("The host of BASE_URL is not in ALLOWED_HOSTS.", hint=f"Add {host} to it.", id="quiz.E003")]


def _is_subdomain_allowed(host: str) -> bool:
    return any(entry.startswith(".") and f".{host}".endswith(entry) for entry in settings.ALLOWED_HOSTS)


@register(Tags.security, deploy=True)
def check_live_site(app_configs: object, **kwargs: object) -> list[CheckMessage]:
    """quiz.E004: any host allowed; quiz.E005: plain http on a live site."""
    messages: list[CheckMessage] = []
    if "*" in settings.ALLOWED_HOSTS:
        messages.append(Error("ALLOWED_HOSTS allows any host.", hint="Name the site's hosts.", id="quiz.E004"))
    if not settings.IS_HTTPS:
        messages.append(Error("BASE_URL is not https.", hint="Put an HTTPS proxy before it.", id="quiz.E005"))
    return messages


@register(Tags.security, deploy=True)
def check_privacy(app_configs: object, **kwargs: object) -> list[CheckMessage]:
    """quiz.W009: whoever may read VAR_DIR reads every address in it."""
    if not Path(settings.VAR_DIR).stat().st_mode & 0o077:
        return []
    hint = f"Run `chmod 700 {settings.VAR_DIR}`."
    return [Warning("Other users of this machine can read VAR_DIR.", hint=hint, id="quiz.W009")]


@register(Tags.database)
def check_triggers(app_configs: object, databases: Sequence[str] | None = None, **kwargs: object) -> list[CheckMessage]:
    """quiz.E008: without its triggers the database lets published versions and consents be changed."""
    hint = "Run `manage.py migrate`: it installs them again."
    return [
        Error(f"The trigger {name} is missing.", hint=hint, id="quiz.E008")
        for alias in databases or []
        if freezing.has_tables(using=alias)
        for name in freezing.missing_triggers(using=alias)
    ]


@register(Tags.database)
def check_sqlite_options(app_configs: object, **kwargs: object) -> list[CheckMessage]:
    """quiz.E006, quiz.W007: SQLite loses or refuses writes unless it is IMMEDIATE and FULL."""
    database = settings.DATABASES["default"]
    if database["ENGINE"] not in {"config.sqlite", "django.db.backends.sqlite3"}:
        return []
    options = database.get("OPTIONS", {})
    messages: list[CheckMessage] = []
    if options.get("transaction_mode") != "IMMEDIATE":
        messages.append(Error("SQLite is not IMMEDIATE.", hint="Set transaction_mode in OPTIONS.", id="quiz.E006"))
    if "synchronous=FULL" not in options.get("init_command", ""):
        hint = "With less than FULL, a power cut may lose answers that were acknowledged."
        messages.append(Warning("SQLite is not synchronous=FULL.", hint=hint, id="quiz.W007"))
    return messages


@register()
def check_renamed_variables(app_configs: object, **kwargs: object) -> list[CheckMessage]:
    """quiz.W010: an environment variable has a name that the next release no longer reads."""
    return [
        Warning(f"{old} is called {new} now.", hint=f"Set {new} in place of {old}.", id="quiz.W010")
        for new, old in settings.RENAMED_VARIABLES.items()
        if old in os.environ
    ]

"""Typed reads of the environment; nonsense is refused loudly at start, never guessed at."""

from __future__ import annotations

import os

from django.core.exceptions import ImproperlyConfigured

TRUE = {"1", "true", "yes", "on"}
FALSE = {"0", "false", "no", "off", ""}


def env_bool(name: str, *, default: bool) -> bool:
    text = os.environ.get(name)
    if text is None:
        return default
    if text.lower() in TRUE | FALSE:
        return text.lower() in TRUE
    raise ImproperlyConfigured(f"{name} must be one of 1, 0, true, false, yes, no, on, off; it is {text!r}.")


def env_int(name: str, default: int) -> int:
    text = os.environ.get(name, "")
    try:
        return int(text) if text else default
    except ValueError as error:
        raise ImproperlyConfigured(f"{name} must be a whole number; it is {text!r}.") from error


def env_list(name: str, default: str = "") -> list[str]:
    """Return the comma-separated entries of a variable, stripped, empty ones dropped."""
    return [entry.strip() for entry in os.environ.get(name, default).split(",") if entry.strip()]

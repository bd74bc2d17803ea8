"""The format: what a quiz is, its quiz file, the rules that one keeps, and the text that a version is kept as."""

from __future__ import annotations

"""Why: the reasons for an outcome, and the smallest change that would have given another."""

from __future__ import annotations

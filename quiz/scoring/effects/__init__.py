"""Effects: what an answer does as far as scoring can see, and the answers to a question merged by it."""

from __future__ import annotations

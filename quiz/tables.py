"""How answers stand in a table: an export that is read back."""

from __future__ import annotations

BETWEEN = "|"  # between the keys of several choices; no key holds it
KEYS_OF = "answer:"  # before a question's key, at the head of the column with the keys of its choices

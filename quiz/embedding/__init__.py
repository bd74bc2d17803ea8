"""Embedding in a brand's site: the loader script, the messages to the embedding page, and signed customer ids."""

"""Bring a brand's catalog in from files."""

"""Readers of what ships in ``data/`` and of a user's own files."""

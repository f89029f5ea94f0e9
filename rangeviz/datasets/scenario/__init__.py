"""Scenario files: read, written, and taken out of maps that carry them."""

"""The catalogue of published ranges, and of reports about policy."""

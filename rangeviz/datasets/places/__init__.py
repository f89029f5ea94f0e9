"""Positions and populated places, as people type and name them."""

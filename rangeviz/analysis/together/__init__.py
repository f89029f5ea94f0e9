"""Several reaches at once: their union, and how often they overlap."""

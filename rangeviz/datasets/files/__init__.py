"""A user's own files: records, vector layers, tables of points."""

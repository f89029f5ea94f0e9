"""Files of shapes for other tools."""

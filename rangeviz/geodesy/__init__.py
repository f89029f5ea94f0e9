"""WGS 84: numbers and shapes. Knows no weapons, no borders and no files."""

"""Words, numbers and names of page, picture and table."""

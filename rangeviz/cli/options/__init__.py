"""The options of commands, each defined once."""

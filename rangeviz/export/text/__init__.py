"""Tables and documents of an answer: terminal, CSV, Markdown, JSON."""

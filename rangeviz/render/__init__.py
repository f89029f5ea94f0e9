"""Pictures of a report: the interactive page and, without a browser, figures."""

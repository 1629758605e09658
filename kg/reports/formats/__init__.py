"""A briefing as HTML, Markdown and Word."""

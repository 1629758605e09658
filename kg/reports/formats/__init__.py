"""
A briefing as a file, a module for each format; what they say alike is in ``kg.reports.frame``.

A module has ``page``, which takes a briefing and its frame and returns the bytes of a file. It
imports the library that it needs, and nobody imports it before something is rendered.
"""

# The suffix of each format, and the module that has it.
FORMATS = {"html": "html", "md": "markdown", "docx": "docx"}

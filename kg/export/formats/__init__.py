"""
The formats, a module for each or for some that are alike.

What a module has in ``FORMATS`` is offered under its name. Their names are shown before anything
is written, so that a module loads what it needs for writing only when it writes.
"""

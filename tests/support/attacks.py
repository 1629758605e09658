"""Texts that would do harm if a page took them for anything but text."""

from __future__ import annotations

ATTACKS = (
    "</script><script>window.hacked = 1</script>",
    "<img src=x onerror=\"window.hacked = 1; alert('attack')\">",
    "javascript:window.hacked=1",
    "{{7*7}} ${7*7} {{ data }}",
    "\"'><svg onload=window.hacked=1>",
    "<!--<script>",
    "left \u202egnirts\u202c right \u2066isolated\u2069",
    "line\u2028paragraph\u2029end",
    "control\x00\x07\x1b[31m",
    "half \ud800 a character",
    "__proto__",
    "constructor",
)

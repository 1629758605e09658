"""From files written by hand to claims, and the checks of both."""

"""
The page: one HTML file that shows a network, and needs nothing else.

A network, the scenes of it and what is told beside them come in, or an open graph and a choice of
what to show; a page goes out, its data, scripts, styles and words in it. It imports the rooms below
it; what runs in the browser lies in ``web/``.
"""

from typing import TYPE_CHECKING

from kg.lazy import face

if TYPE_CHECKING:
    from kg.viewer.choice import Choice
    from kg.viewer.compose import View
    from kg.viewer.page import Page
    from kg.viewer.scene import Cluster, Scene

__all__ = [
    "Choice",
    "Cluster",
    "Page",
    "Scene",
    "View",
]

__getattr__ = face(
    __name__,
    {
        "choice": ("Choice",),
        "compose": ("View",),
        "page": ("Page",),
        "scene": ("Cluster", "Scene"),
    },
)

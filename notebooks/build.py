"""
Make the notebooks of this folder from its scripts, and run them.

``python notebooks/build.py`` writes an .ipynb without outputs beside each script; with ``--run``
it also executes each one and writes it, with what it shows, into build/notebooks as .ipynb and as
a page of HTML that loads nothing.
"""

from __future__ import annotations

import html
import sys
import tempfile
from pathlib import Path

import jupytext
import nbformat
from nbclient import NotebookClient
from nbformat import NotebookNode
from traitlets.config import Config

HERE = Path(__file__).parent
BUILT = HERE.parent / "build" / "notebooks"
SCRIPTS = sorted(HERE.glob("[0-9][0-9]-*.py"))
SECONDS = 120
STYLE = """
body { font: 16px/1.5 system-ui, sans-serif; color: #1b1b1b; max-width: 62rem; margin: 2rem auto;
  padding: 0 1rem }
pre { font-size: 13px; line-height: 1.4; overflow-x: auto }
.jp-CodeCell .highlight pre, .input_area pre { background: #f4f5f6; padding: .7rem;
  border-radius: 4px }
table { border: 0; border-collapse: collapse; font-size: 13px; display: block; overflow-x: auto }
th, td { border: 0; text-align: left; vertical-align: top; padding: .25rem .7rem .25rem 0;
  border-bottom: 1px solid #d5d8dc }
img { max-width: 100% }
.jp-InputPrompt, .jp-OutputPrompt, .prompt, .jp-Collapser, .anchor-link { display: none }
"""


def made(script: Path) -> NotebookNode:
    """Return the notebook of a script, without outputs; the same script gives the same bytes."""
    found = jupytext.read(script, fmt="py:percent")
    for number, cell in enumerate(found.cells, 1):
        cell.id = f"cell-{number}"
        cell.metadata.clear()
    found.metadata = NotebookNode(
        kernelspec={"display_name": "Python 3", "language": "python", "name": "python3"},
        language_info={"name": "python"},
    )
    found.nbformat_minor = 5
    return found


def text(notebook: NotebookNode) -> str:
    """Return a notebook as it stands in its file."""
    return nbformat.writes(notebook) + "\n"


def run(notebook: NotebookNode, folder: Path) -> NotebookNode:
    """Return a notebook with what it shows, run in a folder; raises CellExecutionError."""
    where = {"metadata": {"path": str(folder)}}
    # Sockets in a folder of our own: nobody else on the machine or in the network can listen.
    with tempfile.TemporaryDirectory() as sockets:
        private = Config(ConnectionFileMixin={"transport": "ipc", "ip": f"{sockets}/kernel"})
        client = NotebookClient(notebook, timeout=SECONDS, resources=where, config=private)
        return client.execute()


def page(notebook: NotebookNode, title: str) -> str:
    """Return a notebook as one page of HTML."""
    from nbconvert import HTMLExporter

    body, _ = HTMLExporter(template_name="basic").from_notebook_node(notebook)
    head = f"<title>{html.escape(title)}</title><style>{STYLE}</style>"
    return f'<!doctype html><html lang="en"><meta charset="utf-8">{head}<body>{body}</body></html>'


def main(arguments: list[str]) -> None:
    """Write the notebooks, and run those that are named, or all."""
    named = [word for word in arguments if word != "--run"]
    for script in SCRIPTS:
        script.with_suffix(".ipynb").write_text(text(made(script)), "utf-8")
        if "--run" in arguments and (not named or script.stem[:2] in named):
            BUILT.mkdir(parents=True, exist_ok=True)
            shown = run(made(script), HERE.parent)
            (BUILT / f"{script.stem}.ipynb").write_text(text(shown), "utf-8")
            (BUILT / f"{script.stem}.html").write_text(page(shown, script.stem), "utf-8")
            print(f"ran {script.stem}")


if __name__ == "__main__":
    main(sys.argv[1:])

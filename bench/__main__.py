"""Print how the package compares with the libraries it stands on, as a Markdown table."""

import argparse
import sys
import tempfile
import time
from pathlib import Path

from bench.graph import comparisons
from bench.support import report


def main() -> None:
    """Measure, and print the table."""
    parser = argparse.ArgumentParser(prog="python -m bench", description=__doc__)
    parser.add_argument("--quick", action="store_true", help="100,000 quads only, fewer runs")
    plan = comparisons.QUICK if parser.parse_args().quick else comparisons.FULL
    begun = time.monotonic()
    with tempfile.TemporaryDirectory() as folder:
        rows = list(comparisons.rows(Path(folder), plan))
    lines = [report.environment(), "", *report.markdown(rows)]
    sys.stdout.write("\n".join(lines) + "\n")
    comparisons.progress(f"done in {time.monotonic() - begun:.0f} s")


if __name__ == "__main__":
    main()

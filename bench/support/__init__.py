"""What the benchmarks share: turns of processes, and the table of results."""

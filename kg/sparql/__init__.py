"""Questions and answers: stored queries, results, rules, and the process for foreign SPARQL."""

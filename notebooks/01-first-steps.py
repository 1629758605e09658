# %% [markdown]
# # 1. First steps
#
# This graph says who met, trained, exercised, promised and paid what in regional security
# cooperation, and **how that is known**. Here you open it, ask it, look at one actor, draw a
# network, and follow a line of it back to the words of a source.
#
# Build the graph once with `make graph`, then run the cells from top to bottom.

# %% [markdown]
# ## Open
#
# Opening takes a moment and changes nothing: a graph is only ever read here.

# %%
from itertools import chain

import kg
from kg.analysis import figures
from kg.entities import dossier_lines, explanation_lines
from kg.notebook import figure, lines, rows, say

graph = kg.open()
held = graph.manifest
say(
    f"This graph holds {held.claims:,} claims of {held.sources:,} sources about "
    f"{held.entities:,} entities, and {held.rows:,} rows of large tables beside them."
)

# %% [markdown]
# A **claim** is one thing that one source says. What kinds of things do the claims speak of?

# %%
rows(graph.query("kinds"), first=10)

# %% [markdown]
# Most of them come from few sources. A source with many claims is not a better source; it is one
# that was read more closely.

# %%
figure(figures.picture(graph, "sources", top=12))

# %% [markdown]
# ## Ask
#
# Questions that come up again and again are stored, each with a name. This one asks what was
# promised, how much of it, and by when.

# %%
promised = graph.query("priority-areas")
rows(promised, "priorityArea", "objective", "targetYear", "value", "written")

# %% [markdown]
# Many questions have parameters. Where a parameter is an entity, any of its names will do. (`from`
# is a word of Python itself, and so it is given in braces.)

# %%
trained = graph.query("people-trained", country="Argentina", **{"from": "2019"})
rows(trained, "year", "programme", "activities", "people")

# %% [markdown]
# An answer is a table of plain Python values, so it can be counted, written to a file, or given to
# pandas by `.to_pandas()`.

# %%
people = sum(row["people"] or 0 for row in trained.dicts())
say(
    f"These {len(trained)} rows add up to {people:,} people. One person counts once for every "
    "course, so the number of different persons may be smaller."
)

# %% [markdown]
# ## Show
#
# Everything that is known of one actor stands in its dossier: what is said of it, by whom, in which
# words. A dot means that a source says so outright, a tilde that it is inferred.

# %%
lines(dossier_lines(graph.show("SOUTHCOM"), graph.names), first=40)

# %% [markdown]
# The dossier ends with what is *not stated*. Silence is an answer, too: nothing is filled in.

# %%
name = graph.query("commander-name").dicts()[0]
say(
    f"The article speaks of the {name['post']}. The name of that person, "
    f"according to the article: {name['name']}."
)

# %% [markdown]
# ## View
#
# The same knowledge as a network. Click a node or a line to read the evidence behind it; the page
# needs no connection. `graph.view().write("page.html")` keeps it as a file.

# %%
page = graph.view(entity="SOUTHCOM", hops=1, title="Around the U.S. Southern Command")
page

# %%
around = next(iter(page.counts.values()))
say(f"The picture shows {around[0]} entities and {around[1]} relations between them.")

# %% [markdown]
# A map says the same of the states: in how many engagements does each take part, as far as
# these sources tell?

# %%
figure(figures.picture(graph, "map"))

# %% [markdown]
# ## Evidence
#
# Why does the graph say that *Capacity Building* counters anything at all? Ask it to explain. Each
# answer leads to a quote, or to a rule and the statements that the rule drew on.

# %%
why = graph.explain("action-point/capacity-building", "counters")
lines(chain.from_iterable(explanation_lines(found, graph.names) for found in why))

# %% [markdown]
# Every claim has a grade. The letter judges the source, from A to F; the number judges the claim,
# from 1 (confirmed) to 6 (cannot be judged).

# %%
rows(graph.query("grades"), "grade", "meaning", "sources", "claims", "inferred")

# %%
graded = graph.query("grades").dicts()
best = sum(row["claims"] for row in graded if row["grade"][0] in "AB")
whole = sum(row["claims"] for row in graded)
say(
    f"{best:,} of {whole:,} graded claims come from sources that count as reliable (A or B). "
    "Whatever you publish, look at the grade first."
)

# %% [markdown]
# Close the graph when you are done. Next: [what one press article says](02-the-article.ipynb).

# %%
graph.close()

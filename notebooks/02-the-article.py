# %% [markdown]
# # 2. The article
#
# One press text about a visit to Argentina is in this graph sentence by sentence: everything it
# says, everything it promises, and a list of what it does not say. This notebook reads it as an
# editor would.

# %%
from collections import Counter

import kg
from kg import analysis
from kg.analysis import figures
from kg.model import PartialDate
from kg.notebook import figure, rows, say

graph = kg.open()
ARTICLE = "source/mondialnews-2025-08-20"
TODAY = PartialDate.today()

# %%
iri = graph.names.find(ARTICLE)
source = next(row for row in graph.query("sources").dicts() if row["source"] == iri)
say(
    f"“{source['title']}”, {source['publisher']}, {source['date']}: "
    f"{source['claims']} claims are drawn from it. Reliability of the publisher: "
    f"{source['reliability']}."
)

# %% [markdown]
# ## What it says
#
# Each claim is tied to a passage. Most are said outright; some can only be inferred from the words,
# and then the reason is written down.

# %%
profile = [
    row for row in graph.query("source-profile").dicts() if row["sourceId"] == source["source"]
]
outright = sum(row["claims"] for row in profile if row["level"] == "explicit")
inferred = sum(row["claims"] for row in profile if row["level"] == "inferred")
say(f"{outright} claims are said outright, {inferred} are inferred.")

# %% [markdown]
# A text mixes what happened with what is planned and what is hoped for. Counting the tenses shows
# which kind of text this is.

# %%
tenses = Counter()
for row in profile:
    tenses[row["modality"]] += row["claims"]
ahead = tenses["planned"] + tenses["aspirational"]
say(
    f"{tenses['past']} claims look back, {tenses['ongoing']} say how things are, and {ahead} look "
    f"ahead: {tenses['planned']} as plans and {tenses['aspirational']} as hopes."
)

# %% [markdown]
# These events make up the visit. `partOf` says what belongs to what, and how surely.

# %%
rows(graph.query("events-of-the-visit"), "event", "kind", "level", "partOf", "partOfLevel")

# %% [markdown]
# Against what is all this directed? The article names threats and hazards, and where it names them.

# %%
concerns = graph.query("concerns-mentioned")
rows(concerns, *concerns.columns[:5], first=20)

# %% [markdown]
# ## What it promises
#
# The action points, with what each one does and in which words.

# %%
rows(graph.query("action-points"), "actionPoint", "does", "output", "end", "quote")

# %% [markdown]
# One table of the article gives target years, the other expected outcomes.

# %%
rows(graph.query("priority-areas"), "priorityArea", "objective", "targetYear", "written")

# %%
rows(graph.query("focus-areas"), "focusArea", "objective", "outcome")

# %% [markdown]
# Put together they make a chain: from a threat over an initiative and an objective to an outcome.
# Follow the lines, and see where they break off.

# %%
figure(figures.picture(graph, "chain"))

# %% [markdown]
# ## What it does not say
#
# Some questions that every editor would ask have no answer in the text.

# %%
silent = graph.query("money-and-results")
rows(silent, "asked", "answer")

# %%
missing = [row["asked"] for row in silent.dicts() if row["answer"] == "not stated"]
say(f"Not stated, {len(missing)} of {len(silent)}: {', '.join(missing)}.")

# %% [markdown]
# A promise can be held to account if it has an indicator, a baseline, a target, a date, and
# somebody responsible. How many of the promises in the graph have each?

# %%
promises = analysis.run(graph, "coverage-promises").table()
rows(promises, *promises.columns[:-2])

# %%
of_objectives = next(row for row in promises.dicts() if row["promise"] == "Objective")
say(
    f"Objectives in the graph: {of_objectives['number']}. With a number to reach: "
    f"{of_objectives['targetValue']}. With a baseline to measure from: {of_objectives['baseline']}."
)

# %% [markdown]
# What did *others* say at that time that the article leaves out? These concerns were named in
# speeches and reports around it and are not in the article.

# %%
rows(graph.query("concerns-omitted"), "concern", "kind", "speaker", "date", "source", "grade")

# %% [markdown]
# ## Status today
#
# A target year can be held against the calendar. The state is computed for a day and never stored.

# %%
status = graph.query("objective-status", date=TODAY)
rows(status, "objective", "initiative", "written", "due", "actual", "state", "days")

# %%
figure(figures.picture(graph, "targets", as_of=TODAY))

# %%
overdue = [row for row in status.dicts() if row["state"] == "Overdue"]
unmeasured = [row for row in overdue if row["actual"] is None]
say(
    f"On {TODAY}, {len(overdue)} of {len(status)} objectives are past their date, and for "
    f"{len(unmeasured)} of these no source in the graph reports a result. Overdue means that the "
    "date has passed without a result here, not that the promise was broken."
)

# %% [markdown]
# ## How much rests on this text alone
#
# How many of its statements does any other source in the graph make, too?

# %%
resting = graph.query("rests-on-one-source").dicts()
alone = next(row for row in resting if row["sourceId"] == source["source"])
say(
    f"{alone['onlyHere']} of its {alone['statements']} statements are in no other source "
    f"({alone['share']} in 100). Before you print a number of it, ask for a second source."
)

# %% [markdown]
# Next: [two decades of training](03-two-decades-of-training.ipynb), where one of these promises
# meets the records.

# %%
graph.close()

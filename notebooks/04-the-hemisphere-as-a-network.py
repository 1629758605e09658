# %% [markdown]
# # 4. The hemisphere as a network
#
# Visits, exercises, conferences, partnerships: each one ties together those who took part. Who
# stands between the others? Who belongs together? Where is nothing? And what would be left of each
# finding without its best source?

# %%
import kg
from kg import analysis
from kg.analysis import Cut, Question, figures
from kg.model import Span
from kg.notebook import figure, lines, rows, say

graph = kg.open()

# %% [markdown]
# ## From occasions to ties
#
# Two who took part in the same occasion have a tie, and two who met five times have five. Posts and
# persons count for their organization.

# %%
found = analysis.ties(graph, Question())
ends = {node for tie in found.ties for node in (tie.one, tie.other)}
occasions = {tie.occasion for tie in found.ties}
say(f"{len(occasions):,} occasions make {len(found.ties):,} ties between {len(ends):,} actors.")

# %% [markdown]
# The same year by year, on a small map each. An empty map may be a quiet year, or one that no
# source at hand tells of.

# %%
figure(figures.picture(graph, "years", between=Span.parse("2018", "2026")))

# %% [markdown]
# ## Brokers
#
# A broker lies on the shortest ways between the others (betweenness). The line behind each dot
# shows how the score moves when one source after the other is left out.

# %%
measures = analysis.measures()
brokers = measures["brokers"](found)
figure(figures.ranking(graph, brokers, top=12))

# %%
columns = ("rank", "ranks", "broker", "betweenness", "partners", "occasions", "weakest")
rows(brokers.table(), *columns)

# %%
first = brokers.findings[0]
steady = sum(
    best == worst for best, worst in (brokers.ranges[f.key].ranks for f in brokers.findings[:10])
)
say(
    f"{found.label(first.key[0])} comes first. Of the first ten, {steady} keep their rank "
    "whichever source is left out; for the others the column “weakest” names what moves them most."
)

# %% [markdown]
# A large conference ties everybody to everybody. Who brokers if only visits count, where people
# really sat down with each other?

# %%
visits = analysis.ties(graph, Question(cut=Cut(kinds=("visit",))))
columns = ("rank", "broker", "state", "betweenness", "partners")
rows(measures["brokers"](visits).table(), *columns, first=8)

# %% [markdown]
# How a measure is made, with its literature and its weak points, is never far away.

# %%
lines(measures["brokers"].method.splitlines())

# %% [markdown]
# ## Centre and periphery
#
# A core is a group in which each one has many partners inside the group. Who is in the innermost?

# %%
central = measures["centre"](found).table()
innermost = max(row["core"] for row in central.dicts())
core = [row["who"] for row in central.dicts() if row["core"] == innermost]
say(f"The innermost core ties each one to at least {innermost:g} others: {', '.join(core)}.")

# %% [markdown]
# ## Communities
#
# Groups that have more ties inside than chance would give them. The method draws lots, so it is run
# with many seeds; stability says how often the members end up together.

# %%
grouped = measures["communities"](found)
rows(grouped.table(), "community", "size", "stability", "weakest", "about", "members")

# %%
say("; ".join(grouped.notes) + ".")

# %% [markdown]
# Modularity near nothing would mean no groups at all. The adjusted Rand index compares the seeds:
# at 1 they all draw the same borders.
#
# To look around in one neighbourhood, open it as a network: here one conference series with its
# editions and those who came.

# %%
graph.view(entity="series/southdec", hops=2, title="The South American Defense Conference")

# %% [markdown]
# ## Blind spots
#
# For which states do the sources tell of no visit, no exercise, no conference, no transfer and no
# partnership?

# %%
blind = graph.query("blind-spots")
rows(blind, "state", "visits", "exercises", "conferences", "transfers", "partnerships", "last")

# %%
dark = [row["state"] for row in blind.dicts() if row["nothing"]]
no_visit = [row["state"] for row in blind.dicts() if not row["visits"]]
say(
    f"Of {len(blind)} states, {len(dark)} have nothing at all ({', '.join(dark)}) and "
    f"{len(no_visit)} have no visit. That is what these sources do not tell, and no proof that "
    "nothing happened."
)

# %% [markdown]
# The matrix shows the same by kind: white is empty.

# %%
figure(figures.picture(graph, "matrix"))

# %% [markdown]
# Threats have blind spots, too: some are named, and nothing in the graph counters them.

# %%
threats = graph.query("threat-coverage").dicts()
bare = sorted({row["threat"] for row in threats if row["counter"] is None})
named = {row["threat"] for row in threats}
say(f"{len(bare)} of {len(named)} are not countered: {', '.join(bare)}.")

# %% [markdown]
# ## Missing links
#
# Two actors with many partners in common and no tie between them: a question for the next
# interview. These are hypotheses; they are never written into the graph.

# %%
missing = measures["missing-links"](found)
rows(missing.table(), "rank", "ranks", "one", "other", "commonPartners", "weakest", first=8)

# %% [markdown]
# How good is the method? It was tried on ties that were hidden from it.

# %%
say("; ".join(missing.notes) + ".")

# %% [markdown]
# At an AUC of one half, a coin would do as well. The `precision at 20` is the share of true ties
# among the best guesses, and a low one means: most of these guesses are wrong.

# %% [markdown]
# ## Robustness
#
# How much of the graph would vanish with one source?

# %%
rows(
    graph.query("rests-on-one-source"),
    "source",
    "grade",
    "statements",
    "onlyHere",
    "share",
    first=8,
)

# %%
fragile = [f for f in brokers.findings if brokers.ranges[f.key].ranks[1] is None]
say(
    f"{len(fragile)} of {len(brokers.findings)} brokers would drop out of the list under at least "
    "one variant (without one source, with grades A and B only, or as said outright). Quote the "
    "range with the rank, or do not quote the rank."
)

# %% [markdown]
# Next: [when sources disagree](05-when-sources-disagree.ipynb).

# %%
graph.close()

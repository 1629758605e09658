# %% [markdown]
# # 7. SPARQL for analysts
#
# The stored questions answer much. For the rest you write your own, and SPARQL reads almost like a
# sentence. Here a sentence becomes a query, step by step; then come exercises with answers.

# %%
import matplotlib.pyplot as plt

import kg
from kg.analysis.figures import ACCENT, INK, SOFT
from kg.entities import explanation_lines
from kg.errors import KGError
from kg.notebook import lines, rows, say

graph = kg.open()

# %% [markdown]
# ## Everything is a sentence of three words
#
# Subject, property, object: *this exercise – has host – Chile*. A question mark stands for what you
# want to know. `a` means *is a*. Ids of entities are long addresses.

# %%
rows(graph.query("SELECT ?exercise WHERE { ?exercise a rsc:Exercise }"), first=4)

# %% [markdown]
# ## From ids to names
#
# Each entity has a name, in several languages. A filter keeps the English one. The same variable in
# two lines means the same thing: this is how lines are joined.

# %%
named = graph.query("""
SELECT DISTINCT ?name WHERE {
  ?exercise a rsc:Exercise .
  ?exercise skos:prefLabel ?name .
  FILTER (LANG(?name) = "en")
} ORDER BY ?name
""")
rows(named, first=6)

# %% [markdown]
# A statement that several claims make is found once for each of them. `DISTINCT` says: each answer
# only once.

# %%
twice = graph.query("""
SELECT (COUNT(*) AS ?found)
  (COUNT(DISTINCT CONCAT(STR(?exercise), STR(?who))) AS ?different) WHERE {
  ?exercise a rsc:Exercise ; rsc:hasParticipant ?who .
}
""").dicts()[0]
say(f"Participants are found {twice['found']} times, and {twice['different']} of these differ.")

# %% [markdown]
# ## Which words are there?
#
# The ontology is in the graph, too. Ask it for the words you may use, with what each one means.

# %%
words = graph.query("""
SELECT DISTINCT ?term ?definition WHERE {
  ?term a owl:ObjectProperty ; rdfs:domain rsc:Engagement ; skos:definition ?definition .
} ORDER BY ?term
""")
rows(words, first=20)

# %% [markdown]
# In a shell, `kg terms` prints them all and `kg terms hasHost` one of them.
#
# ## A sentence becomes a query
#
# *Which states took part in exercises, and in how many?* Underline the nouns and the verb: states,
# took part, exercises. Then write one line for each, and count.

# %%
busy = graph.query("""
SELECT ?state (COUNT(DISTINCT ?exercise) AS ?exercises) WHERE {
  ?exercise a rsc:Exercise ;              # exercises …
      rsc:hasParticipant ?stateId .       # … in which took part …
  ?stateId a rsc:State ;                  # … states
      skos:prefLabel ?state .
  FILTER (LANG(?state) = "en")
} GROUP BY ?state ORDER BY DESC(?exercises) ?state
""")
rows(busy, first=8)

# %%
leading = busy.dicts()[:12]
_, axes = plt.subplots(figsize=(8, 3.6), layout="constrained")
drawn = axes.barh(
    [row["state"] for row in leading], [row["exercises"] for row in leading], color=ACCENT
)
axes.bar_label(drawn, padding=3, color=SOFT)
axes.invert_yaxis()
axes.set_xticks([])
axes.spines[:].set_visible(False)
axes.tick_params(length=0)
axes.set_title("Exercises in which states took part", loc="left", weight="bold", color=INK)
plt.show()

# %% [markdown]
# ## What may be missing
#
# Without `OPTIONAL` an exercise without a date would drop out, and nobody would notice. Dates are
# as precise as the source: a year, a month, or a day. Compare them as text.

# %%
dated = graph.query("""
SELECT DISTINCT ?name ?from WHERE {
  ?exercise a rsc:Exercise ; skos:prefLabel ?name .
  FILTER (LANG(?name) = "en")
  OPTIONAL { ?exercise rsc:startDate ?from }
  FILTER (!BOUND(?from) || STR(?from) >= "2024")
} ORDER BY ?from ?name
""")
rows(dated, first=14)

# %% [markdown]
# Where one source gives the year and another the month, both rows are there.

# %%
bare = [row["name"] for row in dated.dicts() if row["from"] is None]
say(f"{len(bare)} of these {len(dated)} rows have no date: {', '.join(bare) or 'none'}.")

# %% [markdown]
# ## How is it known?
#
# Every claim is a small graph of its own. `GRAPH ?claim { … }` asks which claim says a thing, and
# from the claim the way leads to the source, its grade and its words. Say `?claim a rsc:Claim`, so
# that the rows of the large tables are not searched as well.

# %%
sourced = graph.query("""
SELECT DISTINCT ?name ?host ?title ?level WHERE {
  ?exercise a rsc:Exercise ; skos:prefLabel ?name .
  ?hostId skos:prefLabel ?host .
  GRAPH ?claim { ?exercise rsc:hasHost ?hostId }
  ?claim a rsc:Claim ; rsc:hasLevel ?levelId ; prov:hadPrimarySource/dcterms:title ?title .
  BIND (STRAFTER(STR(?levelId), STR(code:)) AS ?level)
  FILTER (LANG(?name) = "en" && LANG(?host) = "en")
} ORDER BY ?name ?host ?title
""")
rows(sourced, first=8)

# %% [markdown]
# The quotes lie at the evidence of a claim. This is what the article says of plans, word by word.

# %%
planned = graph.query("""
SELECT DISTINCT ?quote WHERE {
  ?claim a rsc:Claim ;
      prov:hadPrimarySource source:mondialnews-2025-08-20 ;
      rsc:hasModality code:planned ;
      rsc:hasEvidence/oa:exact ?quote .
} ORDER BY DESC(STRLEN(?quote)) ?quote
""")
rows(planned, first=6)

# %% [markdown]
# ## When something is wrong
#
# A mistake costs one line. Queries run in a process of their own, with a deadline and without
# network or disk, so you cannot break anything.

# %%
try:
    graph.query("SELECT ?x WHERE { ?x a rsc:Exercise ")
except KGError as error:
    print(error)

# %% [markdown]
# ## Exercises
#
# Try each one before you read the answer below it.
#
# ### 1. Who has commanded SOUTHCOM, since when, and in which capacity?
#
# A *tenure* joins a post (`rsc:isTenureOf`), its holder (`rsc:hasHolder`), dates and a capacity
# (`rsc:hasCapacity`). The post is `id:post\/southcom-commander`; the slash is escaped.

# %% [markdown]
# **Answer.**

# %%
commanders = graph.query(r"""
SELECT DISTINCT ?holder ?from ?to ?capacity WHERE {
  ?tenure rsc:isTenureOf id:post\/southcom-commander ; rsc:hasHolder/skos:prefLabel ?holder .
  FILTER (LANG(?holder) = "en")
  OPTIONAL { ?tenure rsc:startDate ?from }
  OPTIONAL { ?tenure rsc:endDate ?to }
  OPTIONAL { ?tenure rsc:hasCapacity/skos:prefLabel ?capacity FILTER (LANG(?capacity) = "en") }
} ORDER BY ?from ?holder
""")
rows(commanders)

# %% [markdown]
# A tenure may stand in several rows: sources differ in days and in the capacity.
#
# ### 2. For which conferences does no source name a place?
#
# `FILTER NOT EXISTS { … }` keeps what has no such line. The property is `rsc:takesPlaceIn`.

# %% [markdown]
# **Answer.**

# %%
placeless = graph.query("""
SELECT DISTINCT ?name WHERE {
  ?conference a rsc:Conference ; skos:prefLabel ?name .
  FILTER (LANG(?name) = "en")
  FILTER NOT EXISTS { ?conference rsc:takesPlaceIn ?place }
} ORDER BY ?name
""")
rows(placeless)

# %%
say(f"{len(placeless)} conferences. “No place” means: none is stated here.")

# %% [markdown]
# ### 3. Which states were in the same exercises most often?
#
# Two lines with the same `?exercise` and two different states. `STR(?one) < STR(?other)` keeps each
# pair once.

# %% [markdown]
# **Answer.**

# %%
pairs = graph.query("""
SELECT ?state ?with (COUNT(DISTINCT ?exercise) AS ?exercises) WHERE {
  ?exercise a rsc:Exercise ; rsc:hasParticipant ?one ; rsc:hasParticipant ?other .
  ?one a rsc:State ; skos:prefLabel ?state .
  ?other a rsc:State ; skos:prefLabel ?with .
  FILTER (STR(?one) < STR(?other) && LANG(?state) = "en" && LANG(?with) = "en")
} GROUP BY ?state ?with ORDER BY DESC(?exercises) ?state ?with
""")
rows(pairs, first=8)

# %%
top = pairs.dicts()[0]
say(f"{top['state']} and {top['with']} were together in {top['exercises']} exercises.")

# %% [markdown]
# ### 4. How many claims of each source are only inferred?
#
# Start from `?claim a rsc:Claim ; rsc:hasLevel code:inferred`, go to the source's title, count.

# %% [markdown]
# **Answer.**

# %%
guessed = graph.query("""
SELECT ?title (COUNT(?claim) AS ?inferred) WHERE {
  ?claim a rsc:Claim ; rsc:hasLevel code:inferred ; prov:hadPrimarySource/dcterms:title ?title .
} GROUP BY ?title ORDER BY DESC(?inferred) ?title
""")
rows(guessed, first=6)

# %% [markdown]
# ### 5. What belongs to Argentina, in one step or in several?
#
# A plus sign repeats a property. Forces belong to a ministry or a command, and that to a state:
# `rsc:isAffiliatedWith`, `rsc:isPartOf`. A bar means *or*.

# %% [markdown]
# **Answer.**

# %%
forces = graph.query(r"""
SELECT DISTINCT ?name ?kind WHERE {
  ?what (rsc:isAffiliatedWith|rsc:isPartOf)+ id:state\/argentina ; skos:prefLabel ?name .
  GRAPH graph:register { ?what a ?class }
  ?class rdfs:subClassOf* rsc:Organization ; skos:prefLabel ?kind .
  FILTER (LANG(?name) = "en" && LANG(?kind) = "en")
} ORDER BY ?kind ?name
""")
rows(forces)

# %% [markdown]
# Why does one of them belong to Argentina? Do not guess: ask.

# %%
some = forces.dicts()[0]["name"]
found = graph.explain(some, "isAffiliatedWith")
lines((line for one in found for line in explanation_lines(one, graph.names)), first=12)

# %% [markdown]
# ## Keep it
#
# A question that you ask twice belongs into a file: `kg query - < question.rq` reads it from
# standard input, `--format csv` writes a table. `kg queries` lists the stored ones, which are the
# best examples to copy from.

# %%
graph.close()

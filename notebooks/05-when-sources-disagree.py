# %% [markdown]
# # 5. When sources disagree
#
# Two reports of one event rarely agree in everything. This graph never settles such a case in
# silence: both sides stay, each with its source and grade, and a guess is marked as a guess.

# %%
from collections import Counter
from itertools import chain

import matplotlib.pyplot as plt

import kg
from kg.analysis.figures import SOFT, ink_on, shade
from kg.curation import matching
from kg.entities import explanation_lines
from kg.notebook import lines, rows, say

graph = kg.open()

# %% [markdown]
# ## Grades
#
# The letter says how reliable the source is, the number how credible the claim is. Here is how many
# claims have which grade; to the lower right the ground gets soft.

# %%
counts = {row["grade"]: row["claims"] for row in graph.query("grades").dicts()}
letters, numbers = "ABCDEF", "123456"
_, axes = plt.subplots(figsize=(7, 3.6), layout="constrained")
for row, letter in enumerate(letters):
    for column, number in enumerate(numbers):
        count = counts.get(letter + number, 0)
        colour = shade(count**0.5, max(counts.values()) ** 0.5)
        axes.add_patch(plt.Rectangle((column, row), 0.96, 0.92, facecolor=colour))
        if count:
            place = (column + 0.48, row + 0.46)
            axes.text(*place, f"{count:,}", ha="center", va="center", color=ink_on(colour))
axes.set(xlim=(0, 6), ylim=(6, 0), title="Claims by grade")
axes.set_xticks(
    [n + 0.48 for n in range(6)],
    ["confirmed", "probable", "possible", "doubtful", "improbable", "unknown"],
)
axes.set_yticks([n + 0.46 for n in range(6)], letters)
axes.set_ylabel("reliability of the source", color=SOFT)
axes.set_xlabel("credibility of the claim, 1 to 6", color=SOFT)
axes.spines[:].set_visible(False)
axes.tick_params(length=0)
plt.show()

# %%
total = sum(counts.values())
unknown = sum(count for grade, count in counts.items() if grade == "F6")
say(f"{unknown:,} of {total:,} claims have the grade F6: neither source nor claim can be judged.")

# %% [markdown]
# ## Conflicts
#
# A conflict is found, not written down: one property that can have only one value has two, or one
# thing is told as planned and as done.

# %%
conflicts = graph.query("conflicts")
rows(conflicts, "kind", "subjectLabel", "propertyLabel", "valueLabel", "otherLabel", first=20)

# %%
kinds = Counter(row["kind"] for row in conflicts.dicts())
say("; ".join(f"{count} of {kind}" for kind, count in kinds.most_common()) + ".")

# %% [markdown]
# Which side is better supported? More sources count, and better grades. Where these two point to
# different sides, the answer is *neither*, and the case is yours to work on.

# %%
rows(conflicts, "subjectLabel", "propertyLabel", "better", "why", first=20)

# %%
open_cases = [row for row in conflicts.dicts() if row["better"] == "neither"]
say(f"{len(open_cases)} of {len(conflicts)} conflicts stay open.")

# %% [markdown]
# ## Between two newsrooms, or inside one text?
#
# Some of these conflicts are inside one text. These are between different sources.

# %%
between = graph.query("conflicts-between-sources")
rows(between, "subject", "property", "value", "grade", "otherValue", "otherGrade", "moreReliable")

# %% [markdown]
# Take one case to the end. What is known of the name, from whom, in which words?

# %%
lines(
    chain.from_iterable(
        explanation_lines(found, graph.names)
        for found in graph.explain("person/alvin-holsey", "familyName")
    ),
    first=24,
)

# %% [markdown]
# Some things are disputed as such: the sources agree that there is no agreement.

# %%
rows(graph.query("disputed"), "entity", "kind", "dispute", "grade", "source")

# %% [markdown]
# ## Hypotheses
#
# Is the conference in one text the conference in another? Who reads both may think so. The graph
# keeps that thought apart, as *possibly the same as*, with its reason. Nothing is ever merged.

# %%
hypotheses = graph.query("""
SELECT DISTINCT ?one ?other ?reason ?claim WHERE {
  GRAPH ?claim { ?oneId rsc:possiblySameAs ?otherId }
  ?claim a rsc:Claim ; rsc:reason ?reason .
  ?oneId skos:prefLabel ?one . ?otherId skos:prefLabel ?other .
  FILTER (LANG(?one) = "en" && LANG(?other) = "en")
} ORDER BY ?one ?other
""")
rows(hypotheses, "one", "other", "reason", first=20)

# %%
say(f"{len(hypotheses)} such hypotheses, each one an inferred claim that can be withdrawn.")

# %% [markdown]
# What would follow? The article never names the commander who came.

# %%
unnamed = graph.query("commander-name").dicts()[0]
say(f"According to the article, the name of the {unnamed['post']} is {unnamed['name']}.")

# %% [markdown]
# Other sources say who held the post on the day the article came out.

# %%
holder = graph.query("commander-on-a-day", date="2025-08-20")
rows(holder)

# %% [markdown]
# Both are true at once: the article does not say it, and other sources let you conclude it. Write
# it that way.
#
# Names that look alike are another kind of hypothesis. They are proposed by a comparison of names
# and wait for somebody who knows.

# %%
alike = matching.hypotheses(graph.names)
lines(f"{pair.score:>3}  {pair.one}  {pair.other}: {pair.reason}" for pair in alike)

# %% [markdown]
# ## What stands on one leg
#
# A statement that one source makes cannot be contradicted, and is not confirmed either.

# %%
alone = graph.query("rests-on-one-source").dicts()
whole = [row for row in alone if int(row["share"]) == 100]
say(
    f"Of {len(alone)} sources, {len(whole)} say only what no other source says. Few conflicts in a "
    "graph may mean that sources agree, or that they never speak of the same thing."
)

# %% [markdown]
# Next: [bring your own](06-bring-your-own.ipynb).

# %%
graph.close()

# %% [markdown]
# # 3. Two decades of training
#
# The United States reports each year whom it trained, in which course, where, and at what cost.
# The rows of that report for this part of the world are in the graph. Who was trained, where, and
# in what? And is one number that the article promises plausible beside them?

# %%
import matplotlib.pyplot as plt
import pandas as pd
from matplotlib.axes import Axes

import kg
from kg.analysis.figures import ACCENT, INK, SHADES, SOFT, WARM
from kg.notebook import rows, say

graph = kg.open()
plt.rcParams["text.parse_math"] = False  # a dollar sign is a dollar sign
SOURCE = "Source: U.S. Foreign Military Training Report."


def sheet(title: str, height: float = 3.4) -> Axes:
    """Return axes for one figure: a title, no box, and grey labels."""
    _, axes = plt.subplots(figsize=(9, height), layout="constrained")
    axes.set_title(title, loc="left", weight="bold", color=INK, size=11)
    axes.spines[["top", "right", "left"]].set_visible(False)
    axes.tick_params(colors=SOFT, length=0)
    return axes


def years(axes: Axes, numbers: pd.Index) -> None:
    """Write the years below a figure, with what they are and where the rows come from."""
    axes.set_xticks(numbers, [f"{year % 100:02}" for year in numbers])
    axes.yaxis.set_major_formatter("{x:,.0f}")
    axes.set_xlabel(
        f"Fiscal year, {numbers.min()} to {numbers.max()}. {SOURCE}", color=SOFT, loc="left"
    )


def bars(numbers: pd.Series, title: str, unit: str) -> None:
    """Draw one number for each name, the largest on top, with the number at the bar."""
    axes = sheet(title, height=0.7 + 0.26 * len(numbers))
    drawn = axes.barh(numbers.index, numbers, color=ACCENT, height=0.7)
    axes.bar_label(drawn, fmt="{:,.0f}", padding=3, color=SOFT, size=8)
    axes.invert_yaxis()
    axes.set_xticks([])
    axes.spines["bottom"].set_visible(False)
    axes.set_xlabel(f"{unit}. {SOURCE}", color=SOFT, loc="left")


# %% [markdown]
# ## What a row is
#
# A row tells of one group from one unit in one course. The graph keeps what is printed beside what
# was read from it.

# %%
sample = graph.query("training-activities", country="Argentina", year="2019")
rows(sample, "course", "programme", "units", "start", "end", "quantity", "cost", "place", first=6)

# %% [markdown]
# No table of this size is clean. What was repaired, flagged, or left as printed is counted.

# %%
quality = graph.query("table-quality").to_pandas()
training = quality[quality.table.str.startswith("Foreign Military")].set_index("measure")["rows"]
training.sort_values(ascending=False).to_frame("rows")

# %%
unread = training.filter(like="kept raw: no code fits")
say(
    f"{training['rows in']:,} rows came in and {training['rows set aside']:,} had to be set aside. "
    "Where no code fits, the words stay as printed and are not guessed: "
    + "; ".join(f"{name.split(':')[0]} in {count:,} rows" for name, count in unread.items())
    + "."
)

# %% [markdown]
# ## Who
#
# One number a year: places in courses, over all countries. One person counts once for each course.

# %%
people = graph.query("people-trained").to_pandas()
people["people"] = people["people"].fillna(0).astype(int)
people["year"] = people["year"].astype(int)
by_year = people.groupby("year")["people"].sum()
axes = sheet("Places in courses, all countries of the report, by fiscal year")
axes.bar(by_year.index, by_year, color=ACCENT)
years(axes, by_year.index)
plt.show()

# %%
say(
    f"{by_year.sum():,} places from {by_year.index.min()} to {by_year.index.max()}. The fullest "
    f"year is {by_year.idxmax()} with {by_year.max():,}, the emptiest {by_year.idxmin()} with "
    f"{by_year.min():,}."
)

# %% [markdown]
# Which countries sent most?

# %%
by_country = people.groupby("country")["people"].sum().sort_values(ascending=False)
bars(by_country.head(15), "Places by country, all years", "Places in courses")
plt.show()

# %%
first = by_country.index[0]
say(
    f"{first} alone has {by_country.iloc[0] / by_country.sum():.0%} of all places; the "
    f"{len(by_country) - 10} countries after the first ten have "
    f"{by_country.iloc[10:].sum() / by_country.sum():.0%} together."
)

# %% [markdown]
# Who rose, who fell? Each line joins an early year with a late one. Single years jump, so this
# says where to look and no more.

# %%
change = graph.query("training-rise-and-fall").to_pandas()
change = change[(change.early.fillna(0) + change.late.fillna(0)) > 0]
most = change.reindex(change["change"].abs().sort_values(ascending=False).index).head(12)
axes = sheet("Places in the early year (light) and in the late year (dark)", height=4)
axes.hlines(most.country, most.early, most.late, color=SHADES[1], linewidth=2)
axes.plot(most.early, most.country, "o", color=SHADES[2], markersize=6)
axes.plot(most.late, most.country, "o", color=SHADES[5], markersize=6)
axes.set_xscale("symlog", linthresh=10)
axes.set_xlim(left=0)
axes.set_xlabel(f"Places in courses, on a scale of tens. {SOURCE}", color=SOFT, loc="left")
axes.xaxis.set_major_formatter("{x:,.0f}")
axes.invert_yaxis()
plt.show()

# %%
up = change.loc[change["change"].idxmax()]
down = change.loc[change["change"].idxmin()]
say(
    f"The largest rise: {up.country}, from {up.early:,} to {up.late:,}. The largest fall: "
    f"{down.country}, from {down.early:,} to {down.late:,}."
)

# %% [markdown]
# ## What
#
# The programmes that paid, year by year. The largest are named, the others are one band.

# %%
paid = people.pivot_table(index="year", columns="programme", values="people", aggfunc="sum").fillna(
    0
)
order = paid.sum().sort_values(ascending=False).index
bands = paid[order[:5]].assign(**{"all others": paid[order[5:]].sum(axis=1)})
axes = sheet("Places by programme", height=4.6)
base = bands.cumsum(axis=1) - bands
for name, colour in zip(bands.columns, SHADES[::-1], strict=True):
    axes.bar(bands.index, bands[name], bottom=base[name], color=colour, label=name)
axes.legend(loc="upper center", bbox_to_anchor=(0.5, -0.16), ncols=2, frameon=False, fontsize=8)
years(axes, bands.index)
plt.show()

# %% [markdown]
# The subject is read from the title of a course, where the title tells it.

# %%
subjects = graph.query("courses-by-subject").to_pandas().set_index("subject")
by_subject = subjects["people"].astype(int).sort_values(ascending=False)
bars(by_subject.head(14), "Places by subject of the course", "Places in courses")
plt.show()

# %%
untold = subjects.loc["not told from the title"]
named = subjects.drop("not told from the title").iloc[0]
say(
    f"The title tells no subject in {float(untold.share):.0f} of 100 rows. Among the others the "
    f"most frequent is {named.name}, with {named.activities:,} rows."
)

# %% [markdown]
# What does a place cost? The report counts costs in its own way, and a cheap place may be a short
# one: read this as an order of magnitude.

# %%
cost = graph.query("cost-per-person")
rows(cost, "programme", "activities", "people", "cost", "costPerPerson")

# %% [markdown]
# ## Where
#
# The schools that could be told from the rows.

# %%
schools = graph.query("training-schools").to_pandas().set_index("school")
bars(schools["people"].astype(int), "Places by school", "Places in courses")
plt.show()

# %% [markdown]
# And the units that were sent. Their names are as the report prints them; a school may be called
# by several names, and several units may stand in one cell.

# %%
units = graph.query("units-trained", country="Argentina")
rows(units, "unit", "activities", "people", "first", "last", "subjects")

# %% [markdown]
# A few of these units are known to the graph from its claims, too: there the table meets the news.

# %%
rows(
    graph.query("trained-units-in-claims"),
    "organization",
    "country",
    "activities",
    "people",
    "claims",
)

# %% [markdown]
# ## Beside the money
#
# Military aid in dollars of constant value, and places in courses, for Argentina.

# %%
aid = graph.query("aid-beside-training", country="Argentina").to_pandas()
aid["year"] = aid["year"].astype(int)
millions = aid["constantObligated"].astype(float) / 1e6
_, (top, below) = plt.subplots(2, 1, figsize=(9, 4.4), sharex=True, layout="constrained")
for axes, series, title, colour in (
    (top, millions, "Military aid to Argentina, millions of constant dollars", WARM),
    (below, aid["people"].astype(float), "Places in courses, Argentina", ACCENT),
):
    axes.bar(aid["year"], series, color=colour)
    axes.set_title(title, loc="left", weight="bold", color=INK, size=10)
    axes.spines[["top", "right", "left"]].set_visible(False)
    axes.tick_params(colors=SOFT, length=0)
plt.show()

# %%
together = millions.rank().corr(aid["people"].astype(float).rank())
say(
    f"Over {len(aid)} years the two rank alike to the degree {together:.2f} (Spearman; 1 is in "
    "step, 0 is not at all). Even a high number would not say that one brings about the other."
)

# %% [markdown]
# ## Is the promise plausible?
#
# The article promises a number of local officers trained each year. This is what it says.

# %%
asked = graph.query("training-plausibility", country="Argentina", year="2020")
target = asked.dicts()[0]
rows(asked, "target", "value", "frequency", "due", "source")

# %%
argentina = people[people.country == "Argentina"].groupby("year")["people"].sum()
reached = argentina[argentina >= int(target["value"])]
axes = sheet("Places for Argentina by fiscal year, beside the promised number")
axes.bar(
    argentina.index,
    argentina,
    color=[ACCENT if y in reached.index else SHADES[2] for y in argentina.index],
)
axes.axhline(int(target["value"]), color=WARM, linewidth=1.5)
axes.annotate(
    f"promised: {target['value']}",
    (argentina.index.max(), int(target["value"])),
    xytext=(0, 4),
    textcoords="offset points",
    color=WARM,
    ha="right",
    weight="bold",
)
years(axes, argentina.index)
plt.show()

# %%
say(
    f"The report counts {int(target['value']):,} places or more for Argentina in {len(reached)} of "
    f"{len(argentina)} years ({', '.join(map(str, reached.index))}). The middle year has "
    f"{argentina.median():,.0f}, the last one {argentina.iloc[-1]:,}."
)

# %% [markdown]
# One year stands out. Before it becomes a headline, look at the rows behind it.

# %%
peak = int(argentina.idxmax())
behind = graph.query("training-activities", country="Argentina", year=peak).to_pandas()
behind["quantity"] = behind["quantity"].fillna(0).astype(int)
largest = behind.sort_values("quantity", ascending=False, kind="stable")
columns = ["course", "programme", "quantity", "place"]
largest[columns].fillna("not stated").head(6)

# %%
top_rows = largest["quantity"].head(5).sum()
say(
    f"In {peak}, the {min(5, len(largest))} largest of {len(largest)} rows have "
    f"{top_rows / largest['quantity'].sum():.0%} of all places. Large events make large years."
)

# %% [markdown]
# The promise may be meant for the whole area instead. Then the same question has another answer.

# %%
for_all = graph.query("training-plausibility", country="any", year="2020").dicts()[0]
say(
    f"Fiscal year {for_all['year']}: Argentina {target['people']:,} ({target['answer']}); "
    f"{for_all['country']} {for_all['people']:,} ({for_all['answer']})."
)

# %% [markdown]
# What do the rows count, and what not? This has to stand beside any number taken from here.

# %%
say(target["counts"])

# %% [markdown]
# Next: [the hemisphere as a network](04-the-hemisphere-as-a-network.ipynb).

# %%
graph.close()

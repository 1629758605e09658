# %% [markdown]
# # 6. Bring your own
#
# You have a table and a source of your own. This notebook puts both into a graph: described,
# mapped, checked, joined with what is there, and asked. Everything happens in a temporary folder,
# from the shell and from Python; the data that come with kg are not touched.
#
# The source and the table below are **invented**.

# %%
import os
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

import kg
from kg import paths
from kg.analysis import figures
from kg.model import Span
from kg.notebook import Shown, figure, lines, rows, say

desk = tempfile.TemporaryDirectory()
work = Path(desk.name)


def shell(line: str) -> Shown:
    """Run a line in the folder as a terminal would, and return what it prints."""
    path = f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}"
    found = {**os.environ, "PATH": path, "KG_STORE": str(work / "store")}
    done = subprocess.run(
        line, shell=True, cwd=work, env=found, text=True, check=False, capture_output=True
    )
    said = f"$ {line}\n{done.stdout}{done.stderr}".replace(str(work), ".")
    return lines(said.splitlines(), first=60)


def write(name: str, text: str) -> None:
    """Write a text into a file of the folder."""
    (work / name).write_text(text.lstrip("\n"), "utf-8")


# %% [markdown]
# ## A copy to work in
#
# The data are files that a person writes and reads. Copy them; the large tables stay behind, so
# that a graph of the copy is built in seconds.

# %%
shutil.copytree(paths.DATA, work / "data", ignore=shutil.ignore_patterns("tables"))
lines(sorted(file.name for file in (work / "data/register").iterdir()), first=8)

# %% [markdown]
# ## Your source
#
# Begin with the source. This writes two files to fill in, and fetches nothing.

# %%
shell("kg new source https://example.org/2031/exercises --name our-exercises --data data")

# %%
lines((work / "data/sources/our-exercises/source.toml").read_text("utf-8").splitlines())

# %% [markdown]
# Fill it in: who publishes it, when, and how far you trust it. A publisher that is new goes into
# the register first.

# %%
register = """
[[organization]]
id = "organization/our-desk"
name = "Our desk"
es = "Nuestra redacción"
pt = "Nossa redação"

[[visit]]
id = "visit/our-desk-2031"
name = "Visit of the commander to Chile, May 2031"
es = "Visita del comandante a Chile, mayo de 2031"
pt = "Visita do comandante ao Chile, maio de 2031"
"""
source = """
id = "source/our-exercises"
title = "A list of exercises, kept by our desk"
publisher = "organization/our-desk"
address = "https://example.org/2031/exercises"
date = "2031-06"
retrieved = 2031-06-30
language = "en"
licence = "CC0"
reliability = "reliability-c"
claims = { least = 1, most = 5 }
"""
write("data/register/our-desk.toml", register)
write("data/sources/our-exercises/source.toml", source)

# %% [markdown]
# ## One claim by hand
#
# A claim says no more than the source does. This one has a mistake in it.

# %%
claim = """
source = "source/our-exercises"
extracted = 2031-06-30
extracted_by = "our desk"
review = "unreviewed"
credibility = "credibility-3"

[[claim]]
about = "visit/our-desk-2031"
visitor = "post/southcom-commander"
host = "Chile"
start = "2031-05-12"
modality = "past"
"""
write("data/sources/our-exercises/claims.toml", claim)
shell("kg check data/sources/our-exercises/claims.toml --data data")

# %% [markdown]
# The check names file, line, key and remedy. Mend it, and check again.

# %%
mended = claim.replace('host = "Chile"', 'host = "state/chile"')
write("data/sources/our-exercises/claims.toml", mended)
shell("kg check data/sources/our-exercises/claims.toml --data data")

# %% [markdown]
# Now build a graph of it all. It is checked as a whole and swapped in when it is complete.

# %%
shell("kg build --data data")

# %% [markdown]
# ## Your table
#
# A CSV as one finds them: a country in Spanish, one in Portuguese, one that does not exist, and a
# date that is none.

# %%
table = """
no,exercise,host,partner,begins,ends,remark
1,Southern Lantern,Argentina,Chile,2031-03-04,2031-03-15,
2,Quiet Harbor,Brasil,Argentina,2031-04-01,2031-04-12,in two ports
3,High Plateau,Perú,Estados Unidos,2031-05-20,soon,end not known
4,Green River,Atlantis,Chile,2031-06-02,2031-06-09,
"""
write("exercises.csv", table)
shell("kg match --file exercises.csv --column host")

# %% [markdown]
# A mapping says what each column means. A first draft is made from the table itself.

# %%
shell("kg new mapping exercises.csv")

# %% [markdown]
# Filled in: a row is an exercise, with a host and a participant, and `drawn = true` puts the rows
# into the network beside everything else. A name has a language, so that the stored questions find
# it. Columns that are left out stay in the row as printed.

# %%
mapping = """
title = "Exercises on the list of our desk"
row = "One exercise."
class = "rsc:Exercise"
source = "source/our-exercises"
extracted = 2031-06-30
extracted_by = "our desk"
review = "unreviewed"
credibility = "credibility-3"
place = "row {no}"
drawn = true

[[column]]
name = "label"
cell = "exercise"
property = "skos:prefLabel"
language = "en"
required = true

[[column]]
name = "host"
cell = "host"
as = "state"
property = "rsc:hasHost"
required = true

[[column]]
name = "partner"
cell = "partner"
as = "state"
property = "rsc:hasParticipant"

[[column]]
name = "begins"
cell = "begins"
as = "date"
property = "rsc:startDate"

[[column]]
name = "ends"
cell = "ends"
as = "date"
property = "rsc:endDate"
"""
write("our-exercises.toml", mapping)
shell("kg load our-exercises.toml exercises.csv --data data")

# %% [markdown]
# Nothing is dropped in silence: a row is in, or it is set aside with the reason.

# %%
aside = next((work / "store").glob("*/our-exercises-set-aside.csv"))
lines(aside.read_text("utf-8").splitlines())

# %% [markdown]
# ## Joined
#
# Your rows are now part of the graph, with the row as evidence.

# %%
graph = kg.open(work / "store")
own = graph.query("""
SELECT DISTINCT ?exercise ?host ?from ?to ?place WHERE {
  ?claim prov:hadPrimarySource source:our-exercises ; rsc:hasEvidence/rsc:placeInSource ?place .
  GRAPH ?claim { ?id rsc:hasHost ?hostId }
  ?id a rsc:Exercise ; skos:prefLabel ?exercise .
  OPTIONAL { ?id rsc:startDate ?from }
  OPTIONAL { ?id rsc:endDate ?to }
  ?hostId skos:prefLabel ?host FILTER (LANG(?host) = "en")
} ORDER BY ?from
""")
rows(own)

# %% [markdown]
# In how many exercises before yours did each of your hosts take part, as far as the other sources
# tell?

# %%
known = graph.query("""
SELECT ?host (COUNT(DISTINCT ?older) AS ?olderExercises) WHERE {
  { SELECT DISTINCT ?hostId WHERE {
      ?claim prov:hadPrimarySource source:our-exercises .
      GRAPH ?claim { ?id rsc:hasHost ?hostId }
      ?id a rsc:Exercise .
  } }
  ?hostId skos:prefLabel ?host FILTER (LANG(?host) = "en")
  OPTIONAL { ?older a rsc:Exercise ; rsc:hasParticipant ?hostId ; rsc:startDate ?from
    FILTER (STR(?from) < "2031") }
} GROUP BY ?host ORDER BY DESC(?olderExercises) ?host
""")
rows(known)

# %%
new = [row["host"] for row in known.dicts() if not row["olderExercises"]]
say(
    f"Of {len(known)} hosts on your list, {len(new)} are new to exercises in this graph"
    + (f": {', '.join(new)}." if new else ".")
)

# %% [markdown]
# In the stored pictures your rows take part like all others.

# %%
figure(figures.picture(graph, "timeline", top=8, between=Span.parse("2024", "2031")))

# %% [markdown]
# And in the network, with the row of your table behind each line.

# %%
graph.view(entity="Southern Lantern", hops=1, title="An exercise of our own")

# %% [markdown]
# ## Out again
#
# What was loaded can be taken out. The rest stays as it was.

# %%
graph.close()
shell("kg unload our-exercises --data data && kg tables --data data")

# %% [markdown]
# To keep such a graph, use a folder of your own instead of a temporary one. Next:
# [SPARQL for analysts](07-sparql-for-analysts.ipynb).

# %%
desk.cleanup()

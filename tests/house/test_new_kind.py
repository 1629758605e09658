"""A new kind of entity is Turtle, a shape and a case of it, and not a line of code."""

from __future__ import annotations

import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from kg import paths

HEAD = """
@prefix rsc: <https://example.org/rsc/ontology#> .
@prefix owl: <http://www.w3.org/2002/07/owl#> .
@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .
@prefix sh: <http://www.w3.org/ns/shacl#> .
@prefix shape: <https://example.org/rsc/shape/> .
@prefix skos: <http://www.w3.org/2004/02/skos/core#> .
"""
TERMS = """
rsc:Inspection a owl:Class ;
    rdfs:subClassOf rsc:Entity ;
    skos:prefLabel "Inspection"@en , "Inspección"@es , "Inspeção"@pt ;
    skos:definition "An occasion on which agents look whether something is kept."@en ;
    skos:example "An arms inspection."@en ;
    rsc:displayGroup "engagement" ;
    rsc:drawnAlone true ;
    rsc:passing true ;
    rsc:occasion "always" .

rsc:hasInspector a owl:ObjectProperty ;
    skos:prefLabel "has inspector"@en , "tiene inspector"@es , "tem inspetor"@pt ;
    skos:definition "Relates an inspection to an agent that inspects."@en ;
    skos:example "An inspection by two states."@en ;
    rsc:key "inspector" ;
    rdfs:domain rsc:Inspection ;
    rdfs:range rsc:Agent .

rsc:checksObjective a owl:ObjectProperty ;
    skos:prefLabel "checks objective"@en , "verifica el objetivo"@es , "verifica o objetivo"@pt ;
    skos:definition "Relates an inspection to the objective that it looks at."@en ;
    skos:example "An inspection of a pledge."@en ;
    rsc:key "checks" ;
    rsc:singleValued true ;
    rsc:leadsTo "objectives" ;
    rdfs:domain rsc:Inspection ;
    rdfs:range rsc:Objective .
"""
SHAPE = """
shape:Named sh:targetClass rsc:Inspection .

shape:Inspection a sh:NodeShape ;
    sh:targetClass rsc:Inspection ;
    sh:property shape:inspection-inspector .

shape:inspection-inspector a sh:PropertyShape ;
    sh:path rsc:hasInspector ;
    sh:name "inspector"@en ;
    sh:minCount 1 ;
    sh:message "An inspection has an inspector: write inspector = \\"state/...\\"."@en .
"""
CASE = """
@prefix rsc: <https://example.org/rsc/ontology#> .
@prefix skos: <http://www.w3.org/2004/02/skos/core#> .
<urn:x> a rsc:Inspection ; skos:prefLabel "X"@en .
"""
REGISTER = """
[[organization]]
id = "organization/gazette"
name = "Gazette"

[[state]]
id = "state/ardania"
name = "Ardania"
es = "Ardania"
pt = "Ardânia"

[[state]]
id = "state/belmark"
name = "Belmark"
es = "Belmark"
pt = "Belmark"

[[inspection]]
id = "inspection/north"
name = "Inspection of the north"

[[inspection]]
id = "inspection/south"
name = "Inspection of the south"
"""
SOURCE = """
id = "source/gazette"
title = "Gazette"
publisher = "organization/gazette"
address = "https://example.org/gazette"
retrieved = 2031-07-01
language = "en"
licence = "Invented."
reliability = "reliability-b"
claims = { least = 1, most = 3 }
"""
CLAIMS = """
source = "source/gazette"
extracted = 2031-07-01
extracted_by = "the editors"
review = "unreviewed"
credibility = "credibility-2"

[[claim]]
about = "inspection/north"
inspector = ["state/ardania", "state/belmark"]
start = "2031-05"
modality = "past"

[[claim]]
about = "inspection/south"
start = "2031-06"
modality = "past"
"""
TRIAL = """
import sys
from pathlib import Path
from kg import paths
here = Path(sys.argv[1])
paths.ONTOLOGY, paths.DATA = here / "ontology", here / "data"  # before anything else is imported

import kg
from kg.analysis import projection
from kg.analysis.cut import Cut
from kg.curation import checks
from kg.curation.shacl import shape_results
from kg.errors import DataError
from kg.model import glossary, namespaces, schema
from kg.model.namespaces import RSC
from kg.store import builder

assert ("key in data files", "inspector") in glossary.find_term("has inspector").details
[found] = shape_results(namespaces.turtle(here / "case.ttl"))
assert found.shape == "inspection-inspector"
[finding] = [f for f in checks.check_data(paths.DATA) if f.severity == "Violation"]
assert (finding.rule, finding.origin.file) == ("inspection-inspector", "register/all.toml")
builder.build_store(here / "store", paths.DATA)
with kg.open(here / "store") as graph:
    network = graph.networks.whole
    assert network.nodes["inspection/north"].group == "engagement"
    [tie] = projection.of(network, Cut(), "state").ties
    assert (tie.one, tie.other, tie.kind) == ("state/ardania", "state/belmark", "inspection")
    assert "inspection" in schema.kinds_marked(RSC.drawnAlone)
    assert '"rsc:checksObjective":"objectives"' in graph.view().html

claims = paths.DATA / "sources" / "gazette" / "claims.toml"
claims.write_text(claims.read_text() + '''
[[claim]]
about = "inspection/south"
inspectors = "state/ardania"
checks = "state/ardania"
modality = "past"
''')
try:
    builder.build_store(here / "store", paths.DATA)
except DataError as error:
    print(error)
"""


@pytest.fixture
def extended(tmp_path: Path) -> Path:
    """Return a folder with a copy of the ontology that has one kind more, and data of that kind."""
    shutil.copytree(paths.ONTOLOGY, tmp_path / "ontology")
    files = {
        "ontology/inspections.ttl": HEAD + TERMS,
        "ontology/shapes/inspections.ttl": HEAD + SHAPE,
        "case.ttl": CASE,
        "data/register/all.toml": REGISTER,
        "data/sources/gazette/source.toml": SOURCE,
        "data/sources/gazette/claims.toml": CLAIMS,
    }
    for name, text in files.items():
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text(text, "utf-8")
    return tmp_path


def test_a_new_kind_of_entity_touches_no_code(extended: Path) -> None:
    done = subprocess.run(
        [sys.executable, "-c", TRIAL, str(extended)], capture_output=True, check=False, text=True
    )
    assert done.returncode == 0, done.stderr
    assert done.stdout.splitlines() == [
        "sources/gazette/claims.toml:21: inspectors: unknown key; did you mean 'inspector'?",
    ]

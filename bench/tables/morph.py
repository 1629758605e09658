"""morph-kgc, in an environment of its own since its pins are not ours, on a mapping like ours."""

import resource
import subprocess
import sys
import time
from collections.abc import Sequence
from pathlib import Path

from bench.support.turns import ROOT

_LOCK = ROOT / "requirements-morph.lock"
_PLACE = ROOT / "build" / "morph-venv"
_ONTOLOGY = "https://example.org/rsc/ontology#"
_ENTITY = "https://example.org/rsc/id/training-activity/"
_PART = "https://example.org/rsc/claim/"
_MAPPING = """\
@prefix rr: <http://www.w3.org/ns/r2rml#> .
@prefix rml: <http://semweb.mmlab.be/ns/rml#> .
@prefix ql: <http://semweb.mmlab.be/ns/ql#> .

<#Rows> a rr:TriplesMap ;
  rml:logicalSource [ rml:source "{source}" ; rml:referenceFormulation ql:CSV ] ;
  rr:subjectMap [
    rr:template "{entity}{{key}}" ;
    rr:class <{ontology}TrainingActivity>, <{ontology}Row> ;
    rr:graphMap [ rr:template "{part}{{part}}" ]
  ] ;
{statements} .
"""
_STATEMENT = (
    "  rr:predicateObjectMap [ rr:predicate <{ontology}{name}> ; "
    'rr:objectMap [ rml:reference "{name}" ] ]'
)
_SETTINGS = """\
[CONFIGURATION]
output_file={output}
output_format=N-QUADS
logging_level=INFO
number_of_processes={processes}
[rows]
mappings={mapping}
"""


def python() -> str:
    """Return the interpreter of the environment of morph-kgc, made if it is not there yet."""
    done, interpreter = _PLACE / "installed", _PLACE / "bin" / "python"
    if not done.is_file() or done.stat().st_mtime < _LOCK.stat().st_mtime:
        subprocess.run([sys.executable, "-m", "venv", str(_PLACE)], check=True)
        words = ["-m", "pip", "--disable-pip-version-check", "--quiet", "install"]
        locked = ["--require-hashes", "-r", str(_LOCK)]
        subprocess.run([str(interpreter), *words, *locked], check=True)
        done.touch()
    return str(interpreter)


def materialized(
    source: Path, columns: Sequence[str], folder: Path, processes: int
) -> tuple[float, float, int]:
    """Return the time, and processor time, morph-kgc takes for a table, and the lines it writes."""
    output, mapping, settings = (folder / name for name in ("out.nq", "map.ttl", "settings.ini"))
    values = {"ontology": _ONTOLOGY, "entity": _ENTITY, "part": _PART, "source": source}
    statements = " ;\n".join(_STATEMENT.format(name=name, ontology=_ONTOLOGY) for name in columns)
    mapping.write_text(_MAPPING.format(statements=statements, **values), "utf-8")
    filled = _SETTINGS.format(output=output, mapping=mapping, processes=processes)
    settings.write_text(filled, "utf-8")
    words = [python(), "-m", "morph_kgc", str(settings)]
    begun, before = time.perf_counter(), _spent()
    subprocess.run(words, check=True, capture_output=True)
    seconds, spent = time.perf_counter() - begun, _spent() - before
    with output.open("rb") as lines:
        count = sum(1 for _ in lines)
    output.unlink()
    return seconds, spent, count


def _spent() -> float:
    """Return the processor time of the processes that have ended, in seconds."""
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


def looped(source: Path, columns: Sequence[str], output: Path) -> tuple[float, int]:
    """Return the processor time of a loop over the rows in rdflib, and the lines it writes."""
    import csv

    from rdflib import RDF, Dataset, Graph, Literal, Namespace, URIRef

    begun = time.process_time()
    terms, graph = Namespace(_ONTOLOGY), Dataset()
    with source.open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            subject, part = (
                URIRef(_ENTITY + row["key"]),
                Graph(identifier=URIRef(_PART + row["part"])),
            )
            for kind in ("TrainingActivity", "Row"):
                graph.add((subject, RDF.type, terms[kind], part))
            for name in columns:
                if row[name]:
                    graph.add((subject, terms[name], Literal(row[name]), part))
    graph.serialize(output, format="nquads", encoding="utf-8")
    seconds = time.process_time() - begun
    with output.open("rb") as lines:
        return seconds, sum(1 for line in lines if line.strip())

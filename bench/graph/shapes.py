"""The eight shapes of questions that are asked of the invented graph, in SPARQL."""

from bench.graph.synthetic import event
from kg.model import namespaces


def queries() -> dict[str, str]:
    """Return the queries by the name of their shape; they use the ontology's prefixes."""
    names = {
        "event": namespaces.entity(event(8)),
        "person": namespaces.entity("person/e5"),
        "state": namespaces.entity("state/k7"),
    }
    return {name: text.format(**names) for name, text in _SHAPES.items()}


_SHAPES = {
    "lookup": "SELECT ?p ?o {{ {event} ?p ?o }}",
    "3-hop join": """
        SELECT ?event ?place ?state {{
          ?tenure rsc:hasHolder {person} ; rsc:isTenureOf ?post .
          ?event rsc:hasVisitor ?post ; rsc:takesPlaceIn ?place .
          ?place rsc:isWithin ?state
        }}""",
    "group-by": """
        SELECT ?host (COUNT(?event) AS ?events) {{ ?event rsc:hasHost ?host }} GROUP BY ?host""",
    "path": "SELECT ?later {{ {event} rsc:precedes+ ?later }}",
    "optional + date filter": """
        SELECT ?event ?start ?end {{
          ?event rsc:hasHost ?host ; rsc:startDate ?start
          FILTER (STR(?start) >= "2010-03-01" && STR(?start) < "2014-07-01")
          OPTIONAL {{ ?event rsc:endDate ?end }}
        }}""",
    "text": """
        SELECT ?thing ?label {{
          ?thing skos:prefLabel ?label FILTER (CONTAINS(LCASE(STR(?label)), "falcon amber"))
        }}""",
    "distinct + order + limit": """
        SELECT DISTINCT ?person ?start {{
          ?tenure rsc:hasHolder ?person ; rsc:startDate ?start
        }} ORDER BY DESC(?start) ?person LIMIT 50""",
    "provenance": """
        SELECT ?claim ?event ?source ?quote {{
          GRAPH ?claim {{ ?event rsc:hasHost {state} }}
          ?claim prov:hadPrimarySource ?source ; rsc:hasEvidence ?evidence .
          ?evidence oa:exact ?quote
        }}""",
}

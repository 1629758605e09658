"""The eight shapes of questions again, asked of the rows of a table, and the stored questions."""

STORED = (
    *("people-trained", "courses-by-subject", "cost-per-person", "training-rise-and-fall"),
    *("training-schools", "aid-beside-training", "units-trained", "training-plausibility"),
    "trained-units-in-claims",
)


def shapes(unit: str, activity: str) -> dict[str, str]:
    """Return the queries by the name of their shape, about a unit and one of its trainings."""
    return {name: text.format(unit=unit, activity=activity) for name, text in _SHAPES.items()}


SOME = """
SELECT ?unit (COUNT(?one) AS ?n) (MIN(?one) AS ?activity) {
  { SELECT ?unit ?one { ?one rsc:trainsUnit ?unit } LIMIT 5000 }
} GROUP BY ?unit ORDER BY DESC(?n) ?unit OFFSET 10 LIMIT 1"""
_SHAPES = {
    "lookup": "SELECT ?p ?o {{ {activity} ?p ?o }}",
    "3-hop join": """
        SELECT ?activity ?name ?state {{
          ?activity rsc:trainsUnit {unit} ; rsc:isTaughtBy ?school .
          ?school skos:prefLabel ?name . {unit} rsc:isUnitOf ?state
        }}""",
    "group-by": """
        SELECT ?school (COUNT(?activity) AS ?n) {{ ?activity rsc:isTaughtBy ?school }}
        GROUP BY ?school""",
    "path": "SELECT ?above {{ {activity} rsc:hasSubject/skos:broader* ?above }}",
    "optional + date filter": """
        SELECT ?activity ?start ?end {{
          ?activity rsc:trainsUnit {unit} ; rsc:trainingStart ?start
          FILTER (STR(?start) >= "2004-03-01" && STR(?start) < "2014-07-01")
          OPTIONAL {{ ?activity rsc:trainingEnd ?end }}
        }}""",
    "text": """
        SELECT ?unit ?name {{
          ?unit rsc:unitName ?name FILTER (CONTAINS(LCASE(STR(?name)), "marine battalion"))
        }}""",
    "distinct + order + limit": """
        SELECT DISTINCT ?start {{
          ?activity rsc:trainsUnit {unit} ; rsc:trainingStart ?start
        }} ORDER BY DESC(?start) LIMIT 50""",
    "provenance": """
        SELECT ?part ?activity ?source ?place {{
          GRAPH ?part {{ ?activity rsc:trainsUnit {unit} }}
          ?part prov:hadPrimarySource ?source ; rsc:hasEvidence ?evidence .
          ?evidence rsc:placeInSource ?place
        }}""",
}

"""Commands that show an entity, and why a statement holds."""

import click

from kg.cli.options import open_graph, store_option
from kg.paths import Place


@click.command("about")
@store_option
def show_about(store: Place | None) -> None:
    """Say in a few lines what is in the graph, and what to try next."""
    from kg.cli import about, output

    with open_graph(store) as graph:
        output.print_lines(about.introduction(graph))


@click.command("show")
@click.argument("entity")
@store_option
def show_entity(entity: str, store: Place | None) -> None:
    """Print what is known of ENTITY (an id, an IRI, or any of its names), with evidence."""
    from kg.cli import output
    from kg.entities import dossier_text

    with open_graph(store) as graph:
        output.print_lines(dossier_text.dossier_lines(graph.show(entity), graph.names))


@click.command("explain")
@click.argument("subject")
@click.argument("predicate", required=False)
@click.argument("object", required=False)
@store_option
def explain_statement(
    subject: str, predicate: str | None, object: str | None, store: Place | None
) -> None:
    """Print why statements of SUBJECT hold: sources, places and quotes, or rule and premises."""
    from kg.cli import output
    from kg.entities import dossier_text

    with open_graph(store) as graph:
        for explanation in graph.explain(subject, predicate, object):
            output.print_lines(dossier_text.explanation_lines(explanation, graph.names))


COMMANDS = (show_entity, explain_statement, show_about)

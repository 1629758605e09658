"""
What can be said of each kind of entity in a claim: the keys, and the property each stands for.

A claim is a fragment, so every key is optional here; what a whole entity needs is said in
``ontology/shapes``.  A key that takes one value stands for a single-valued property.
"""

import functools
from typing import Annotated, ClassVar

from pyoxigraph import NamedNode

from kg.model.dates import partial_date
from kg.model.fields import Code, Codes, Id, Ids, Number, PartialDate, Record, Texts, Things, Words
from kg.model.namespaces import RSC, SKOS
from kg.model.terms import Term, concept, entity, number, text, thing


class Thing(Record):
    """What can be said of any entity."""

    describes: ClassVar[NamedNode] = RSC.Entity

    also: Annotated[Texts, Term(SKOS.altLabel, text)] = ()
    part_of: Annotated[Ids, Term(RSC.isPartOf, entity)] = ()
    area: Annotated[Codes, Term(RSC.hasArea, concept)] = ()
    activity: Annotated[Codes, Term(RSC.involvesActivity, concept)] = ()
    context: Annotated[Codes, Term(RSC.hasContext, concept)] = ()
    counters: Annotated[Codes, Term(RSC.counters, concept)] = ()
    objective: Annotated[Ids, Term(RSC.hasObjective, entity)] = ()
    outcome: Annotated[Ids, Term(RSC.hasOutcome, entity)] = ()
    seeks: Annotated[Ids, Term(RSC.seeks, entity)] = ()
    affirms: Annotated[Ids, Term(RSC.affirms, entity)] = ()
    concerns_place: Annotated[Ids, Term(RSC.concernsPlace, entity)] = ()
    benefits: Annotated[Ids, Term(RSC.benefits, entity)] = ()
    through: Annotated[Codes, Term(RSC.isAchievedThrough, concept)] = ()
    programme: Annotated[Codes, Term(RSC.isUnderProgramme, concept)] = ()
    possibly_same_as: Annotated[Ids, Term(RSC.possiblySameAs, entity)] = ()
    start: Annotated[PartialDate | None, Term(RSC.startDate, partial_date)] = None
    end: Annotated[PartialDate | None, Term(RSC.endDate, partial_date)] = None
    dispute: Annotated[Texts, Term(RSC.dispute, text)] = ()
    official_number: Annotated[Words | None, Term(RSC.number, text)] = None
    amount: Annotated[Number | None, Term(RSC.amount, number)] = None
    currency: Annotated[Code | None, Term(RSC.hasCurrency, concept)] = None
    as_written: Annotated[Texts, Term(RSC.asWritten, text)] = ()


class Agent(Thing):
    """What can be said of a person, organization or group."""

    describes: ClassVar[NamedNode] = RSC.Agent

    affiliated_with: Annotated[Ids, Term(RSC.isAffiliatedWith, entity)] = ()
    responsible_for: Annotated[Ids, Term(RSC.isResponsibleFor, entity)] = ()
    operates_in: Annotated[Ids, Term(RSC.operatesIn, entity)] = ()
    originates_in: Annotated[Ids, Term(RSC.originatesIn, entity)] = ()
    based_in: Annotated[Ids, Term(RSC.isBasedIn, entity)] = ()


class Person(Agent):
    """What can be said of a person."""

    describes: ClassVar[NamedNode] = RSC.Person

    family_name: Annotated[Words | None, Term(RSC.familyName, text)] = None


class Organization(Agent):
    """What can be said of an organization."""

    describes: ClassVar[NamedNode] = RSC.Organization

    address: Annotated[Texts, Term(RSC.address, text)] = ()
    website: Annotated[Texts, Term(RSC.website, text)] = ()
    composition: Annotated[Texts, Term(RSC.composition, text)] = ()


class Group(Agent):
    """What can be said of agents that are mentioned together."""

    describes: ClassVar[NamedNode] = RSC.Group

    drawn_from: Annotated[Ids, Term(RSC.isDrawnFrom, entity)] = ()


class DiplomaticMission(Organization):
    """What can be said of a diplomatic mission."""

    describes: ClassVar[NamedNode] = RSC.DiplomaticMission

    sending_state: Annotated[Id | None, Term(RSC.hasSendingState, entity)] = None
    receiving_state: Annotated[Ids, Term(RSC.hasReceivingState, entity)] = ()


class ThreatActor(Organization):
    """What can be said of a named perpetrator of threats."""

    describes: ClassVar[NamedNode] = RSC.ThreatActor

    actor_class: Annotated[Codes, Term(RSC.hasActorClass, concept)] = ()


class State(Organization):
    """What can be said of a state, as an actor and as a territory."""

    describes: ClassVar[NamedNode] = RSC.State

    within: Annotated[Ids, Term(RSC.isWithin, entity)] = ()
    borders_on: Annotated[Ids, Term(RSC.bordersOn, entity)] = ()
    capital: Annotated[Id | None, Term(RSC.hasCapital, entity)] = None


class Place(Thing):
    """What can be said of a place."""

    describes: ClassVar[NamedNode] = RSC.Place

    within: Annotated[Ids, Term(RSC.isWithin, entity)] = ()
    borders_on: Annotated[Ids, Term(RSC.bordersOn, entity)] = ()
    latitude: Annotated[Number | None, Term(RSC.latitude, number)] = None
    longitude: Annotated[Number | None, Term(RSC.longitude, number)] = None


class Post(Thing):
    """What can be said of a post."""

    describes: ClassVar[NamedNode] = RSC.Post

    post_in: Annotated[Ids, Term(RSC.isPostIn, entity)] = ()


class Tenure(Thing):
    """What can be said of the holding of a post."""

    describes: ClassVar[NamedNode] = RSC.Tenure

    tenure_of: Annotated[Id | None, Term(RSC.isTenureOf, entity)] = None
    holder: Annotated[Id | None, Term(RSC.hasHolder, entity)] = None
    capacity: Annotated[Code | None, Term(RSC.hasCapacity, concept)] = None
    rank: Annotated[Words | None, Term(RSC.rank, text)] = None


class Membership(Thing):
    """What can be said of the belonging to a body."""

    describes: ClassVar[NamedNode] = RSC.Membership

    member: Annotated[Id | None, Term(RSC.hasMember, entity)] = None
    member_of: Annotated[Id | None, Term(RSC.isMembershipIn, entity)] = None
    status: Annotated[Code | None, Term(RSC.hasMembershipStatus, concept)] = None


class Relationship(Thing):
    """What can be said of a lasting tie between agents."""

    describes: ClassVar[NamedNode] = RSC.Relationship

    party: Annotated[Ids, Term(RSC.hasParty, entity)] = ()
    characterization: Annotated[Texts, Term(RSC.characterization, text)] = ()


class Engagement(Thing):
    """What can be said of an event between agents."""

    describes: ClassVar[NamedNode] = RSC.Engagement

    participant: Annotated[Ids, Term(RSC.hasParticipant, entity)] = ()
    visitor: Annotated[Ids, Term(RSC.hasVisitor, entity)] = ()
    host: Annotated[Ids, Term(RSC.hasHost, entity)] = ()
    coordinator: Annotated[Ids, Term(RSC.hasCoordinator, entity)] = ()
    observer: Annotated[Ids, Term(RSC.hasObserver, entity)] = ()
    place: Annotated[Ids, Term(RSC.takesPlaceIn, entity)] = ()
    precedes: Annotated[Ids, Term(RSC.precedes, entity)] = ()
    edition_of: Annotated[Id | None, Term(RSC.isEditionOf, entity)] = None
    topic: Annotated[Ids, Term(RSC.hasTopic, entity)] = ()
    identifies: Annotated[Ids, Term(RSC.identifies, entity)] = ()
    supplier: Annotated[Ids, Term(RSC.hasSupplier, entity)] = ()
    recipient: Annotated[Ids, Term(RSC.hasRecipient, entity)] = ()
    legal_basis: Annotated[Ids, Term(RSC.hasLegalBasis, entity)] = ()
    theme: Annotated[Texts, Term(RSC.theme, text)] = ()
    edition: Annotated[Texts, Term(RSC.edition, text)] = ()
    carried_out_by: Annotated[Ids, Term(RSC.isCarriedOutBy, entity)] = ()


class Transfer(Engagement):
    """What can be said of the passing of equipment, money or services."""

    describes: ClassVar[NamedNode] = RSC.Transfer

    item: Annotated[Texts, Term(RSC.item, text)] = ()


class Agreement(Thing):
    """What can be said of an agreement."""

    describes: ClassVar[NamedNode] = RSC.Agreement

    party: Annotated[Ids, Term(RSC.hasParty, entity)] = ()
    signed: Annotated[PartialDate | None, Term(RSC.signingDate, partial_date)] = None
    made_at: Annotated[Ids, Term(RSC.isMadeAt, entity)] = ()


class LegalAct(Thing):
    """What can be said of a law or decree."""

    describes: ClassVar[NamedNode] = RSC.LegalAct

    issued_by: Annotated[Ids, Term(RSC.isIssuedBy, entity)] = ()
    signed: Annotated[PartialDate | None, Term(RSC.signingDate, partial_date)] = None


class Statement(Thing):
    """What can be said of an occasion on which an agent says something."""

    describes: ClassVar[NamedNode] = RSC.Statement

    speaker: Annotated[Ids, Term(RSC.hasSpeaker, entity)] = ()
    names: Annotated[Codes, Term(RSC.names, concept)] = ()
    made_at: Annotated[Ids, Term(RSC.isMadeAt, entity)] = ()


class Designation(Thing):
    """What can be said of the listing of a threat actor."""

    describes: ClassVar[NamedNode] = RSC.Designation

    designates: Annotated[Id | None, Term(RSC.designates, entity)] = None
    issued_by: Annotated[Ids, Term(RSC.isIssuedBy, entity)] = ()
    on_list: Annotated[Codes, Term(RSC.isOnList, concept)] = ()


class Initiative(Thing):
    """What can be said of a line of action."""

    describes: ClassVar[NamedNode] = RSC.Initiative

    creates: Annotated[Ids, Term(RSC.creates, entity)] = ()
    increases: Annotated[Ids, Term(RSC.increases, entity)] = ()
    expands: Annotated[Ids, Term(RSC.expands, entity)] = ()
    promotes: Annotated[Ids, Term(RSC.promotes, entity)] = ()


class Objective(Thing):
    """What can be said of an objective."""

    describes: ClassVar[NamedNode] = RSC.Objective

    indicator: Annotated[Ids, Term(RSC.hasIndicator, entity)] = ()
    target: Annotated[Ids, Term(RSC.hasTarget, entity)] = ()
    baseline: Annotated[Ids, Term(RSC.hasBaseline, entity)] = ()
    result: Annotated[Ids, Term(RSC.hasResult, entity)] = ()


class Indicator(Thing):
    """What can be said of the quantity by which an objective is measured."""

    describes: ClassVar[NamedNode] = RSC.Indicator

    unit_of_measure: Annotated[Code | None, Term(RSC.hasUnit, concept)] = None
    frequency: Annotated[Code | None, Term(RSC.hasFrequency, concept)] = None


class Target(Indicator):
    """What can be said of what is to be reached."""

    describes: ClassVar[NamedNode] = RSC.Target

    value: Annotated[Number | None, Term(RSC.value, number)] = None
    comparator: Annotated[Code | None, Term(RSC.hasComparator, concept)] = None
    due: Annotated[PartialDate | None, Term(RSC.dueDate, partial_date)] = None
    timeframe: Annotated[Code | None, Term(RSC.hasTimeframe, concept)] = None


class Measurement(Thing):
    """What can be said of a number that holds for a time."""

    value: Annotated[Number | None, Term(RSC.value, number)] = None
    unit_of_measure: Annotated[Code | None, Term(RSC.hasUnit, concept)] = None
    period: Annotated[PartialDate | None, Term(RSC.period, partial_date)] = None


class Baseline(Measurement):
    """What can be said of the value from which an objective starts."""

    describes: ClassVar[NamedNode] = RSC.Baseline


class Result(Measurement):
    """What can be said of what was actually reached."""

    describes: ClassVar[NamedNode] = RSC.Result


class Observation(Measurement):
    """What can be said of a number that a source gives for an entity."""

    describes: ClassVar[NamedNode] = RSC.Observation

    observation_of: Annotated[Id | None, Term(RSC.isObservationOf, entity)] = None
    measure: Annotated[Code | None, Term(RSC.hasMeasure, concept)] = None


class Output(Thing):
    """What can be said of what an initiative directly makes."""

    describes: ClassVar[NamedNode] = RSC.Output

    serves: Annotated[Codes, Term(RSC.serves, concept)] = ()


class Commitment(Thing):
    """What can be said of a pledge."""

    describes: ClassVar[NamedNode] = RSC.Commitment

    party: Annotated[Ids, Term(RSC.hasParty, entity)] = ()
    made_at: Annotated[Ids, Term(RSC.isMadeAt, entity)] = ()


class SourceSays(Record):
    """What can be said of a source itself."""

    describes: ClassVar[NamedNode] = RSC.Source

    mentions: Annotated[Things, Term(RSC.mentions, thing)] = ()


class Concept(Record):
    """What can be said of a code."""

    describes: ClassVar[NamedNode] = SKOS.Concept

    also: Annotated[Texts, Term(SKOS.altLabel, text)] = ()
    counters: Annotated[Codes, Term(RSC.counters, concept)] = ()


def _all(kind: type[Thing]) -> list[type[Thing]]:
    return [kind, *(below for child in kind.__subclasses__() for below in _all(child))]


KINDS: dict[NamedNode, type[Record]] = {
    SourceSays.describes: SourceSays,
    Concept.describes: Concept,
    **{kind.describes: kind for kind in _all(Thing) if "describes" in vars(kind)},
}


@functools.cache
def terms(kind: type[Record]) -> dict[str, Term]:
    """Return the term that each key of a kind stands for."""
    return {name: _term(name, field.metadata) for name, field in kind.model_fields.items()}


def _term(name: str, metadata: list[object]) -> Term:
    for part in metadata:
        if isinstance(part, Term):
            return part
    raise TypeError(f"the key {name!r} stands for no term")

"""The answers about whole tables are what plain SQL over the shipped files gives too."""

from __future__ import annotations

from collections import defaultdict
from typing import Any

import duckdb
import pyoxigraph
import pytest

from kg.paths import DATA
from kg.sparql import queries

TRAINING = DATA / "tables" / "foreign-military-training.parquet"
AID = DATA / "tables" / "us-military-assistance.parquet"
# One row of each table, as SQL alone reads it: without the words of the mapping.
ROWS = f"""
select country, program, course_title, student_unit, us_unit, "location" as place,
  case when length(fy) = 4 then fy when fy >= '50' then '19' || fy else '20' || fy end as year,
  fiscal_year[1:4] as report,
  try_cast(regexp_extract(replace(quantity, ',', ''),
    '^([0-9]+)($| [A-Za-z]| [0-9]{{5}}-)', 1) as int) as people,
  try_cast(regexp_extract(replace(replace(total_cost, '$', ''), ',', ''),
    '^([0-9.]+)($| [0-9]+/[0-9]+/[0-9]+( [0-9]+/[0-9]+/[0-9]+)?$)', 1) as decimal(20, 2)) as cost
from (select *, regexp_extract(program, '(FY|Fiscal Year) *-?_?([0-9]{{4}}|[0-9]{{2}})', 2) as fy
  from '{TRAINING}')
where not (report = '2007' and course_title is null and student_unit is null and place is null)
"""
DONE = f"select * from ({ROWS}) where not (year > report)"


def sql(text: str) -> list[tuple[Any, ...]]:
    """Return the rows of a SQL query over the files, with numbers as whole ones."""
    return [tuple(row) for row in duckdb.sql(text).fetchall()]


def ask(store: pyoxigraph.Store, name: str, **given: str) -> list[dict[str, Any]]:
    return queries.run_query(store, name, given).dicts()


def test_rows_shipped_are_those_of_the_area() -> None:
    assert sql(f"select count(*) from '{TRAINING}'") == [(69_016,)]
    assert sql(f"select count(*) from '{AID}'") == [(3_604,)]


def test_rows_set_aside_are_the_sums_of_others() -> None:
    sums = sql(
        "select country, program, sum(quantity::int) filter (course_title is null), "
        "sum(quantity::int) filter (course_title is not null) "
        f"from '{TRAINING}' where fiscal_year = '2007_2008' group by 1, 2"
    )
    [(set_aside,)] = sql(
        f"select count(*) from '{TRAINING}' where fiscal_year = '2007_2008' "
        "and course_title is null"
    )
    assert set_aside == len(sums)
    assert all(one == other for _, _, one, other in sums)


def test_people_trained_by_country_and_year(shipped: pyoxigraph.Store) -> None:
    found: dict[str, list[int]] = defaultdict(lambda: [0, 0])
    for row in ask(shipped, "people-trained", country="state/argentina"):
        found[row["year"]][0] += row["activities"]
        found[row["year"]][1] += row["people"] or 0
    expected = sql(
        f"select year, count(*), coalesce(sum(people), 0) from ({DONE}) "
        "where country = 'Argentina' group by year"
    )
    assert {year: (n, people) for year, n, people in expected} == {
        year: tuple(pair) for year, pair in found.items() if pair[0]
    }


def test_people_trained_by_programme(shipped: pyoxigraph.Store) -> None:
    rows = ask(shipped, "people-trained", programme="imet")
    expected = sql(
        f"select count(*), sum(people), sum(cost) from ({DONE}) where "
        "regexp_matches(upper(program), '\\bIMET\\b|INTERNATIONAL MILITARY EDUCATION')"
    )
    sums = [sum(row[key] or 0 for row in rows) for key in ("activities", "people", "cost")]
    assert [tuple(sums)] == expected


def test_plans_are_counted_apart(shipped: pyoxigraph.Store) -> None:
    planned = sum(row["planned"] for row in ask(shipped, "people-trained"))
    assert [(planned,)] == sql(f"select count(*) from ({ROWS}) where year > report")
    assert planned > 0


def test_units_of_a_country(shipped: pyoxigraph.Store) -> None:
    rows = {row["unit"]: row for row in ask(shipped, "units-trained", country="state/argentina")}
    expected = sql(
        f"select count(*), sum(people), min(year), max(year) from ({DONE}) "
        "where country = 'Argentina' and lower(trim(student_unit)) = 'national defense school'"
    )
    row = rows["National Defense School"]
    assert [(row["activities"], row["people"], row["first"], row["last"])] == expected


def test_every_row_that_names_a_unit_is_counted_with_one(shipped: pyoxigraph.Store) -> None:
    rows = ask(shipped, "units-trained", country="state/uruguay")
    [(expected,)] = sql(
        f"select sum(1 + length(student_unit) - length(replace(student_unit, ';', ''))) "
        f"from ({DONE}) where country = 'Uruguay' and regexp_matches(student_unit, '[A-Za-z0-9]') "
        "and trim(student_unit) not in ('N/A', 'NA', 'N/A - N/A', 'None', 'UNKNOWN', 'Unknown', "
        "'TBD', '0')"
    )
    assert sum(row["activities"] for row in rows) == expected


def test_courses_by_subject_cover_all_rows(shipped: pyoxigraph.Store) -> None:
    rows = ask(shipped, "courses-by-subject")
    assert [(sum(row["activities"] for row in rows),)] == sql(f"select count(*) from ({DONE})")
    assert 99 < sum(row["share"] for row in rows) < 101
    [language] = [row for row in rows if row["subject"] == "Language"]
    assert [(language["activities"],)] == sql(
        f"select count(*) from ({DONE}) where regexp_matches(upper(course_title), "
        "'LANGUAGE|ENGLISH|\\bALC\\b|\\bELT\\b|\\bDLI|AMERICAN LANG|LINGUIST|\\bELTIC\\b')"
    )


def test_cost_per_person(shipped: pyoxigraph.Store) -> None:
    [row] = [
        row
        for row in ask(shipped, "cost-per-person", country="state/chile")
        if row["programme"] == "Foreign Military Financing"
    ]
    [(people, cost)] = sql(
        f"select sum(people), sum(cost) from ({DONE}) where country = 'Chile' and "
        "regexp_matches(upper(program), '\\bFMF\\b|FOREIGN MILITARY FINANCING') "
        "and people is not null and cost is not null"
    )
    assert (row["people"], row["costPerPerson"]) == (people, round(cost / people))


def test_rise_and_fall(shipped: pyoxigraph.Store) -> None:
    rows = ask(shipped, "training-rise-and-fall", early="2010", late="2019")
    expected = {
        country: (early, late)
        for country, early, late in sql(
            "select country, sum(people) filter (year = '2010'), "
            f"sum(people) filter (year = '2019') from ({DONE}) "
            "where country in ('Peru', 'Paraguay', 'Brazil') group by country"
        )
    }
    found = {row["country"]: (row["early"], row["late"]) for row in rows}
    assert {country: found[country] for country in expected} == expected
    changes = [row["change"] for row in rows]
    assert changes == sorted(changes, reverse=True)


def test_schools(shipped: pyoxigraph.Store) -> None:
    rows = {row["schoolId"].rpartition("/")[2]: row for row in ask(shipped, "training-schools")}
    text = "upper(concat_ws(' | ', us_unit, place))"
    expected = sql(
        f"select count(*), sum(people) from ({DONE}) where "
        f"regexp_matches({text}, 'INTER.?AMERICAN AIR FORCES? ACAD|\\bIAAFA\\b') and not "
        f"regexp_matches({text}, 'SCHOOL OF THE AMERICAS|\\bUSARSA\\b|WESTERN HEMIS.* INST|"
        f"\\bWHINSEC\\b|\\bWHISC\\b')"
    )
    assert [(rows["iaafa"]["activities"], rows["iaafa"]["people"])] == expected


def test_aid_beside_training(shipped: pyoxigraph.Store) -> None:
    rows = ask(shipped, "aid-beside-training", country="state/peru")
    aid = {
        year: (obligated, constant)
        for year, obligated, constant in sql(
            'select "Fiscal Year", sum("Obligations (Historical Dollars)"::bigint), '
            f"sum(\"Obligations (Constant Dollars)\"::bigint) from '{AID}' "
            "where Country = 'Peru' and \"Fiscal Year\" >= '1999' group by 1"
        )
    }
    people = dict(
        sql(f"select year, sum(people) from ({DONE}) where country = 'Peru' group by year")
    )
    assert {row["year"]: (row["obligated"], row["constantObligated"]) for row in rows} == aid
    assert {row["year"]: row["people"] for row in rows if row["people"]} == people


def test_aid_by_account(shipped: pyoxigraph.Store) -> None:
    rows = ask(shipped, "aid-by-account", country="state/colombia")
    expected = sql(
        'select "Funding Account Name", count(distinct "Fiscal Year"), '
        f"sum(\"Obligations (Constant Dollars)\"::bigint) from '{AID}' where Country = 'Colombia' "
        "and regexp_matches(\"Fiscal Year\", '^[0-9]{4}$') group by 1"
    )
    assert {(r["account"], r["years"], r["constantObligated"]) for r in rows} == set(expected)


@pytest.mark.parametrize(("country", "where"), [("state/argentina", "country = 'Argentina'"),
                                                ("any", "true")])  # fmt: skip
def test_plausibility_of_five_hundred_a_year(
    shipped: pyoxigraph.Store, country: str, where: str
) -> None:
    [(activities, people)] = sql(
        f"select count(*), sum(people) from ({DONE}) where year = '2019' and {where}"
    )
    for row in ask(shipped, "CQ39", country=country, year="2019"):
        assert (row["activities"], row["people"]) == (activities, people)
        assert row["answer"].startswith("plausible") == (people >= row["value"])
        assert "one person once for each course" in row["counts"]


def test_no_rows_are_no_answer(shipped: pyoxigraph.Store) -> None:
    for row in ask(shipped, "CQ39", year="2024"):
        assert row["answer"].startswith("cannot be answered")


def test_units_that_claims_speak_of(shipped: pyoxigraph.Store) -> None:
    rows = ask(shipped, "trained-units-in-claims")
    assert rows
    for row in rows:
        [(activities,)] = sql(
            f"select count(*) from ({ROWS}) where lower(trim(student_unit)) = "
            f"'{row['unit'].lower()}' and country = '{row['country']}'"
        )
        assert row["activities"] >= activities > 0
        assert row["claims"] > 0


def test_row_leads_to_its_page(shipped: pyoxigraph.Store) -> None:
    rows = ask(shipped, "training-activities", country="state/argentina", year="2020")
    [(expected,)] = sql(
        f"select count(*) from ({ROWS}) where country = 'Argentina' and year = '2020'"
    )
    assert len(rows) == expected
    assert {row["place"].split(", page ")[0] for row in rows} == {
        "volume 2020_2021_Western_Hemisphere"
    }

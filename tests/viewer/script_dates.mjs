// The page's dates, by the vectors that the package passes too; the folders are given.
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import test from "node:test";

const folder = process.env.SCRIPT;
const { firstMonth, lastMonth, monthOf, monthsIn, monthsOf, standingIn, yearOf } = await import(
  `file://${folder}/core/dates.js`
);
const vectors = JSON.parse(readFileSync(`${process.env.VECTORS}/dates.json`, "utf-8"));

for (const { written, precision, first, last } of vectors.dates)
  test(`${written} has its first and last month`, () => {
    assert.equal(firstMonth(written), first.slice(0, 7));
    assert.equal(lastMonth(written), last.slice(0, 7));
    assert.equal(yearOf(written), Number(first.slice(0, 4)));
    assert.equal(monthOf(written), precision === "year" ? null : first.slice(0, 7));
    assert.deepEqual(monthsOf([written, null]), { from: first.slice(0, 7), to: last.slice(0, 7) });
    assert.deepEqual(monthsOf([null, written]), monthsOf([written, written]));
  });

test("what is no month of the calendar is in no address", () => {
  for (const written of vectors.refused) {
    assert.equal(monthsIn(`${written}..2026-01`), null);
    assert.equal(monthsIn(`0001-01..${written}`), null);
  }
  assert.equal(monthsIn("2026-01..2025-12"), null);
  assert.deepEqual(monthsIn("2025-12..2026-01"), { from: "2025-12", to: "2026-01" });
});

test("months are in the order of their dates", () => {
  for (const months of [vectors.order.map(firstMonth), vectors.order.map(yearOf)])
    assert.deepEqual(months, months.toSorted());
});

for (const { span, window, may, must } of vectors.spans)
  test(`${JSON.stringify(span)} stands to ${JSON.stringify(window)} as it may or must`, () => {
    const standing = standingIn(span, false, monthsOf(window));
    assert.equal(standing !== "out", may);
    if (must) assert.equal(standing, "in");
  });

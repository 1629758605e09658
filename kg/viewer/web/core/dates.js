// Dates as the data have them: a year, a month or a day; and how they stand to a span of months.

/**
 * @typedef {[string | null, string | null]} Span from one date to another; null is not stated
 * @typedef {{from: string, to: string}} Months as 2025-08
 * @typedef {"in" | "out" | "openEnded" | "undated"} Standing
 */

/** @param {string} date */
export function yearOf(date) {
  return Number(date.slice(0, 4));
}

/** The month of a date, unless only its year is stated. @param {string} date */
export function monthOf(date) {
  return date.length === 4 ? null : date.slice(0, 7);
}

/** @param {string} date */
export function firstMonth(date) {
  return monthOf(date) ?? `${date}-01`;
}

/** @param {string} date */
export function lastMonth(date) {
  return monthOf(date) ?? `${date}-12`;
}

/** The months that a span touches; with one bound alone, those of its date. @param {Span} span @returns {Months | null} */
export function monthsOf([start, end]) {
  const [from, to] = [start ?? end, end ?? start];
  return from && to ? { from: firstMonth(from), to: lastMonth(to) } : null;
}

/** The months that an address names, as 2025-08..2026-01. @param {string} text @returns {Months | null} */
export function monthsIn(text) {
  const month = "\\d{4}-(?:0[1-9]|1[0-2])";
  const [, from, to] = new RegExp(`^(${month})\\.\\.(${month})$`).exec(text) ?? [];
  return from && to && from <= to ? { from, to } : null;
}

/**
 * How something stands to a span of months. One bound alone is never taken for the other, save
 * for what passes: an event is over when it was.
 * @param {Span | null | undefined} dates
 * @param {boolean} brief
 * @param {Months} months
 * @returns {Standing}
 */
export function standingIn(dates, brief, months) {
  const from = dates?.[0] ?? (brief ? dates?.[1] : null);
  const to = dates?.[1] ?? (brief ? dates?.[0] : null);
  if (!from && !to) return "undated";
  if (from && firstMonth(from) > months.to) return "out";
  if (to && lastMonth(to) < months.from) return "out";
  if (from && to) return "in";
  const stated = from ?? to ?? "";
  const within = lastMonth(stated) >= months.from && firstMonth(stated) <= months.to;
  return within ? "in" : "openEnded";
}

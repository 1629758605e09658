// What a statement rests on: quote, place, source, grade.
import { element, name, row } from "./dom.js";
import { counted, shown, webAddress } from "./text.js";

/** @typedef {import("./model.js").Evidence} Evidence */

// Maps, for an object would also answer to "constructor".
const RELIABILITY = new Map(
  Object.entries({
    A: "source completely reliable",
    B: "source usually reliable",
    C: "source fairly reliable",
    D: "source not usually reliable",
    E: "source unreliable",
    F: "reliability of the source cannot be judged",
  }),
);
const CREDIBILITY = new Map(
  Object.entries({
    1: "confirmed by other sources",
    2: "probably true",
    3: "possibly true",
    4: "doubtful",
    5: "improbable",
    6: "truth cannot be judged",
  }),
);
const LEVELS = new Map([
  ["explicit", "said outright"],
  ["inferred", "inferred"],
]);

/**
 * What an Admiralty grade means.
 * @param {string} grade
 */
export function meaning(grade) {
  const words = [RELIABILITY.get(grade[0]), CREDIBILITY.get(grade.slice(1))].filter(Boolean);
  return words.join("; ") || "grade not explained";
}

/**
 * Evidence that opens on demand; its first quote can be read before.
 * @param {Evidence[]} evidence
 * @param {boolean} open
 */
export function evidenceList(evidence, open) {
  if (!evidence.length) return element("p", { class: "unstated" }, "No evidence recorded");
  const first = evidence.find((one) => one.quote);
  const summary = element(
    "summary",
    {},
    counted(evidence.length, "piece of evidence", "pieces of evidence"),
  );
  if (first) summary.append(element("span", { class: "glimpse" }, quoted(first.quote)));
  const made = element("details", { class: "evidence" }, summary, ...evidence.map(piece));
  made.open = open;
  return made;
}

/** @param {string} quote */
function quoted(quote) {
  return element("q", {}, name(quote));
}

/** @param {Evidence} one */
function piece(one) {
  const quote = one.quote
    ? element("blockquote", {}, quoted(one.quote))
    : element("p", { class: "unstated" }, "No quote");
  return element(
    "figure",
    {},
    quote,
    element("figcaption", {}, source(one), element("dl", {}, ...details(one))),
  );
}

/** @param {Evidence} one */
function source(one) {
  const title = name(one.source || one.source_iri || "Source not named");
  const address = webAddress(one.url);
  if (!address) return element("p", { class: "source" }, title);
  const link = element("a", { href: address, target: "_blank", rel: "noopener noreferrer" }, title);
  return element("p", { class: "source" }, link);
}

/** @param {Evidence} one */
function details(one) {
  const place = one.start === null ? "" : `characters ${one.start}\u2013${one.end ?? "?"}`;
  const said = LEVELS.get(one.level) ?? one.level;
  const address = one.url && !webAddress(one.url) ? one.url : "";
  /** @type {[string, string][]} */
  const rows = [
    ["Where", [one.unit, place].filter(Boolean).join(", ")],
    ["Level", said],
    ["Modality", one.modality],
    ["Date", one.date],
    ["Reason", one.reason],
    ["Address", address],
  ];
  return [
    ...rows.flatMap(([term, text]) => row(term, text)),
    ...grade(one.grade),
    ...row("Claim", one.claim),
  ];
}

/** @param {string} text */
function grade(text) {
  if (!text) return [];
  const words = meaning(text);
  const sign = element("abbr", { title: words }, shown(text));
  return [element("dt", {}, "Grade"), element("dd", {}, sign, ` \u2013 ${words}`)];
}

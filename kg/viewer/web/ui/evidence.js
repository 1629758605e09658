// What a statement rests on: quote, place, source, grade.
import { counted, meant, say } from "../core/language.js";
import { shown, webAddress } from "../core/text.js";
import { element, name, row } from "./dom.js";

/** @typedef {import("../core/model.js").Evidence} Evidence */

/**
 * What an Admiralty grade means.
 * @param {string} grade
 */
export function meaning(grade) {
  const [source, truth] = [grade.slice(0, 1), grade.slice(1)];
  const words = [meant("reliability", source, ""), meant("credibility", truth, "")];
  return words.filter(Boolean).join("; ") || say("noGrade");
}

/**
 * Evidence that opens on demand; its first quote can be read before.
 * @param {Evidence[]} evidence
 * @param {boolean} open
 */
export function evidenceList(evidence, open) {
  if (!evidence.length) return element("p", { class: "unstated" }, say("noEvidence"));
  const first = evidence.find((one) => one.quote);
  const summary = element("summary", {}, counted(evidence.length, "evidence"));
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
    : element("p", { class: "unstated" }, say("noQuote"));
  return element(
    "figure",
    {},
    quote,
    element("figcaption", {}, source(one), element("dl", {}, ...details(one))),
  );
}

/** @param {Evidence} one */
function source(one) {
  const title = name(one.source || one.source_iri || say("noSource"));
  const address = webAddress(one.url);
  if (!address) return element("p", { class: "source" }, title);
  const link = element("a", { href: address, target: "_blank", rel: "noopener noreferrer" }, title);
  return element("p", { class: "source" }, link);
}

/** @param {Evidence} one */
function details(one) {
  const place =
    one.start === null ? "" : say("characters", String(one.start), String(one.end ?? "?"));
  const address = one.url && !webAddress(one.url) ? one.url : "";
  /** @type {[string, string][]} */
  const rows = [
    [say("field.where"), [one.unit, place].filter(Boolean).join(", ")],
    [say("field.level"), meant("level", one.level)],
    [say("field.modality"), meant("modality", one.modality)],
    [say("field.date"), one.date],
    [say("field.reason"), one.reason],
    [say("field.address"), address],
  ];
  return [
    ...rows.flatMap(([term, text]) => row(term, text)),
    ...grade(one.grade),
    ...row(say("field.claim"), one.claim),
  ];
}

/** @param {string} text */
function grade(text) {
  if (!text) return [];
  const words = meaning(text);
  const sign = element("abbr", { title: words }, shown(text));
  return [element("dt", {}, say("field.grade")), element("dd", {}, sign, ` \u2013 ${words}`)];
}

// The language the page speaks now, and names and terms in it.
import { shown } from "./text.js";
import { WORDS } from "./words.js";

/** @typedef {{en: string, es: string | null, pt: string | null}} Labels */

export const LANGUAGES = /** @type {const} */ (["en", "es", "pt"]);

/** @type {"en" | "es" | "pt"} */
let tongue = "en";

/** @param {string} language */
export function speak(language) {
  tongue = LANGUAGES.find((one) => one === language) ?? "en";
  document.documentElement.lang = tongue;
}

export function language() {
  return tongue;
}

/** @type {Map<string, [string, string, string]>} */
const words = new Map(Object.entries(WORDS));

/**
 * Adds what a part of the page says: for each key English, Spanish, Portuguese.
 * @param {Record<string, [string, string, string]>} more
 */
export function teach(more) {
  for (const [key, texts] of Object.entries(more)) words.set(key, texts);
}

/**
 * What the page says under a key, or the key if it says nothing.
 * @param {string} key
 * @param {...(string | number)} given
 */
export function say(key, ...given) {
  const text = words.get(key)?.[LANGUAGES.indexOf(tongue)] ?? key;
  return text.replace(/\{(\d)\}/g, (_, at) => number(given[Number(at)] ?? ""));
}

/**
 * The label in the language spoken now, or the English one.
 * @param {Labels} labels
 */
export function called(labels) {
  return shown(labels[tongue] ?? labels.en);
}

/** @param {string | number} value */
export function number(value) {
  return typeof value === "number" ? value.toLocaleString(tongue) : value;
}

/**
 * @param {number} count
 * @param {string} one key of the word for one
 * @param {string} many key of the word for several
 */
export function counted(count, one, many) {
  return `${number(count)} ${say(count === 1 ? one : many)}`;
}

/**
 * Fills in what the template leaves to the language: texts, labels, hints.
 * @param {ParentNode} place
 */
export function translate(place) {
  for (const node of place.querySelectorAll("[data-say]"))
    node.textContent = say(node.getAttribute("data-say") ?? "");
  for (const attribute of ["aria-label", "title", "placeholder"])
    for (const node of place.querySelectorAll(`[data-${attribute}]`))
      node.setAttribute(attribute, say(node.getAttribute(`data-${attribute}`) ?? ""));
}

/**
 * What the page says under a key, in all its languages.
 * @param {string} key
 * @returns {Labels}
 */
export function wording(key) {
  const [en, es, pt] = words.get(key) ?? [key, null, null];
  return { en, es, pt };
}

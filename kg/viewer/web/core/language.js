// The language the page speaks now, and words, names, terms and numbers in it.
import { shown } from "./text.js";

/**
 * @typedef {{en: string, [language: string]: string}} Labels what has none in a language is called
 *   as in English
 * @typedef {Record<string, Record<string, string>>} Words what is said under a key, by language
 */

/** @type {Words} */
let words = {};
let tongue = "en";

/** @param {Words} given */
export function learn(given) {
  words = given;
}

/** @param {string} language */
export function speak(language) {
  tongue = language in words ? language : "en";
  document.documentElement.lang = tongue;
}

export function language() {
  return tongue;
}

/**
 * What the page says under a key, or the key if it says nothing.
 * @param {string} key
 * @param {...(string | number)} given
 */
export function say(key, ...given) {
  const text = words[tongue]?.[key] ?? key;
  return text.replace(/\{(\d)\}/g, (_, at) => number(given[Number(at)] ?? ""));
}

/**
 * What the page says for a value of a list, such as a level or a grade.
 * @param {string} list
 * @param {string} value
 * @param {string} [otherwise] what it says for a value that it does not know
 */
export function meant(list, value, otherwise = value) {
  return words[tongue]?.[`${list}.${value}`] ?? otherwise;
}

/**
 * What the page says under a key, in all its languages.
 * @param {string} key
 * @returns {Labels}
 */
export function wording(key) {
  const said = Object.entries(words).map(([one, texts]) => [one, texts[key]]);
  return { en: key, ...Object.fromEntries(said) };
}

/**
 * The label in a language: the own one, else the English one, else the first by language.
 * kg/model/languages.py knows the same, and passes the same vectors.
 * @param {Record<string, string>} labels
 * @param {string} language
 */
export function labelIn(labels, language) {
  return labels[language] ?? labels.en ?? labels[Object.keys(labels).sort()[0]];
}

/**
 * The label in the language spoken now.
 * @param {Labels} labels
 */
export function called(labels) {
  return shown(labelIn(labels, tongue));
}

/** @param {string | number} value */
export function number(value) {
  return typeof value === "number" ? value.toLocaleString(tongue) : value;
}

/**
 * A number of things, in the plural form that the language has for it.
 * @param {number} count
 * @param {string} key of the word and its forms
 */
export function counted(count, key) {
  const form = `${key}.${new Intl.PluralRules(tongue).select(count)}`;
  const said = words[tongue] ?? {};
  return `${number(count)} ${said[form] ?? say(`${key}.other`)}`;
}

/** What an element may say besides its text: data-title holds the key of its title. */
const SPOKEN = ["aria-label", "title", "placeholder"];

/**
 * Says on an element what its keys name: text, label, hint.
 * @param {Element} node
 */
export function voice(node) {
  const text = node.getAttribute("data-say");
  if (text !== null) node.textContent = say(text);
  for (const attribute of SPOKEN) {
    const key = node.getAttribute(`data-${attribute}`);
    if (key !== null) node.setAttribute(attribute, say(key));
  }
}

/**
 * Says everything of a place in the language spoken now.
 * @param {ParentNode} place
 */
export function translate(place) {
  const spoken = ["say", ...SPOKEN].map((one) => `[data-${one}]`);
  place.querySelectorAll(spoken.join()).forEach(voice);
}

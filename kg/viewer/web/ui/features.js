// What the page does beyond the network: time, paths, the results chain, the map, stories, notes.
import { Chain } from "../features/chain.js";
import { teach } from "../core/language.js";
import { WorldMap } from "../features/map.js";
import { Notes } from "../features/notes.js";
import { Paths } from "../features/paths.js";
import { PHRASES } from "../core/phrases.js";
import { Stories } from "../features/story.js";
import { Takeaway } from "../features/takeaway.js";
import { TimeBar } from "../features/time.js";

/** @typedef {import("./main.js").App} App */

/**
 * Adds the features to the page; each shows its part of a state.
 * @param {App} app
 * @returns {{show(state: import("../core/model.js").State): void}[]}
 */
export function features(app) {
  teach(PHRASES);
  return [
    new TimeBar(app),
    new Chain(app),
    new WorldMap(app),
    new Paths(app),
    new Notes(app),
    new Stories(app),
    new Takeaway(app),
  ];
}

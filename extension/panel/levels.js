// @ts-check
/**
 * What is open one key deeper than the resting panel, as a pile: a theme, its note at the quote, back and back again.
 * Pure. A level of a client is dropped with its chart.
 */

/** @typedef {import("../replies.js").Source} Source */
/** @typedef {import("../replies.js").NoteReply} NoteReply */
/**
 * What is kept of a note read off the EHR's page until the therapist has looked at it.
 * @typedef {{text: string, session_date: string, kind: string, note_class: string}} Draft
 */
/**
 * @typedef {{kind: "note", source: Source, reply: NoteReply | null, say: string}} NoteLevel
 * @typedef {{kind: "theme", key: string, reply: import("../replies.js").ThemeReply | null, say: string}} ThemeLevel
 * @typedef {{kind: "goal", key: string, reply: import("../replies.js").GoalReply | null, say: string}} GoalLevel
 * @typedef {{kind: "themes", reply: import("../replies.js").ThemesReply | null, say: string}} ThemesLevel
 * @typedef {{kind: "goals", reply: import("../replies.js").GoalsReply | null, say: string}} GoalsLevel
 * @typedef {{kind: "people", reply: import("../replies.js").PeopleReply | null, say: string}} PeopleLevel
 * @typedef {{kind: "follow_ups", reply: import("../replies.js").FollowUpsReply | null, say: string}} FollowUpsLevel
 * @typedef {{kind: "keep_note", draft: Draft | null, step: "wait" | "point" | "look" | "send" | "done",
 *   say: string}} KeepNoteLevel
 * @typedef {{kind: "more"}} MoreLevel
 * @typedef {{kind: "settings"}} SettingsLevel
 * @typedef {NoteLevel | ThemeLevel | GoalLevel | ThemesLevel | GoalsLevel | PeopleLevel | FollowUpsLevel} AskedLevel what the
 *   companion is asked for
 * @typedef {AskedLevel | KeepNoteLevel | MoreLevel | SettingsLevel} Level
 */

const PATHS = {
  note: "/v1/note",
  theme: "/v1/theme",
  goal: "/v1/goal",
  themes: "/v1/themes",
  goals: "/v1/goals",
  people: "/v1/people",
  follow_ups: "/v1/follow_ups",
};

/** How a level is asked for. @param {AskedLevel} level @param {string} scope
 * @returns {{path: string, params: object}} */
export function questionOf(level, scope) {
  const path = PATHS[level.kind];
  if (level.kind === "note") return { path, params: { scope, note_id: level.source.note_id } };
  if (level.kind === "theme" || level.kind === "goal") return { path, params: { scope, key: level.key } };
  return { path, params: { scope } };
}

/** @param {Level} level @returns {level is AskedLevel} */
export function isAsked(level) {
  return level.kind in PATHS;
}

/** Whether two levels are the same place, whatever has been answered. @param {Level} one @param {Level} other */
export function samePlace(one, other) {
  return placeOf(one) === placeOf(other);
}

/** @param {Level} level */
function placeOf(level) {
  if (level.kind === "note") return `note ${level.source.note_id} ${level.source.start} ${level.source.end}`;
  return level.kind === "theme" || level.kind === "goal" ? `${level.kind} ${level.key}` : level.kind;
}

/** The pile with `level` in the place of the level that it answers; the same pile when that is gone.
 * @param {readonly Level[]} levels @param {Level} level @returns {readonly Level[]} */
export function answered(levels, level) {
  if (!levels.some((one) => samePlace(one, level))) return levels;
  return levels.map((one) => (samePlace(one, level) ? level : one));
}

/** What may stay when the chart is gone: it holds nothing of a client. @param {readonly Level[]} levels
 * @returns {readonly Level[]} */
export function withoutClient(levels) {
  return levels.filter((level) => level.kind === "settings");
}

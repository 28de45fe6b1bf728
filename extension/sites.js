// @ts-check
/**
 * The EHRs whose charts Eyeline can read, as data. A selector names a place in the page and never a client; it has to
 * match exactly one visible element or the page is not believed.
 */

/**
 * @typedef {object} Site
 * @property {string} name what the EHR is called
 * @property {string} origin a pattern for the page's origin, whole
 * @property {string} address a pattern for path and hash; its first group is the page's own id of the client
 * @property {"record_number" | "opaque"} address_is what that id is: the record number that the banner shows too, or a
 *   word that means something to the EHR alone
 * @property {{name: string, birth_date: string, record_number: string}} fields a selector for each part of the banner
 */

/** @type {readonly Site[]} */
export const SITES = [
  {
    name: "Harbor Practice EHR (demo)",
    origin: "^http://127\\.0\\.0\\.1:\\d+$",
    address: "^/demo-ehr/clients/([^/?#]+)",
    address_is: "record_number",
    fields: {
      name: ".chart-banner [data-field=name]",
      birth_date: ".chart-banner [data-field=birth-date]",
      record_number: ".chart-banner [data-field=record-number]",
    },
  },
];

/** Clocks: the assistant's own runs on from what the server said last. Shown in the language of the page. */

let serverNowMs = Date.now()
let heardAtMs = performance.now()

/** @param {string} now ISO instant */
export function setClock(now) {
  serverNowMs = Date.parse(now)
  heardAtMs = performance.now()
}

export function assistantNow() {
  return new Date(serverNowMs + performance.now() - heardAtMs)
}

/** @param {Date} at @param {string} zone */
export function timeOf(at, zone) {
  return format(at, zone, { hour: 'numeric', minute: '2-digit' })
}

/** @param {Date} at @param {string} zone */
export function dayOf(at, zone) {
  return format(at, zone, { weekday: 'long', day: 'numeric', month: 'long' })
}

/** @param {Date} at @param {string} zone */
export function dateOf(at, zone) {
  return format(at, zone, { weekday: 'short', day: 'numeric', month: 'short', year: 'numeric' })
}

/** `America/Mexico_City` -> `Mexico City` @param {string} zone */
export function cityOf(zone) {
  return zone.slice(zone.lastIndexOf('/') + 1).replaceAll('_', ' ')
}

/** @type {Map<string, Intl.DateTimeFormat>} */
const formats = new Map()

/** @param {Date} at @param {string} zone @param {Intl.DateTimeFormatOptions} options */
function format(at, zone, options) {
  const locale = regional(document.documentElement.lang)
  const key = JSON.stringify([locale, zone, options])
  const made = formats.get(key) ?? makeFormat(locale, zone, options)
  formats.set(key, made)
  return made.format(at)
}

/** The browser's own variety of the page's language: 14:05 or 2:05 PM. @param {string} language */
function regional(language) {
  return navigator.languages.find((tag) => tag.split('-')[0] === language.split('-')[0]) ?? language
}

/** @param {string} locale @param {string} zone @param {Intl.DateTimeFormatOptions} options */
function makeFormat(locale, zone, options) {
  try {
    return new Intl.DateTimeFormat(locale, { ...options, timeZone: zone })
  } catch {
    // A browser older than the zone's name.
    return new Intl.DateTimeFormat(locale, { ...options, timeZone: 'UTC' })
  }
}

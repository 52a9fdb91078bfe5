/** The search box and the three filters above the list. */
import { byId, setOptions } from './element.js'
import { model } from './model.js'
import { languageName, text } from './texts.js'

/** @typedef {import('./model.js').Person} Person */

const search = /** @type {HTMLInputElement} */ (byId('search'))
const byLanguage = /** @type {HTMLSelectElement} */ (byId('filter-language'))
const byRole = /** @type {HTMLSelectElement} */ (byId('filter-role'))
const bySituation = /** @type {HTMLSelectElement} */ (byId('filter-situation'))
const tones = ['late', 'soon', 'over', 'calm', 'done']

/** @param {() => void} onChange */
export function connectFilters(onChange) {
  search.addEventListener('input', onChange)
  for (const filter of [byLanguage, byRole, bySituation]) filter.addEventListener('change', onChange)
}

/** Offers what there is among the people, and keeps what was chosen. */
export function fillFilters() {
  const languages = new Set(model.people.map(({ language }) => languageName(language, model.languages)))
  const situations = new Map(model.people.map(({ situation }) => [situation.key, situation]))
  const inOrder = [...situations.values()].sort((one, other) => tones.indexOf(one.tone) - tones.indexOf(other.tone))
  fill(
    byLanguage,
    'allLanguages',
    [...languages].sort().map((name) => [name, name]),
  )
  fill(byRole, 'allRoles', [
    ['investor', text('investor')],
    ['partner', text('partner')],
  ])
  fill(
    bySituation,
    'allSituations',
    inOrder.map(({ key, label }) => [key, label]),
  )
}

/** @param {Person} [person] nobody: a visitor @param {string} [name] */
export function matchesFilters(person, name = person?.name ?? '') {
  const { value: role } = byRole
  const sought = plain(search.value).split(/\s+/)
  const words = plain(`${name} ${person?.memberNo ?? ''}`)
  if (!sought.every((part) => words.includes(part))) return false
  if (!person) return byLanguage.value === '' && role === '' && bySituation.value === ''
  if (byLanguage.value !== '' && languageName(person.language, model.languages) !== byLanguage.value) return false
  if (role !== '' && !(role === 'partner' ? person.isPartner : person.isInvestor)) return false
  return bySituation.value === '' || person.situation.key === bySituation.value
}

/** @param {HTMLSelectElement} select @param {string} all @param {string[][]} options */
function fill(select, all, options) {
  const chosen = select.value
  const entries = [['', text(all)], ...options]
  setOptions(select, entries)
  select.value = options.some(([value]) => value === chosen) ? chosen : ''
  select.classList.toggle('chosen', select.value !== '')
}

/** Without accents and capitals, so that `munoz` finds `Muñoz`. @param {string} words */
function plain(words) {
  return words
    .normalize('NFD')
    .replace(/\p{Script=Latin}\p{Mn}+/gu, (cluster) => cluster[0] ?? '')
    .toLowerCase()
    .trim()
}

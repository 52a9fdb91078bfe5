/** The panel on the right: the clock, link codes, a new chat. A sheet over the page where there is no room for it. */
import { post } from './api.js'
import { byId, element } from './element.js'
import { model, whoIs } from './model.js'
import { text } from './texts.js'
import { assistantNow, cityOf, dateOf, timeOf } from './times.js'

const tools = byId('tools')
const backdrop = byId('backdrop')
const steps = byId('steps')
const openers = [...document.querySelectorAll('.open-tools')].map((node) => /** @type {HTMLElement} */ (node))

/** @type {HTMLElement | undefined} */
let openedBy

/** @param {{ onTryCode(code: string): void, onFailure(error: unknown): void }} actions */
export function connectTools({ onTryCode, onFailure }) {
  for (const opener of openers) opener.addEventListener('click', () => openTools(opener))
  byId('close-tools').addEventListener('click', closeTools)
  backdrop.addEventListener('click', closeTools)
  steps.addEventListener('click', (event) => {
    const hours = Number(/** @type {HTMLElement} */ (event.target).dataset.hours)
    if (hours > 0 && !steps.hasAttribute('aria-busy')) moveClock(hours).catch(onFailure)
  })
  byId('get-code').addEventListener('click', () => showCode(onTryCode, onFailure).catch(onFailure))
}

export function showClock() {
  const now = assistantNow()
  byId('contract-time').textContent = timeOf(now, model.contractZone)
  byId('contract-date').textContent = `${dateOf(now, model.contractZone)} · ${cityOf(model.contractZone)}`
  const person = model.open === undefined ? undefined : whoIs(model.open).person
  byId('person-clock').hidden = person === undefined
  if (!person) return
  byId('person-clock-name').textContent = person.name
  byId('person-time').textContent = timeOf(now, person.timeZone)
  byId('person-date').textContent = `${dateOf(now, person.timeZone)} · ${cityOf(person.timeZone)}`
}

/** For the chat that is open now. */
export function showLinking() {
  byId('link-card').hidden = model.open === undefined || whoIs(model.open).person === undefined
  byId('code-result').replaceChildren()
}

/** @param {HTMLElement} opener */
function openTools(opener) {
  openedBy = opener
  setSheet(true)
  byId('close-tools').focus()
}

export function closeTools() {
  if (!tools.classList.contains('open')) return false
  setSheet(false)
  openedBy?.focus()
  return true
}

/** @param {boolean} isOpen */
function setSheet(isOpen) {
  tools.classList.toggle('open', isOpen)
  backdrop.hidden = !isOpen
  byId('people').inert = isOpen
  byId('chat').inert = isOpen
  for (const opener of openers) opener.setAttribute('aria-expanded', String(isOpen))
}

/** @param {number} hours */
async function moveClock(hours) {
  steps.setAttribute('aria-busy', 'true')
  try {
    await post('clock', { hours })
  } finally {
    steps.removeAttribute('aria-busy')
  }
}

/** @param {(code: string) => void} onTryCode @param {(error: unknown) => void} onFailure */
async function showCode(onTryCode, onFailure) {
  const { open } = model
  const memberNo = open === undefined ? undefined : whoIs(open).person?.memberNo
  if (memberNo === undefined) return
  const { code } = await post('link-code', { memberNo })
  if (model.open !== open) return
  const copy = element('button', { type: 'button' }, text('copy'))
  copy.addEventListener('click', () => {
    const copied = () => (copy.textContent = text('copied'))
    navigator.clipboard.writeText(code).then(copied).catch(onFailure)
  })
  const tryIt = element('button', { type: 'button', class: 'primary', onclick: () => onTryCode(code) }, text('tryCode'))
  byId('code-result').replaceChildren(element('code', {}, code), element('div', { class: 'row' }, copy, tryIt))
}

/** The bubbles of the open chat. New ones are added at the end, an edited one takes its old one's place. */
import { renderBlocks } from './blocks.js'
import { byId, element } from './element.js'
import { dayOf, timeOf } from './times.js'

/** @typedef {import('./model.js').Message} Message */

const log = byId('log')
const scroller = byId('scroller')

/** @type {Map<string, HTMLElement>} */
let bubbles = new Map()
let zone = 'UTC'
let lastDay = ''

/** @type {{ onAction(action: string, messageId: string): void, onContact(): void }} */
let answers

/** @param {typeof answers} given */
export function connectLog(given) {
  answers = given
  // To scroll by keyboard; not every browser gives a scrolling region its tab stop.
  scroller.tabIndex = 0
}

/** @param {Iterable<Message>} messages @param {string} timeZone */
export function showLog(messages, timeZone) {
  zone = timeZone
  lastDay = ''
  bubbles = new Map()
  // Not spoken: a history that appears is not news.
  log.setAttribute('aria-live', 'off')
  log.replaceChildren()
  for (const message of messages) append(message)
  scrollToEnd()
  requestAnimationFrame(() => log.setAttribute('aria-live', 'polite'))
}

/** @param {Message} message */
export function showMessage(message) {
  const old = bubbles.get(message.id)
  if (old) return replace(old, message)
  const wasAtEnd = isAtEnd()
  append(message).classList.add('arriving')
  if (wasAtEnd || message.from === 'person') scrollToEnd()
}

export function scrollToEnd() {
  scroller.scrollTop = scroller.scrollHeight
}

export function isAtEnd() {
  return scroller.scrollHeight - scroller.scrollTop - scroller.clientHeight < 120
}

/** @param {Message} message */
function append(message) {
  const day = dayOf(new Date(message.at), zone)
  if (day !== lastDay) log.append(element('div', { class: 'day' }, element('span', {}, day)))
  lastDay = day
  const bubble = bubbleOf(message)
  log.append(bubble)
  return bubble
}

/** @param {HTMLElement} old @param {Message} message */
function replace(old, message) {
  // Whoever works by keyboard keeps their place: the same button of the new page, or its last one.
  const focused = buttonsOf(old).indexOf(/** @type {HTMLElement} */ (document.activeElement))
  const bubble = bubbleOf(message)
  bubble.classList.add('edited')
  old.replaceWith(bubble)
  if (focused >= 0) (buttonsOf(bubble)[focused] ?? buttonsOf(bubble).at(-1) ?? scroller).focus({ preventScroll: true })
}

/** @param {Message} message */
function bubbleOf(message) {
  const { said, buttons } = renderBlocks(message.blocks, {
    onAction: (action, button) => tap(button, () => answers.onAction(action, message.id)),
    onContact: (button) => tap(button, () => answers.onContact()),
  })
  const time = element('time', { datetime: message.at, dir: 'ltr' }, timeOf(new Date(message.at), zone))
  const language = { lang: message.locale, dir: 'auto' }
  const isBrief = said.length === 1 && said[0]?.localName === 'p'
  const bubble = element(
    'article',
    { class: `message from-${message.from}`, 'data-id': message.id },
    said.length > 0
      ? element('div', { class: isBrief ? 'bubble brief' : 'bubble', ...language }, ...said, time)
      : undefined,
    buttons.length > 0 ? element('div', { class: 'choices', ...language }, ...buttons) : undefined,
  )
  for (const paragraph of bubble.querySelectorAll('.bubble > *:not(time)')) paragraph.setAttribute('dir', 'auto')
  bubbles.set(message.id, bubble)
  return bubble
}

/** @param {HTMLElement} bubble @returns {HTMLElement[]} */
function buttonsOf(bubble) {
  return [...bubble.querySelectorAll('.choice')].map((node) => /** @type {HTMLElement} */ (node))
}

/** @param {HTMLElement} button @param {() => void} answer */
function tap(button, answer) {
  for (const other of log.querySelectorAll('.tapped')) other.classList.remove('tapped')
  button.classList.add('tapped')
  answer()
}

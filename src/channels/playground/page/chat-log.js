/**
 * The bubbles of the open chat. New ones are added at the end, an edited one takes its old one's place. Who is at the
 * end or has just asked is shown what comes: the whole message, or the beginning of one that is taller than the view.
 */
import { renderBlocks } from './blocks.js'
import { byId, element } from './element.js'
import { dayOf, timeOf } from './times.js'

/** @typedef {import('./model.js').Message} Message */

const log = byId('log')
const scroller = byId('scroller')
const toEnd = byId('to-end')
/** What is left above the beginning of a bubble: nothing of the one before. Below: the scroller's own padding. */
const gap = { above: 8, below: 18 }

/** @type {Map<string, HTMLElement>} */
let bubbles = new Map()
let zone = 'UTC'
let lastDay = ''
/** A button was tapped: its answer is to be seen, wherever it appears. */
let isAsking = false
let wasAtEnd = true

/** @type {{ onAction(action: string, messageId: string): void, onContact(label: string): void }} */
let answers

/** @param {typeof answers} given */
export function connectLog(given) {
  answers = given
  // To scroll by keyboard; not every browser gives a scrolling region its tab stop.
  scroller.tabIndex = 0
  scroller.addEventListener('scroll', noteEnd)
  toEnd.addEventListener('click', scrollToEnd)
  // A keyboard that slides in, a draft that grows: whoever was at the end stays there.
  new ResizeObserver(() => (wasAtEnd ? scrollToEnd() : noteEnd())).observe(scroller)
}

/** @param {Iterable<Message>} messages @param {string} timeZone */
export function showLog(messages, timeZone) {
  zone = timeZone
  lastDay = ''
  isAsking = false
  bubbles = new Map()
  // Not spoken: a history that appears is not news.
  log.setAttribute('aria-live', 'off')
  log.replaceChildren()
  for (const message of messages) append(message)
  scrollToEnd()
  reveal([...bubbles.values()].at(-1))
  requestAnimationFrame(() => log.setAttribute('aria-live', 'polite'))
}

/** @param {Message} message */
export function showMessage(message) {
  const old = bubbles.get(message.id)
  if (old) return replace(old, message)
  const isFollowed = isAtEnd() || isAsking
  const bubble = append(message)
  bubble.classList.add('arriving')
  if (message.from === 'person') scrollToEnd()
  else if (isFollowed) reveal(bubble)
  else toEnd.classList.add('news')
  if (message.from === 'assistant') isAsking = false
  noteEnd()
}

export function scrollToEnd() {
  scroller.scrollTop = scroller.scrollHeight
  noteEnd()
}

export function isAtEnd() {
  return scroller.scrollHeight - scroller.scrollTop - scroller.clientHeight < 40
}

function noteEnd() {
  wasAtEnd = isAtEnd()
  toEnd.hidden = wasAtEnd
  if (wasAtEnd) toEnd.classList.remove('news')
}

/** @param {HTMLElement | undefined} bubble */
function reveal(bubble) {
  if (!bubble) return
  const top = bubble.offsetTop - gap.above
  const end = bubble.offsetTop + bubble.offsetHeight + gap.below - scroller.clientHeight
  if (scroller.scrollTop < end) scroller.scrollTop = Math.min(end, top)
  else if (scroller.scrollTop > top) scroller.scrollTop = top
  noteEnd()
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
  const focused = buttonsOf(old).find((button) => button === document.activeElement)
  const bubble = bubbleOf(message)
  bubble.classList.add('edited')
  old.replaceWith(bubble)
  if (focused) (counterpartOf(focused, old, bubble) ?? scroller).focus({ preventScroll: true })
  if (isAsking) reveal(bubble)
  isAsking = false
}

/**
 * Whoever works by keyboard keeps their place: the button that says the same, else the one at the same place, else the
 * last.
 * @param {HTMLElement} button @param {HTMLElement} old @param {HTMLElement} bubble
 */
function counterpartOf(button, old, bubble) {
  const now = buttonsOf(bubble)
  const same = now.find(({ textContent }) => textContent === button.textContent)
  return same ?? now[buttonsOf(old).indexOf(button)] ?? now.at(-1)
}

/** @param {Message} message */
function bubbleOf(message) {
  const { said, buttons } = renderBlocks(message.blocks, {
    onAction: (action, button) => tap(button, () => answers.onAction(action, message.id)),
    onContact: (button) => tap(button, () => answers.onContact(button.textContent)),
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
  isAsking = true
  answer()
}

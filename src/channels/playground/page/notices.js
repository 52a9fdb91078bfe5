/** Short words at the edge: a failure, a lost connection, something only a screen reader needs to hear. */
import { byId } from './element.js'
import { text } from './texts.js'

const notice = byId('notice')
let isOffline = false

/** @type {ReturnType<typeof setTimeout> | undefined} */
let timer

export function showFailure() {
  show('failed')
  clearTimeout(timer)
  timer = setTimeout(() => (isOffline ? show('offline') : hide()), 5000)
}

/** @param {boolean} isConnected */
export function showConnection(isConnected) {
  clearTimeout(timer)
  isOffline = !isConnected
  // A short break that heals by itself is nobody's concern.
  if (isOffline) timer = setTimeout(() => show('offline'), 1500)
  else hide()
}

/** @param {string} words */
export function announce(words) {
  byId('announcer').textContent = words
}

/** @param {string} key */
function show(key) {
  notice.textContent = text(key)
  notice.hidden = false
}

function hide() {
  notice.hidden = true
}

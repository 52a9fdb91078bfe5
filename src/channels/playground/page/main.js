/** Wires the page together: what the server tells goes into the model, and from there onto the screen. */
import { listen, post } from './api.js'
import { connectLog, showLog, showMessage } from './chat-log.js'
import { showHeader, showTyping } from './chat-view.js'
import { connectComposer, focusComposer, setDraft } from './composer.js'
import { byId } from './element.js'
import { connectLoading, loadChat, loadState, refresh, reloadOpenChat, showAround } from './loading.js'
import {
  chatOf,
  forgetChats,
  keepMessage,
  markRecent,
  model,
  newVisitor,
  noteRun,
  recallUnread,
  setUnread,
  whoIs,
} from './model.js'
import { announce, showConnection, showFailure } from './notices.js'
import { connectFilters } from './people-filters.js'
import { connectPeople, showPeople } from './people-list.js'
import { text } from './texts.js'
import { assistantNow, dateOf, setClock, timeOf } from './times.js'
import { closeTools, connectTools, showClock, showLinking } from './tools.js'
import { askWhosePhone } from './whose-phone.js'

let wasGreeted = false
/** @type {ReturnType<typeof setTimeout> | undefined} */
let refreshTimer
/** @type {ReturnType<typeof setTimeout> | undefined} */
let showTimer
const chatPattern = /^#(member:[\w.-]{1,64}|visitor:[a-z0-9]{6,32})$/
const hasKeyboard = matchMedia('(pointer: fine)')

function openFromAddress() {
  const chat = chatPattern.exec(location.hash)?.[1]
  const isOther = chat !== model.open
  model.open = chat
  if (chat !== undefined) setUnread(chat, 0)
  showAround()
  if (!isOther) return
  showLinking()
  if (chat === undefined) return byId('people-list').querySelector('button')?.focus({ preventScroll: true })
  showLog(chatOf(chat).messages.values(), whoIs(chat).timeZone)
  showTyping()
  setDraft(chatOf(chat).draft)
  loadChat(chat).catch(fail)
  if (hasKeyboard.matches) focusComposer()
  else byId('chat-name').focus()
}

/** @param {string} chat */
function open(chat) {
  closeTools()
  if (chat === model.open && hasKeyboard.matches) focusComposer()
  location.hash = chat
}

/** @param {string} [draft] */
function openVisitor(draft = '') {
  const chat = newVisitor()
  chatOf(chat).draft = draft
  open(chat)
}

/** @param {string} words */
function send(words) {
  const chat = model.open
  if (chat === undefined) return
  post('message', { chat, text: words, ui: model.ui }).catch((error) => {
    // What could not be sent is not lost.
    if (model.open === chat && chatOf(chat).draft === '') setDraft(words)
    fail(error)
  })
}

/** @param {Record<string, unknown>} answer */
function tell(answer) {
  post('message', { chat: model.open, ui: model.ui, ...answer }).catch(fail)
}

/** A demo person shares their own number; a visitor may turn out to be anyone. @param {string} label */
function shareContact(label) {
  const isKnown = model.open !== undefined && whoIs(model.open).person !== undefined
  if (isKnown) tell({ contact: true })
  else askWhosePhone(label, (memberNo) => tell({ contact: memberNo }))
}

/** @param {unknown} error */
function fail(error) {
  showFailure()
  reportError(error)
}

/** Hundreds may be written to at one moment, and the list of people is long: it is shown anew once for all of them. */
function showAroundSoon() {
  if (showTimer !== undefined) return
  showTimer = setTimeout(() => {
    showTimer = undefined
    showAround()
  }, 50)
}

const events = {
  /** @param {{ run: string }} data */
  hello({ run }) {
    noteRun(run)
    // The first greeting follows the first loading; a later one means that something was missed.
    const isFirst = !wasGreeted && model.ui !== ''
    wasGreeted = true
    if (!isFirst) forgetChats()
    const state = isFirst ? Promise.resolve(showAround()) : loadState()
    state.then(reloadOpenChat).catch(fail)
  },
  /** @param {import('./model.js').Message} message */
  message(message) {
    if (!keepMessage(message)) return
    if (message.chat === model.open) showMessage(message)
    else if (message.from === 'assistant') {
      setUnread(message.chat, (model.unread.get(message.chat) ?? 0) + 1)
      if (model.recent.includes(message.chat)) announce(`${text('unread')}: ${whoIs(message.chat).name}`)
    }
    // Many are written to unasked; one's own chats are those in which one spoke.
    if (message.from === 'person' || model.recent.includes(message.chat)) markRecent(message.chat)
    if (message.from === 'person' || message.chat === model.open) showAround()
    else showAroundSoon()
  },
  /** @param {{ chat: string, isTyping: boolean }} data */
  typing({ chat, isTyping }) {
    chatOf(chat).isTyping = isTyping
    if (chat === model.open) showTyping()
    clearTimeout(refreshTimer)
    if (!isTyping) refreshTimer = setTimeout(() => refresh().catch(fail), 250)
  },
  /** @param {{ chat: string }} data */
  failed({ chat }) {
    if (chat === model.open) showFailure()
  },
  /** @param {{ now: string }} data */
  clock({ now }) {
    setClock(now)
    showClock()
    announce(`${timeOf(assistantNow(), model.contractZone)} ${dateOf(assistantNow(), model.contractZone)}`)
    loadState().catch(fail)
  },
}

connectPeople({ onOpen: open, onNewChat: () => openVisitor() })
connectFilters(showPeople)
connectLoading(fail, send)
connectTools({ onTryCode: (code) => openVisitor(`/start ${code}`), onFailure: fail })
connectLog({ onAction: (action, messageId) => tell({ action, messageId }), onContact: shareContact })
connectComposer(send, (words) => {
  if (model.open !== undefined) chatOf(model.open).draft = words
})
byId('back').addEventListener('click', () => (location.hash = ''))
addEventListener('hashchange', openFromAddress)
addEventListener('keydown', (event) => event.key === 'Escape' && closeTools())
setInterval(() => {
  showClock()
  showHeader()
}, 10_000)

recallUnread()
await loadState().catch(fail)
openFromAddress()
listen(events, showConnection)

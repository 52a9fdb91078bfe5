/** Gets the state and the chats from the server into the model, and shows what depends on them. */
import { get } from './api.js'
import { showLog, showMessage } from './chat-log.js'
import { showEmpty, showHeader } from './chat-view.js'
import { byId, setOptions } from './element.js'
import { chatOf, keepMessage, model, whoIs } from './model.js'
import { showPeople } from './people-list.js'
import { setTexts } from './texts.js'
import { setClock } from './times.js'
import { showClock } from './tools.js'

const languageMenu = /** @type {HTMLSelectElement} */ (byId('language'))

/** @type {(words: string) => void} */
let onSend = () => {}

/** @param {(error: unknown) => void} onFailure @param {(words: string) => void} send */
export function connectLoading(onFailure, send) {
  onSend = send
  languageMenu.addEventListener('change', () => {
    localStorage.setItem('kisht.ui', languageMenu.value)
    loadState().then(reloadOpenChat).catch(onFailure)
  })
}

export async function loadState() {
  const { people, languages, contractZone, ui, chats, linked, texts, now } = await get('state', uiQuery())
  Object.assign(model, { people, languages, contractZone, ui, recent: chats, linked })
  setTexts(texts, ui)
  setClock(now)
  setOptions(
    languageMenu,
    model.languages.map(({ tag, name }) => [tag, name]),
  )
  languageMenu.value = ui
  showAround()
}

/** Shows the chat anew, when it is still the open one. @param {string} chat */
export async function loadChat(chat) {
  await fetchChat(chat)
  if (model.open !== chat) return
  showLog(chatOf(chat).messages.values(), whoIs(chat).timeZone)
  showEmpty(onSend)
}

export async function reloadOpenChat() {
  if (model.open !== undefined) await loadChat(model.open)
}

/** After an answer: a language may have been chosen or a chat linked, and with that people and commands differ. */
export async function refresh() {
  await loadState()
  const chat = model.open
  if (chat === undefined) return
  const news = await fetchChat(chat)
  if (model.open === chat) for (const message of news) showMessage(message)
}

/** Everything around the conversation. */
export function showAround() {
  showPeople()
  showHeader()
  showClock()
  showEmpty(onSend)
  const unread = [...model.unread.values()].reduce((sum, count) => sum + count, 0)
  document.title = unread > 0 ? `(${unread}) Kisht` : 'Kisht'
}

/** Returns what we did not have yet. @param {string} chat @returns {Promise<import('./model.js').Message[]>} */
async function fetchChat(chat) {
  const { messages, commands } = await get('chat', { chat, ...uiQuery() })
  const loaded = chatOf(chat)
  loaded.commands = commands
  const before = loaded.messages
  // History gives the order; what came as an event meanwhile stays after it.
  loaded.messages = new Map()
  for (const message of [...messages, ...before.values()]) keepMessage(message)
  return [...loaded.messages.values()].filter(({ id, version }) => before.get(id)?.version !== version)
}

/** @returns {Record<string, string>} */
function uiQuery() {
  const chosen = localStorage.getItem('kisht.ui')
  return chosen === null ? {} : { ui: chosen }
}

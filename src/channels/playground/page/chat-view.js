/** The open chat around its bubbles: the header, what an empty chat offers, the typing dots. */
import { isAtEnd, scrollToEnd } from './chat-log.js'
import { byId, chip, element, isSame, paintAvatar } from './element.js'
import { chatOf, model, whoIs } from './model.js'
import { languageName, text } from './texts.js'
import { assistantNow, cityOf, timeOf } from './times.js'

const typing = byId('typing')
const empty = byId('empty')

/** @type {ReturnType<typeof setTimeout> | undefined} */
let typingTimer

export function showHeader() {
  const { open } = model
  byId('phone').hidden = open === undefined
  byId('nobody').hidden = open !== undefined
  document.body.dataset.screen = open === undefined ? 'list' : 'chat'
  if (open === undefined) return
  const who = whoIs(open)
  paintAvatar(byId('chat-avatar'), who)
  byId('chat-name').textContent = who.name
  const local = who.person && `${timeOf(assistantNow(), who.timeZone)} ${cityOf(who.timeZone)}`
  const language = who.person && languageName(who.person.language, model.languages)
  const facts = [language, local].filter((fact) => fact !== undefined)
  byId('chat-facts').replaceChildren(chip(who.situation), ...facts.map((fact) => element('span', {}, fact)))
}

/** @param {(words: string) => void} onSend */
export function showEmpty(onSend) {
  const chat = model.open === undefined ? undefined : chatOf(model.open)
  empty.hidden = chat === undefined || chat.messages.size > 0
  if (!chat || empty.hidden || isSame(empty, [model.ui, chat.commands])) return
  const ideas = chat.commands.filter(({ command }) => !['start', 'help'].includes(command)).slice(0, 4)
  empty.replaceChildren(
    element('p', {}, text('emptyChat')),
    element('button', { type: 'button', class: 'primary', onclick: () => onSend('/start') }, text('start')),
    element(
      'div',
      { class: 'ideas' },
      ...ideas.map(({ command, description }) =>
        element('button', { type: 'button', onclick: () => onSend(`/${command}`), title: `/${command}` }, description),
      ),
    ),
  )
}

/** Only what takes a moment: an answer that is there at once needs no dots before it. */
export function showTyping() {
  clearTimeout(typingTimer)
  const isTyping = model.open !== undefined && chatOf(model.open).isTyping
  if (!isTyping) {
    typing.hidden = true
    return
  }
  typingTimer = setTimeout(() => {
    const wasAtEnd = isAtEnd()
    typing.hidden = false
    if (wasAtEnd) scrollToEnd()
  }, 180)
}

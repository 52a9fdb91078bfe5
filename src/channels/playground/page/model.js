/**
 * What the page knows. A message may come twice, as history and as an event, in any order: its version decides.
 *
 * @typedef {{ chat: string, id: string, version: number, from: 'assistant' | 'person', at: string, locale?: string,
 *   replaces?: string, blocks: any[] }} Message
 * @typedef {{ command: string, description: string }} Command
 * @typedef {{ memberNo: string, name: string, language: string, timeZone: string, isPartner: boolean,
 *   isInvestor: boolean, featured: boolean, situation: { key: string, label: string, tone: string } }} Person
 * @typedef {{ messages: Map<string, Message>, commands: Command[], isTyping: boolean, draft: string }} Chat
 */
import { text } from './texts.js'

export const model = {
  /** @type {Person[]} */
  people: [],
  /** @type {{ tag: string, name: string }[]} */
  languages: [],
  contractZone: 'UTC',
  ui: '',
  /** @type {string | undefined} */
  open: undefined,
  /** Chats in which something was said, the latest last. @type {string[]} */
  recent: [],
  /** @type {Map<string, number>} */
  unread: new Map(),
  /** Which member a visitor's chat was linked to meanwhile. @type {Record<string, string>} */
  linked: {},
  /** @type {Map<string, Chat>} */
  chats: new Map(),
}

/** @param {string} chat @returns {Chat} */
export function chatOf(chat) {
  const found = model.chats.get(chat) ?? { messages: new Map(), commands: [], isTyping: false, draft: '' }
  model.chats.set(chat, found)
  return found
}

/** All but what the person was just writing. */
export function forgetChats() {
  for (const chat of model.chats.values()) {
    chat.messages.clear()
    chat.isTyping = false
  }
}

/** @param {string} chat */
export function whoIs(chat) {
  const isVisitor = chat.startsWith('visitor:')
  const memberNo = isVisitor ? model.linked[chat] : chat.slice('member:'.length)
  const person = model.people.find((one) => one.memberNo === memberNo)
  const visitor = `${text('visitor')} ${chat.slice(-3).toUpperCase()}`
  const name = [isVisitor ? visitor : undefined, person?.name].filter(Boolean).join(' · ') || chat
  const situation = person?.situation ?? { key: 'visitor', label: text('notLinked'), tone: 'none' }
  return { chat, name, isVisitor, person, situation, timeZone: person?.timeZone ?? model.contractZone }
}

/** Whether it was new to us. @param {Message} message */
export function keepMessage(message) {
  const { messages } = chatOf(message.chat)
  const kept = messages.get(message.id)
  if (kept && kept.version >= message.version) return false
  messages.set(message.id, message)
  return true
}

/** @param {string} chat */
export function markRecent(chat) {
  model.recent = [...model.recent.filter((other) => other !== chat), chat]
}

/** @param {string} chat @param {number} count */
export function setUnread(chat, count) {
  if (count > 0) model.unread.set(chat, count)
  else model.unread.delete(chat)
  sessionStorage.setItem('kisht.unread', JSON.stringify([...model.unread]))
}

/** What was unread before a reload of the page is still unread. */
export function recallUnread() {
  model.unread = new Map(JSON.parse(sessionStorage.getItem('kisht.unread') ?? '[]'))
}

/** A server that started anew has forgotten what was said. @param {string} run */
export function noteRun(run) {
  if (sessionStorage.getItem('kisht.run') !== run) {
    for (const chat of [...model.unread.keys()]) setUnread(chat, 0)
  }
  sessionStorage.setItem('kisht.run', run)
}

export function newVisitor() {
  const letters = crypto.getRandomValues(new Uint8Array(10))
  return `visitor:${[...letters].map((byte) => (byte % 36).toString(36)).join('')}`
}

/** The people on the left: sections, rows, filters; one tab stop, arrows move inside. */
import { byId, chip, element, icon, isSame, paintAvatar } from './element.js'
import { model, whoIs } from './model.js'
import { fillFilters, matchesFilters } from './people-filters.js'
import { languageName, text } from './texts.js'

const list = byId('people-list')

/** @type {{ onOpen(chat: string): void, onNewChat(): void }} */
let actions

/** @param {typeof actions} given */
export function connectPeople(given) {
  actions = given
  list.addEventListener('keydown', moveByKey)
  byId('search').addEventListener('keydown', (event) => {
    if (event.key === 'ArrowDown') focusRow(0, event)
  })
}

export function showPeople() {
  fillFilters()
  const started = [...model.recent].reverse()
  if (model.open?.startsWith('visitor:') && !started.includes(model.open)) started.unshift(model.open)
  const rest = model.people
    .filter(({ memberNo }) => !started.includes(`member:${memberNo}`))
    .filter((person) => matchesFilters(person))
  const sections = {
    yourChats: started.filter((chat) => matchesFilters(whoIs(chat).person, whoIs(chat).name)),
    featured: chatsOf(rest.filter(({ featured }) => featured)),
    everyone: chatsOf(rest.filter(({ featured }) => !featured)),
  }
  if (isSame(list, [sections, model.people, model.open, model.ui, model.linked, [...model.unread]])) return
  const focusedChat = rows().find((row) => row === document.activeElement)?.dataset.chat
  const scrolled = list.scrollTop
  const followed = scrolled > 0 ? inView(rows().find((row) => row.hasAttribute('aria-current'))) : undefined
  const isEmpty = Object.values(sections).every((chats) => chats.length === 0)
  list.replaceChildren(
    newChatRow(),
    ...Object.entries(sections).flatMap(([title, chats]) => section(title, chats)),
    ...(isEmpty ? [element('p', { class: 'nobody-found' }, text('nobodyFound'))] : []),
  )
  list.scrollTop = scrolled
  follow(followed)
  makeTabStop()
  if (focusedChat !== undefined)
    rows()
      .find(({ dataset }) => dataset.chat === focusedChat)
      ?.focus()
}

/** @param {import('./model.js').Person[]} people */
function chatsOf(people) {
  return people.map(({ memberNo }) => `member:${memberNo}`)
}

/** @param {string} title @param {string[]} chats */
function section(title, chats) {
  if (chats.length === 0) return []
  const heading = element('h2', { class: 'section', id: `section-${title}` }, text(title))
  return [
    heading,
    element('ul', { 'aria-labelledby': heading.id }, ...chats.map((chat) => element('li', {}, row(chat)))),
  ]
}

/** @param {string} chat */
function row(chat) {
  const who = whoIs(chat)
  const avatar = element('span', { class: 'avatar', 'aria-hidden': 'true' })
  paintAvatar(avatar, who)
  const roles = who.person && [who.person.isInvestor && text('investor'), who.person.isPartner && text('partner')]
  const language = who.person && languageName(who.person.language, model.languages)
  const unread = model.unread.get(chat)
  return element(
    'button',
    {
      type: 'button',
      class: 'person',
      tabindex: '-1',
      'data-chat': chat,
      'aria-current': chat === model.open ? 'true' : undefined,
      onclick: () => actions.onOpen(chat),
    },
    avatar,
    element('bdi', { class: 'name' }, who.name),
    language ? element('span', { class: 'sub', lang: who.person?.language }, language) : undefined,
    element(
      'span',
      { class: 'facts-line' },
      chip(who.situation),
      ' ',
      element('span', { class: 'sub' }, (roles ?? []).filter(Boolean).join(' · ')),
    ),
    unread ? badge(unread) : undefined,
  )
}

/** @param {number} count */
function badge(count) {
  const shown = element('span', { 'aria-hidden': 'true' }, count > 99 ? '99+' : String(count))
  return element(
    'span',
    { class: 'badge' },
    shown,
    element('span', { class: 'for-readers' }, `${text('unread')}: ${count}`),
  )
}

function newChatRow() {
  return element(
    'button',
    {
      type: 'button',
      class: 'person new-chat',
      tabindex: '-1',
      'data-chat': 'new',
      onclick: () => actions.onNewChat(),
    },
    element('span', { class: 'avatar plus', 'aria-hidden': 'true' }, icon('plus')),
    element('span', { class: 'name' }, text('newChat')),
  )
}

/** @param {HTMLElement} [row] */
function inView(row) {
  const at = row?.getBoundingClientRect().top ?? 0
  const { top, bottom } = list.getBoundingClientRect()
  return row && at >= top && at < bottom ? { chat: row.dataset.chat, at } : undefined
}

/**
 * The open chat moves up when something is said in it: where it was in view, it stays.
 * @param {ReturnType<typeof inView>} before
 */
function follow(before) {
  const row = before && rows().find(({ dataset }) => dataset.chat === before.chat)
  if (row) list.scrollTop += row.getBoundingClientRect().top - before.at
}

/** @returns {HTMLElement[]} */
function rows() {
  return [...list.querySelectorAll('.person')].map((node) => /** @type {HTMLElement} */ (node))
}

function makeTabStop() {
  const all = rows()
  const stop = all.find((row) => row.hasAttribute('aria-current')) ?? all[1] ?? all[0]
  if (stop) stop.tabIndex = 0
}

/** @param {KeyboardEvent} event */
function moveByKey(event) {
  const all = rows()
  const at = all.indexOf(/** @type {HTMLElement} */ (document.activeElement))
  /** @type {Record<string, number>} */
  const goal = { ArrowDown: at + 1, ArrowUp: at - 1, Home: 0, End: all.length - 1, PageDown: at + 8, PageUp: at - 8 }
  const to = goal[event.key]
  if (to === undefined) return
  if (to < 0 && event.key === 'ArrowUp') return byId('search').focus()
  focusRow(Math.max(0, Math.min(all.length - 1, to)), event)
}

/** @param {number} index @param {Event} event */
function focusRow(index, event) {
  event.preventDefault()
  const all = rows()
  for (const row of all) row.tabIndex = -1
  const row = all[index]
  if (!row) return
  row.tabIndex = 0
  row.focus()
}

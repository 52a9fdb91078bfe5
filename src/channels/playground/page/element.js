/** Builds elements. Words only ever become text nodes: nothing that comes from a person can become markup. */

/**
 * @param {string} tag
 * @param {Record<string, string | number | boolean | undefined | ((event: any) => void)>} [properties] attributes;
 *   `onclick` and the like become listeners, `false` and `undefined` are left out
 * @param {(Node | string | undefined)[]} children
 * @returns {HTMLElement}
 */
export function element(tag, properties = {}, ...children) {
  const made = document.createElement(tag)
  for (const [name, value] of Object.entries(properties)) {
    if (value === undefined || value === false) continue
    if (typeof value === 'function') made.addEventListener(name.slice(2), value)
    else made.setAttribute(name, value === true ? '' : String(value))
  }
  made.append(...children.filter((child) => child !== undefined))
  return made
}

/** @param {string} name one of the symbols in index.html */
export function icon(name) {
  const drawing = document.createElementNS('http://www.w3.org/2000/svg', 'svg')
  const use = document.createElementNS('http://www.w3.org/2000/svg', 'use')
  use.setAttribute('href', `#icon-${name}`)
  drawing.setAttribute('aria-hidden', 'true')
  drawing.append(use)
  return drawing
}

/**
 * An element of index.html.
 * @template {HTMLElement} [T=HTMLElement]
 * @param {string} id
 * @returns {T}
 */
export function byId(id) {
  return /** @type {T} */ (document.getElementById(id))
}

/**
 * Leaves a menu alone that has these options already: it may just be open.
 * @param {HTMLSelectElement} select
 * @param {string[][]} entries value and label
 */
export function setOptions(select, entries) {
  if (isSame(select, entries)) return
  select.replaceChildren(...entries.map(([value, label = '']) => element('option', { value }, label)))
}

/**
 * Whether what a part of the page shows is the same as last time: then it is not built anew under someone's finger.
 * @param {HTMLElement} part
 * @param {unknown} shown
 */
export function isSame(part, shown) {
  const before = lastShown.get(part)
  const now = JSON.stringify(shown)
  lastShown.set(part, now)
  return before === now
}

/** @type {WeakMap<HTMLElement, string>} */
const lastShown = new WeakMap()

/** @param {{ label: string, tone: string }} situation */
export function chip(situation) {
  return element('span', { class: 'chip', 'data-tone': situation.tone }, situation.label)
}

/**
 * Initials on a colour of one's own.
 * @param {HTMLElement} avatar
 * @param {{ name: string, chat: string, isVisitor: boolean }} who
 */
export function paintAvatar(avatar, { name, chat, isVisitor }) {
  const words = name.split(/\s+/).filter((word) => /^\p{L}/u.test(word))
  const ends = words.length > 1 ? [words[0], words[words.length - 1]] : words
  avatar.textContent = isVisitor ? '?' : ends.map(firstLetter).join('').toUpperCase()
  const sum = [...chat].reduce((total, letter) => (total * 31 + letter.charCodeAt(0)) % 9973, 7)
  avatar.dataset.hue = isVisitor ? 'none' : String(sum % 8)
}

/** @param {string} [word] */
function firstLetter(word = '') {
  // A letter of Devanagari is a cluster: its vowel sign belongs to it.
  return new Intl.Segmenter().segment(word)[Symbol.iterator]().next().value?.segment ?? ''
}

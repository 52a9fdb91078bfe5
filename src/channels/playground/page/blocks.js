/** One function for each kind of block, from the assistant's blocks to elements. */
import { element, icon } from './element.js'

const safeSchemes = ['http:', 'https:', 'mailto:', 'tel:', 'upi:']

/** @type {Record<string, (block: any) => HTMLElement>} */
const inBubble = {
  heading: ({ text }) => element('h3', { class: 'heading' }, text),
  text: ({ text }) => element('p', {}, text),
  facts: ({ facts }) => element('dl', { class: 'facts' }, ...facts.map(fact)),
  table,
  list: ({ items }) =>
    element('ul', { class: 'items' }, ...items.map((/** @type {string} */ item) => element('li', {}, item))),
  note: ({ text }) => element('p', { class: 'note' }, text),
  progress,
  attachment,
}

/**
 * @param {any[]} blocks
 * @param {{ onAction(action: string, button: HTMLElement): void, onContact(button: HTMLElement): void }} answers
 * @returns {{ said: HTMLElement[], buttons: HTMLElement[] }}
 */
export function renderBlocks(blocks, answers) {
  /** @type {HTMLElement[]} */
  const said = []
  /** @type {HTMLElement[]} */
  const buttons = []
  for (const block of blocks) {
    if (block.block === 'choices')
      buttons.push(...block.choices.map((/** @type {any} */ each) => choice(each, answers)))
    else if (block.block === 'contact_request') buttons.push(contactRequest(block, answers))
    else if (inBubble[block.block]) said.push(inBubble[block.block](block))
  }
  return { said, buttons }
}

/** @param {{ label: string, value: string }} fact */
function fact({ label, value }) {
  return element('div', {}, element('dt', {}, label), element('dd', {}, value))
}

/** @param {{ columns: { title: string, align: string }[], rows: string[][] }} block */
function table({ columns, rows }) {
  const titles = columns.map(({ title, align }) => element('th', { scope: 'col', class: align }, title))
  const lines = rows.map((cells) =>
    element('tr', {}, ...cells.map((cell, at) => element('td', { class: columns[at]?.align ?? 'start' }, cell))),
  )
  const body = element('tbody', {}, ...lines)
  return element(
    'div',
    { class: 'table', tabindex: '0' },
    element('table', {}, element('thead', {}, element('tr', {}, ...titles)), body),
  )
}

/** @param {{ label: string, percent: number }} block */
function progress({ label, percent }) {
  const value = Math.max(0, Math.min(100, percent))
  return element(
    'div',
    { class: 'progress' },
    element('span', {}, label),
    element('progress', { max: 100, value, 'aria-label': label }),
  )
}

/** @param {{ fileName: string, mediaType: string, url: string, caption?: string }} block */
function attachment({ fileName, mediaType, url, caption }) {
  const isPicture = ['image/png', 'image/jpeg', 'image/svg+xml'].includes(mediaType)
  const shown = isPicture
    ? element('img', { src: url, alt: caption ?? fileName, class: 'picture' })
    : element('span', { class: 'file' }, icon('file'), element('span', {}, fileName))
  const link = element('a', { href: url, download: fileName }, shown)
  return element('figure', {}, link, caption ? element('figcaption', {}, caption) : undefined)
}

/**
 * @param {{ label: string, url?: string, action?: string }} choice
 * @param {{ onAction(action: string, button: HTMLElement): void }} answers
 */
function choice({ label, url, action }, answers) {
  if (url !== undefined) {
    if (!safeSchemes.includes(URL.parse(url)?.protocol ?? '')) return element('span', { class: 'choice dead' }, label)
    return element(
      'a',
      { class: 'choice', href: url, target: '_blank', rel: 'noopener noreferrer' },
      label,
      icon('out'),
    )
  }
  const button = element('button', { type: 'button', class: 'choice' }, label)
  button.addEventListener('click', () => answers.onAction(action ?? '', button))
  return button
}

/** @param {{ label: string }} block @param {{ onContact(button: HTMLElement): void }} answers */
function contactRequest({ label }, answers) {
  const button = element('button', { type: 'button', class: 'choice' }, icon('phone'), label)
  button.addEventListener('click', () => answers.onContact(button))
  return button
}

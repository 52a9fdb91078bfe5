/** The commands of the person who is writing, above the input; focus stays in the input, arrows move in the list. */
import { byId, element } from './element.js'
import { chatOf, model } from './model.js'

const menu = byId('commands')
const opener = byId('open-commands')
const draft = /** @type {HTMLTextAreaElement} */ (byId('draft'))

/** @type {(command: string) => void} */
let onPick = () => {}
let active = 0

/** @param {(command: string) => void} pick */
export function connectCommands(pick) {
  onPick = pick
  // Before the input loses its focus to the button, which would close the menu.
  opener.addEventListener('pointerdown', (event) => event.preventDefault())
  opener.addEventListener('click', () => {
    if (!menu.hidden) return closeCommands()
    open('')
    draft.focus()
  })
  menu.addEventListener('pointerdown', (event) => event.preventDefault())
}

/** Opens, narrows or closes the menu. @param {string} written */
export function offerCommands(written) {
  if (/^\/\S*$/.test(written)) open(written.slice(1).toLowerCase())
  else closeCommands()
}

export function closeCommands() {
  menu.hidden = true
  opener.setAttribute('aria-expanded', 'false')
  draft.removeAttribute('aria-activedescendant')
}

/** Whether the key was meant for the menu. @param {KeyboardEvent} event */
export function moveInCommands(event) {
  if (menu.hidden) return false
  if (event.key === 'Escape') closeCommands()
  else if (event.key === 'ArrowDown') activate(active + 1)
  else if (event.key === 'ArrowUp') activate(active - 1)
  else return false
  event.preventDefault()
  event.stopPropagation()
  return true
}

/** Whether there was something to pick. */
export function pickCommand() {
  if (menu.hidden) return false
  const option = /** @type {HTMLElement | undefined} */ (menu.children[active])
  option?.click()
  return option !== undefined
}

/** @param {string} beginning */
function open(beginning) {
  const commands = model.open ? chatOf(model.open).commands : []
  const offered = commands.filter(({ command }) => command.startsWith(beginning))
  if (offered.length === 0) return closeCommands()
  menu.replaceChildren(...offered.map(option))
  menu.hidden = false
  opener.setAttribute('aria-expanded', 'true')
  activate(0)
}

/** @param {{ command: string, description: string }} offered @param {number} index */
function option({ command, description }, index) {
  const pick = () => {
    closeCommands()
    onPick(`/${command}`)
  }
  return element(
    'div',
    { role: 'option', id: `command-${index}`, 'aria-selected': 'false', onclick: pick },
    element('b', {}, `/${command}`),
    element('span', { dir: 'auto' }, description),
  )
}

/** @param {number} index */
function activate(index) {
  const options = [...menu.children]
  active = (index + options.length) % options.length
  for (const [at, each] of options.entries()) each.setAttribute('aria-selected', String(at === active))
  options[active]?.scrollIntoView({ block: 'nearest' })
  draft.setAttribute('aria-activedescendant', `command-${active}`)
}

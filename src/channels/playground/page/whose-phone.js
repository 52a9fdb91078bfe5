/** Whose phone a visitor holds: the page asks, where a messenger knows. */
import { byId, element, paintAvatar } from './element.js'
import { model, whoIs } from './model.js'

const dialog = /** @type {HTMLDialogElement} */ (byId('whose'))

/** @param {string} title @param {(memberNo: string) => void} onChosen */
export function askWhosePhone(title, onChosen) {
  const people = model.people.filter(({ featured }) => featured)
  const rows = people.map(({ memberNo }) =>
    row(`member:${memberNo}`, () => {
      dialog.close()
      onChosen(memberNo)
    }),
  )
  byId('whose-title').textContent = title
  byId('whose-list').replaceChildren(...rows)
  byId('close-whose').onclick = () => dialog.close()
  dialog.showModal()
  byId('whose-list').scrollTop = 0
}

/** @param {string} chat @param {() => void} onclick */
function row(chat, onclick) {
  const avatar = element('span', { class: 'avatar', 'aria-hidden': 'true' })
  const who = whoIs(chat)
  paintAvatar(avatar, who)
  return element(
    'button',
    { type: 'button', class: 'person', onclick },
    avatar,
    element('bdi', { class: 'name' }, who.name),
  )
}

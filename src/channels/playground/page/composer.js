/** Where the person writes: Enter sends, Shift+Enter breaks the line, `/` opens the commands. */
import { closeCommands, connectCommands, moveInCommands, offerCommands, pickCommand } from './command-menu.js'
import { byId } from './element.js'

const form = byId('composer')
const draft = /** @type {HTMLTextAreaElement} */ (byId('draft'))

/** @param {(text: string) => void} onSend @param {(text: string) => void} onDraft */
export function connectComposer(onSend, onDraft) {
  const send = () => {
    const words = draft.value.trim()
    if (words === '') return
    setDraft('')
    onDraft('')
    onSend(words)
  }
  connectCommands((command) => {
    setDraft('')
    onDraft('')
    onSend(command)
  })
  form.addEventListener('submit', (event) => {
    event.preventDefault()
    send()
    draft.focus()
  })
  draft.addEventListener('input', () => {
    grow()
    onDraft(draft.value)
    offerCommands(draft.value)
  })
  draft.addEventListener('blur', () => setTimeout(() => document.activeElement !== draft && closeCommands(), 150))
  draft.addEventListener('keydown', (event) => {
    // While a syllable is being composed (Hindi, Chinese ...) Enter belongs to the input method.
    if (event.isComposing) return
    if (moveInCommands(event)) return
    if (event.key !== 'Enter' || event.shiftKey) return
    event.preventDefault()
    if (!pickCommand()) send()
  })
}

/** @param {string} words */
export function setDraft(words) {
  draft.value = words
  closeCommands()
  grow()
}

export function focusComposer() {
  draft.focus()
  draft.setSelectionRange(draft.value.length, draft.value.length)
}

function grow() {
  draft.style.height = 'auto'
  draft.style.height = `${Math.min(draft.scrollHeight, 140)}px`
}

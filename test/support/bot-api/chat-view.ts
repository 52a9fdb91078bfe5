/** What a test sees of one chat: the bot's messages as they stand, and waiting for the next thing to happen. */
import type { ChatEvent, Room, ShownMessage, ShownToast } from './chats.ts'
import type { KeyboardButton } from './reply-markup.ts'
import type { InlineButton, MessageEntity, UploadedFile } from './wire-types.ts'

export const WAIT_MS = 2_000

export interface InboxMessage {
  readonly id: number
  /** Plain, after parsing; of a document or photo its caption. */
  readonly text: string
  /** As sent with `parse_mode: HTML`; absent for plain text. */
  readonly html: string | undefined
  readonly entities: readonly MessageEntity[]
  readonly buttons: readonly (readonly InlineButton[])[]
  readonly editCount: number
  readonly file: UploadedFile | undefined
}

export interface Waiting {
  readonly timeoutMs?: number
}

export class ChatView {
  readonly #room: Room
  readonly #cursors = { message: 0, edit: 0, toast: 0 }

  constructor(room: Room) {
    this.#room = room
  }

  /** The bot's messages that are still there, oldest first, as edited. */
  get inbox(): readonly InboxMessage[] {
    return [...this.#room.messages.values()].filter(isFromBot).map(present)
  }

  get keyboard(): readonly (readonly KeyboardButton[])[] {
    return this.#room.keyboard
  }

  /** Chat actions (`typing`) the bot has shown, in order. */
  get actions(): readonly string[] {
    return this.#room.events.flatMap((event) => (event.kind === 'action' ? [event.action] : []))
  }

  /** Each call gives the next message not given before, as it arrived, whether it is there already or still to come. */
  async nextMessage(waiting?: Waiting): Promise<InboxMessage> {
    return present(
      await this.#next('message', (event) => (event.kind === 'message' ? event.shown : undefined), waiting),
    )
  }

  async nextEdit(waiting?: Waiting): Promise<InboxMessage> {
    return present(await this.#next('edit', (event) => (event.kind === 'edit' ? event.shown : undefined), waiting))
  }

  /** The answer to a tapped button: what the bot gave to answerCallbackQuery. */
  nextToast(waiting?: Waiting): Promise<ShownToast> {
    return this.#next('toast', (event) => (event.kind === 'toast' ? event.toast : undefined), waiting)
  }

  /** Forgets what has happened so far, so that the next waiting starts from now. */
  catchUp(): void {
    const now = this.#room.events.length
    Object.assign(this.#cursors, { message: now, edit: now, toast: now })
  }

  #next<T>(kind: 'message' | 'edit' | 'toast', pick: (event: ChatEvent) => T | undefined, waiting?: Waiting) {
    const take = (): T | undefined => {
      for (let at = this.#cursors[kind]; at < this.#room.events.length; at++) {
        const event = this.#room.events[at]
        const picked = event && pick(event)
        if (picked === undefined) continue
        this.#cursors[kind] = at + 1
        return picked
      }
      return undefined
    }
    const timeoutMs = waiting?.timeoutMs ?? WAIT_MS
    return new Promise<T>((resolve, reject) => {
      const here = take()
      if (here !== undefined) return resolve(here)
      const stop = () => {
        clearTimeout(timer)
        this.#room.listeners.delete(look)
      }
      const look = () => {
        const picked = take()
        if (picked === undefined) return
        stop()
        resolve(picked)
      }
      const timer = setTimeout(() => {
        stop()
        reject(new Error(`No ${kind} in chat ${this.#room.chat.id} within ${timeoutMs} ms. ${this.#describe()}`))
      }, timeoutMs)
      this.#room.listeners.add(look)
    })
  }

  #describe(): string {
    const lines = this.#room.events.slice(-10).map((event) => {
      if (event.kind === 'toast') return `toast ${JSON.stringify(event.toast.text)}`
      if (event.kind === 'action') return `action ${event.action}`
      return `${event.kind} #${event.shown.message.message_id} ${JSON.stringify(present(event.shown).text.slice(0, 200))}`
    })
    return lines.length === 0 ? 'Nothing had arrived.' : `Arrived so far:\n  ${lines.join('\n  ')}`
  }
}

export function isFromBot(shown: ShownMessage): boolean {
  return shown.message.from.is_bot
}

function present(shown: ShownMessage): InboxMessage {
  const { message, html, editCount, file } = shown
  return {
    id: message.message_id,
    text: message.text ?? message.caption ?? '',
    html,
    entities: message.entities ?? message.caption_entities ?? [],
    buttons: message.reply_markup?.inline_keyboard ?? [],
    editCount,
    file,
  }
}

/** The chats as the people in them see them now, and a log of what happened there for tests that wait. */
import type { KeyboardButton } from './reply-markup.ts'
import type { Chat, Message, UploadedFile } from './wire-types.ts'

export interface ShownMessage {
  readonly message: Message
  /** As the bot sent it; absent for plain text and for people's messages. */
  readonly html: string | undefined
  readonly editCount: number
  readonly file: UploadedFile | undefined
}

export interface ShownToast {
  readonly queryId: string
  readonly text: string
  readonly isAlert: boolean
}

export type ChatEvent =
  | { readonly kind: 'message' | 'edit' | 'deletion'; readonly shown: ShownMessage }
  | { readonly kind: 'toast'; readonly toast: ShownToast }
  | { readonly kind: 'action'; readonly action: string }

/** unknown: never wrote to the bot, so the bot cannot find the chat; blocked: the bot is told so. */
type Reach = 'unknown' | 'open' | 'blocked'

export class Room {
  readonly chat: Chat
  readonly messages = new Map<number, ShownMessage>()
  readonly events: ChatEvent[] = []
  readonly listeners = new Set<() => void>()
  reach: Reach
  keyboard: readonly (readonly KeyboardButton[])[] = []
  readonly #messagesMax: number
  readonly #keepsEvents: boolean

  constructor(chat: Chat, reach: Reach, limits: { readonly messagesMax: number; readonly keepsEvents: boolean }) {
    this.chat = chat
    this.reach = reach
    this.#messagesMax = limits.messagesMax
    this.#keepsEvents = limits.keepsEvents
  }

  /** A person's message: it is in the chat, but nobody waits for it. */
  keep(message: Message): void {
    this.#put({ message, html: undefined, editCount: 0, file: undefined })
  }

  show(message: Message, html: string | undefined, file?: UploadedFile): void {
    const shown = { message, html, editCount: 0, file }
    this.#put(shown)
    this.log({ kind: 'message', shown })
  }

  replace(message: Message, html: string | undefined): void {
    const before = this.messages.get(message.message_id)
    const shown = { message, html, editCount: (before?.editCount ?? 0) + 1, file: before?.file }
    this.messages.set(message.message_id, shown)
    this.log({ kind: 'edit', shown })
  }

  remove(shown: ShownMessage): void {
    this.messages.delete(shown.message.message_id)
    this.log({ kind: 'deletion', shown })
  }

  log(event: ChatEvent): void {
    if (!this.#keepsEvents) return
    this.events.push(event)
    for (const listener of this.listeners) listener()
  }

  #put(shown: ShownMessage): void {
    this.messages.set(shown.message.message_id, shown)
    if (this.messages.size <= this.#messagesMax) return
    const [oldest] = this.messages.keys()
    if (oldest !== undefined) this.messages.delete(oldest)
  }
}

export class Chats {
  readonly #rooms = new Map<number, Room>()
  readonly #limits: { readonly messagesMax: number; readonly keepsEvents: boolean }

  /** A light double forgets old messages and logs nothing, so that a long benchmark does not fill the memory. */
  constructor(isLight: boolean) {
    this.#limits = isLight ? { messagesMax: 50, keepsEvents: false } : { messagesMax: Infinity, keepsEvents: true }
  }

  find(chatId: number): Room | undefined {
    return this.#rooms.get(chatId)
  }

  enter(chat: Chat, reach: Reach): Room {
    const known = this.#rooms.get(chat.id)
    if (known) {
      if (known.reach === 'unknown') known.reach = reach
      return known
    }
    const room = new Room(chat, reach, this.#limits)
    this.#rooms.set(chat.id, room)
    return room
  }
}

/** The state of one double: its bot, the chats, the way of updates, what the bot has set about itself. */

import { Chats, type Room, type ShownMessage } from './chats.ts'
import { type CallParameters, readInteger, readText } from './parameters.ts'
import { badRequest, Refusal } from './refusal.ts'
import type { UpdateExchange } from './update-exchange.ts'
import type { BotCommand, Message, UploadedFile, User } from './wire-types.ts'

interface BotProfile {
  /** By scope and language, `scopeKey language`; see `methods/profile-methods.ts`. */
  readonly commands: Map<string, readonly BotCommand[]>
  /** By language, '' for everyone else. */
  readonly descriptions: Map<string, string>
  readonly shortDescriptions: Map<string, string>
  /** By chat id, 0 for the default. */
  readonly menuButtons: Map<number, unknown>
}

export class World {
  readonly bot: User
  readonly token: string
  readonly chats: Chats
  readonly exchange: UpdateExchange
  /** Taps that can still be answered, by the chat they were made in. */
  readonly queries = new Map<string, Room>()
  readonly files = new Map<string, UploadedFile>()
  readonly profile: BotProfile = {
    commands: new Map(),
    descriptions: new Map(),
    shortDescriptions: new Map(),
    menuButtons: new Map(),
  }
  isLoggedOut = false
  readonly onAccepted: (message: Message) => void
  readonly #nowMs: () => number
  readonly #admitsAnyChat: boolean
  #lastMessageId = 0
  #lastQueryId = 0

  constructor(options: {
    readonly token: string
    readonly botUsername: string
    readonly exchange: UpdateExchange
    readonly isLight: boolean
    readonly admitsAnyChat: boolean
    readonly nowMs: () => number
    readonly onAccepted: (message: Message) => void
  }) {
    this.token = options.token
    const id = Number.parseInt(options.token, 10)
    this.bot = { id: Number.isNaN(id) ? 1 : id, is_bot: true, first_name: 'Kisht', username: options.botUsername }
    this.chats = new Chats(options.isLight)
    this.exchange = options.exchange
    this.#admitsAnyChat = options.admitsAnyChat
    this.onAccepted = options.onAccepted
    this.#nowMs = options.nowMs
  }

  get nowSeconds(): number {
    return Math.floor(this.#nowMs() / 1_000)
  }

  nextMessageId(): number {
    return ++this.#lastMessageId
  }

  addQuery(room: Room): string {
    const id = String(4_000_000_000_000 + ++this.#lastQueryId)
    this.queries.set(id, room)
    return id
  }

  /** The chat a call names: 400 when the bot cannot know it, 403 when the person does not want the bot. */
  requireRoom(parameters: CallParameters): Room {
    if (readText(parameters, 'chat_id') === '') throw badRequest('chat_id is empty')
    const chatId = readInteger(parameters, 'chat_id')
    const room = chatId === undefined ? undefined : (this.chats.find(chatId) ?? this.#admit(chatId))
    if (!room || room.reach === 'unknown') throw badRequest('chat not found')
    if (room.reach === 'blocked') throw new Refusal(403, 'Forbidden: bot was blocked by the user')
    return room
  }

  requireMessage(room: Room, parameters: CallParameters, what: string): ShownMessage {
    const id = readInteger(parameters, 'message_id')
    if (id === undefined) throw badRequest('message identifier is not specified')
    const shown = room.messages.get(id)
    if (!shown) throw badRequest(`${what} not found`)
    return shown
  }

  #admit(chatId: number): Room | undefined {
    if (!this.#admitsAnyChat || chatId <= 0) return undefined
    return this.chats.enter({ id: chatId, type: 'private', first_name: `Person ${chatId}` }, 'open')
  }
}

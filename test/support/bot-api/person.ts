/** A person with the bot in their phone: everything they can do, honestly or not, and what they see. */
import { findBotCommands } from './bot-commands.ts'
import { ChatView } from './chat-view.ts'
import type { Room } from './chats.ts'
import { MESSAGE_TEXT_MAX_UNITS } from './formatted-text.ts'
import { type ButtonChoice, findButton, findKeyboardLabel, findLatestFromBot } from './tapping.ts'
import type { Contact, Message, UpdateContent, User } from './wire-types.ts'
import type { World } from './world.ts'

export interface PersonProfile {
  readonly id: number
  readonly firstName?: string
  readonly lastName?: string
  readonly username?: string
  readonly languageCode?: string
  /** Wrote to the bot some time ago, so the bot may write first; otherwise it gets "chat not found". */
  readonly knowsBot?: boolean
}

interface SharedContact {
  readonly phone: string
  /** The person's own id when absent; `null` for a contact that has no Telegram account. */
  readonly userId?: number | null
  readonly firstName?: string
}

/** Deeds return the number of the update they made. */
export class Person extends ChatView {
  readonly user: User
  readonly #world: World
  readonly #room: Room
  #lastOwnMessage: Message | undefined

  constructor(world: World, profile: PersonProfile) {
    const { id, firstName = `Person ${id}`, lastName, username, languageCode, knowsBot = false } = profile
    const names = {
      id,
      first_name: firstName,
      ...(lastName !== undefined && { last_name: lastName }),
      ...(username !== undefined && { username }),
    }
    const room = world.chats.enter({ ...names, type: 'private' }, knowsBot ? 'open' : 'unknown')
    super(room)
    this.user = { ...names, is_bot: false, ...(languageCode !== undefined && { language_code: languageCode }) }
    this.#world = world
    this.#room = room
  }

  sends(text: string): number {
    return this.#writes(textContent(text))
  }

  /** Opens `https://t.me/<bot>?start=<code>`. */
  starts(code?: string): number {
    return this.sends(code === undefined ? '/start' : `/start ${code}`)
  }

  sendsSticker(): number {
    const sticker = { type: 'regular', width: 512, height: 512, is_animated: false, is_video: false, emoji: '👍' }
    return this.#writes({ sticker: { file_id: 'sticker', file_unique_id: 'sticker', ...sticker } })
  }

  sendsVoice(): number {
    return this.#writes({ voice: { file_id: 'voice', file_unique_id: 'voice', duration: 3, mime_type: 'audio/ogg' } })
  }

  sharesContact({ phone, userId = this.user.id, firstName = this.user.first_name }: SharedContact): number {
    const contact: Contact = { phone_number: phone, first_name: firstName, ...(userId !== null && { user_id: userId }) }
    return this.#writes({ contact })
  }

  /** Changes their own last text message. */
  editsMessage(text: string): number {
    const before = this.#lastOwnMessage
    if (before?.text === undefined) throw new Error('There is no text message of their own to edit')
    const { entities: _, ...rest } = before
    const message: Message = { ...rest, ...textContent(text), edit_date: this.#world.nowSeconds }
    this.#lastOwnMessage = message
    this.#room.keep(message)
    return this.#world.exchange.publish({ edited_message: message })
  }

  /** The group and the bot's membership come into being with the first message. */
  sendsInGroup(groupId: number, text: string, title = 'Group'): number {
    const room = this.#world.chats.enter({ id: groupId, type: 'group', title }, 'open')
    return this.#publish(room, textContent(text))
  }

  /** A button by its label or callback data, on the newest message that has it; or a key of the reply keyboard. */
  taps(choice: ButtonChoice, on?: { readonly id: number }): number {
    const found = findButton(this.#room, choice, on?.id)
    if (found) return this.#queries(found.message, found.data)
    const label = on ? undefined : findKeyboardLabel(this.#room, choice)
    if (label !== undefined) return this.sends(label)
    const labels = this.inbox.flatMap((message) => message.buttons.flat().map((button) => button.text))
    throw new Error(`No button ${String(choice)} in chat ${this.user.id}; there are: ${labels.join(' | ') || 'none'}`)
  }

  /** Sends callback data no button of theirs carries, as a modified client can. */
  forges(callbackData: string, on?: { readonly id: number }): number {
    const known = on ? this.#room.messages.get(on.id)?.message : findLatestFromBot(this.#room)
    // Without a message it is "inaccessible" to the bot: date 0 and nothing in it.
    return this.#queries(known ?? { chat: this.#room.chat, message_id: on?.id ?? 1, date: 0 }, callbackData)
  }

  blocks(): number {
    return this.#changesMembership('member', 'kicked')
  }

  unblocks(): number {
    return this.#changesMembership('kicked', 'member')
  }

  #changesMembership(before: string, after: string): number {
    this.#room.reach = after === 'kicked' ? 'blocked' : 'open'
    const { bot, nowSeconds } = this.#world
    const describe = (status: string) => ({ user: bot, status, ...(status === 'kicked' && { until_date: 0 }) })
    const change = { chat: this.#room.chat, from: this.user, date: nowSeconds }
    return this.#world.exchange.publish({
      my_chat_member: { ...change, old_chat_member: describe(before), new_chat_member: describe(after) },
    })
  }

  #queries(message: unknown, data: string): number {
    const id = this.#world.addQuery(this.#room)
    const query = { id, from: this.user, message, chat_instance: String(this.#room.chat.id * 7919), data }
    return this.#world.exchange.publish({ callback_query: query })
  }

  #writes(content: UpdateContent): number {
    this.#room.reach = 'open'
    return this.#publish(this.#room, content)
  }

  #publish(room: Room, content: UpdateContent): number {
    const { nowSeconds } = this.#world
    const id = this.#world.nextMessageId()
    const message: Message = { message_id: id, from: this.user, chat: room.chat, date: nowSeconds, ...content }
    room.keep(message)
    if (room === this.#room) this.#lastOwnMessage = message
    return this.#world.exchange.publish({ message })
  }
}

function textContent(text: string): UpdateContent {
  if (text.length > MESSAGE_TEXT_MAX_UNITS) throw new Error('Clients cut texts over 4,096 units into several messages')
  const entities = findBotCommands(text)
  return { text, ...(entities.length > 0 && { entities }) }
}

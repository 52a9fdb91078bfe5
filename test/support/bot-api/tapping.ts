/** Finding what a finger would find: buttons below messages, newest first, and keys of the reply keyboard. */
import { isFromBot } from './chat-view.ts'
import type { Room } from './chats.ts'
import type { Message } from './wire-types.ts'

export type ButtonChoice = string | RegExp

interface FoundButton {
  readonly message: Message
  readonly data: string
}

export function findButton(room: Room, choice: ButtonChoice, messageId?: number): FoundButton | undefined {
  for (const message of listFromBot(room)) {
    if (messageId !== undefined && message.message_id !== messageId) continue
    for (const button of message.reply_markup?.inline_keyboard.flat() ?? []) {
      const data = button.callback_data
      if (!isMeant(choice, button.text) && !(data !== undefined && isMeant(choice, data))) continue
      if (data === undefined)
        throw new Error(`"${button.text}" opens ${button.url ?? 'something'}; the bot is not told`)
      return { message, data }
    }
  }
  return undefined
}

export function findKeyboardLabel(room: Room, choice: ButtonChoice): string | undefined {
  return room.keyboard.flat().find((key) => isMeant(choice, key.label) && !key.requestsContact)?.label
}

export function findLatestFromBot(room: Room): Message | undefined {
  return listFromBot(room)[0]
}

function listFromBot(room: Room): Message[] {
  return [...room.messages.values()]
    .filter(isFromBot)
    .map((shown) => shown.message)
    .reverse()
}

function isMeant(choice: ButtonChoice, text: string): boolean {
  return typeof choice === 'string' ? choice === text : choice.test(text)
}

/**
 * What goes into the assistant and what comes out of it, the same for every channel.
 *
 * An `Inbound` is what a person did in a chat. A `Reply` is what we answer: blocks made of message keys and
 * parameters. There is no finished text in it and no word of any platform; the language is chosen and the text made
 * at the edge, when it is rendered, so one reply can be shown in any language and on any channel.
 */
import type { PlainDateIso } from '../domain/calendar.ts'
import type { Money, Ratio } from '../domain/money.ts'
import type { MessageKey } from './message-key.ts'

export type ChannelName = 'telegram' | 'whatsapp' | 'playground'

/** One chat on one channel; chats are what is linked to members. */
export interface ChatAddress {
  channel: ChannelName
  chatId: string
}

export interface Inbound {
  chat: ChatAddress
  /** The platform's own number of this update: the same one arriving twice takes effect once. */
  updateId: string
  /** Personal data is shown in private chats only. */
  isPrivate: boolean
  /** The platform's number of the person who wrote, compared with a shared contact's and an imported one. */
  senderId: string
  /** The language of the person's client (BCP 47), a hint until they choose one. */
  languageHint?: string
  content: InboundContent
}

export type InboundContent =
  | { kind: 'text'; text: string }
  /** A tapped button: `action` is whatever came back, so it may be forged. `messageId`: the message it hangs on. */
  | { kind: 'action'; action: string; messageId: string }
  | { kind: 'contact'; phone: string; isOwn: boolean }
  /** A sticker, a voice message, a picture ... */
  | { kind: 'unsupported' }

/** A value that the renderer formats in the reader's language; `text` is data and is shown as it is. */
export type Value =
  | { money: Money }
  | { date: PlainDateIso }
  /** A calendar date with its weekday. */
  | { weekday: PlainDateIso }
  /** A calendar date in figures, for tables. */
  | { shortDate: PlainDateIso }
  /** The last minute before this instant, on the clock of `zone`: a deadline as a person reads it. */
  | { lastMinuteBefore: string; zone: string; namesZone?: boolean }
  /** An instant on the clock of `zone`. */
  | { instant: string; zone: string; namesZone?: boolean }
  /** `18:00`, on whatever clock the text speaks of. */
  | { timeOfDay: string }
  /** What a time zone is called at this instant: summer time has a name of its own. */
  | { zoneName: string; at: string }
  | { number: number | bigint }
  /** "1, 3 and 5" */
  | { numbers: readonly number[] }
  | { percent: Ratio }
  /** A tag's own name of itself. */
  | { languageName: string }
  | { text: string }

export interface Message {
  key: MessageKey
  /** `count` (a number) chooses the plural form. */
  params?: Readonly<Record<string, Content>>
}

export type Content = Message | Value

export type Choice = { label: Content; action: string } | { label: Content; url: string }

export type Block =
  | { block: 'heading'; text: Content }
  | { block: 'text'; text: Content }
  | { block: 'facts'; facts: readonly { label: Content; value: Content }[] }
  | { block: 'table'; columns: readonly TableColumn[]; rows: readonly (readonly Content[])[] }
  | { block: 'list'; items: readonly Content[] }
  /** Something said aside: a condition, a warning, a hint. */
  | { block: 'note'; text: Content }
  /** `done` of `total`, drawn as a bar where the channel can. */
  | { block: 'progress'; label: Content; done: bigint; total: bigint }
  | { block: 'choices'; choices: readonly Choice[] }
  /** Asks the person to share their own phone number, where the platform can. */
  | { block: 'contact_request'; label: Content }
  | { block: 'attachment'; fileName: string; mediaType: string; bytes: Uint8Array; caption?: Content }

export interface TableColumn {
  title: Content
  align: 'start' | 'end'
}

export interface Reply {
  blocks: readonly Block[]
  /** Turns a page: replaces the message whose button was tapped, where the channel can edit. */
  replacesTapped?: boolean
}

/** A reply on its way to a chat, with the locale (BCP 47) it is to be rendered in. */
export interface Outgoing {
  chat: ChatAddress
  locale: string
  reply: Reply
  /** The message to edit instead of sending a new one. */
  replaces?: string
  /** The commands that this chat is offered from now on; where they change, a platform that lists them is told. */
  menu?: readonly string[]
}

/** A reply after the words were chosen; what a channel turns into its own markup. */
export interface RenderedReply {
  locale: string
  blocks: readonly RenderedBlock[]
}

export type RenderedChoice = { label: string; action: string } | { label: string; url: string }

export type RenderedBlock =
  | { block: 'heading'; text: string }
  | { block: 'text'; text: string }
  | { block: 'facts'; facts: readonly { label: string; value: string }[] }
  | {
      block: 'table'
      columns: readonly { title: string; align: 'start' | 'end' }[]
      rows: readonly (readonly string[])[]
    }
  | { block: 'list'; items: readonly string[] }
  | { block: 'note'; text: string }
  | { block: 'progress'; label: string; percent: number }
  | { block: 'choices'; choices: readonly RenderedChoice[] }
  | { block: 'contact_request'; label: string }
  | { block: 'attachment'; fileName: string; mediaType: string; bytes: Uint8Array; caption?: string }

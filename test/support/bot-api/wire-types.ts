/** The Bot API's own shapes, as far as the double speaks them. Written here, not taken from grammY: a double that
 * shares the bot's types would share its mistakes. */
export interface User {
  readonly id: number
  readonly is_bot: boolean
  readonly first_name: string
  readonly last_name?: string
  readonly username?: string
  readonly language_code?: string
}

export interface Chat {
  readonly id: number
  readonly type: 'private' | 'group' | 'supergroup'
  readonly title?: string
  readonly first_name?: string
  readonly last_name?: string
  readonly username?: string
}

export interface MessageEntity {
  readonly type: string
  readonly offset: number
  readonly length: number
  readonly url?: string
  readonly user?: { readonly id: number }
  readonly language?: string
  readonly custom_emoji_id?: string
  readonly unix_time?: number
  readonly date_time_format?: string
}

export interface InlineButton {
  readonly text: string
  readonly callback_data?: string
  readonly url?: string
}

export interface InlineKeyboard {
  readonly inline_keyboard: readonly (readonly InlineButton[])[]
}

export interface FileReference {
  readonly file_id: string
  readonly file_unique_id: string
  readonly file_size: number
  readonly file_name?: string
  readonly mime_type?: string
  readonly width?: number
  readonly height?: number
}

export interface Contact {
  readonly phone_number: string
  readonly first_name: string
  readonly user_id?: number
}

export interface Message {
  readonly message_id: number
  readonly date: number
  readonly chat: Chat
  readonly from: User
  readonly edit_date?: number
  readonly text?: string
  readonly entities?: readonly MessageEntity[]
  readonly caption?: string
  readonly caption_entities?: readonly MessageEntity[]
  readonly document?: FileReference
  readonly photo?: readonly FileReference[]
  readonly contact?: Contact
  readonly sticker?: Readonly<Record<string, unknown>>
  readonly voice?: Readonly<Record<string, unknown>>
  readonly reply_markup?: InlineKeyboard
  readonly reply_to_message?: Message
}

/** Everything but the number, which the exchange gives. */
export type UpdateContent = Readonly<Record<string, unknown>>
export type Update = UpdateContent & { readonly update_id: number }

export interface UploadedFile {
  readonly fileName: string
  readonly mimeType: string
  readonly content: Uint8Array
}

export interface BotCommand {
  readonly command: string
  readonly description: string
}

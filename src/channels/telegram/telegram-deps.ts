/** What the Telegram channel needs from the rest of the product; the composition root supplies it. */
import type { Inbound, Outgoing, RenderedReply } from '../../assistant/message.ts'

export interface TelegramDeps {
  token: string
  apiRoot: string
  receive(inbound: Inbound): Promise<void>
  render(outgoing: Outgoing): RenderedReply
  /** The text of a command's description in a locale. */
  describe(command: string, locale: string): string
  /** Commands that a person is offered who is not linked yet. */
  commandsForStrangers: readonly string[]
  languages: readonly string[]
  /** With the bot's name, once Telegram has answered. */
  onConnected(botName: string): Promise<void>
  onError(error: unknown, what: string): void
}

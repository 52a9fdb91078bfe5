/** What the playground needs from the rest of the product; the composition root supplies it. */
import type { Inbound } from '../../assistant/message.ts'

export type Tone = 'calm' | 'soon' | 'late' | 'over' | 'done'

/** A demo person as the list shows them; `label` is in the language of the page. */
export interface PlaygroundPerson {
  memberNo: string
  name: string
  /** BCP 47, what the assistant speaks with them. */
  language: string
  /** IANA */
  timeZone: string
  isPartner: boolean
  isInvestor: boolean
  /** Shown first: a good one to start with. */
  featured: boolean
  /** The same `key` has the same label for everyone: it is also what the list is filtered by. */
  situation: { key: string; label: string; tone: Tone }
}

export interface CommandHint {
  /** Without the slash. */
  command: string
  description: string
}

export interface Language {
  tag: string
  /** The language's own name of itself. */
  name: string
}

export interface PlaygroundDeps {
  /** The assistant's clock, an ISO instant. */
  now(): string
  contractZone: string
  /** `hours` is a positive integer; the clock only moves forward. */
  advanceClock(hours: number): Promise<void>
  people(uiTag: string): Promise<PlaygroundPerson[]>
  commandsFor(chatId: string, uiTag: string): Promise<CommandHint[]>
  /** The words of the page itself, finished sentences without placeholders. */
  pageTexts(uiTag: string): Record<string, string>
  /** The first one is what a browser gets that asks for none of them. */
  languages: readonly Language[]
  /** `undefined`: there is no such member. */
  issueLinkCode(memberNo: string): Promise<string | undefined>
  /** The phone that "share my contact" gives in this chat; `undefined`: it has none to give. */
  phoneOf(chatId: string): Promise<string | undefined>
  /** The member that a visitor's chat was linked to meanwhile; without it such a chat always looks unlinked. */
  linkedMember?(chatId: string): Promise<string | undefined>
  /** Settles when everything that follows from the update was pushed. */
  receive(inbound: Inbound): Promise<void>
  /** Host names (without port) that the page may be reached by, besides localhost. */
  allowedHosts: readonly string[]
  /** Where failures go that no visitor should see. */
  onError?(error: unknown): void
}

/**
 * What a person says about being written to, kept together with the words that they read or wrote when they said so: what
 * stood on the button they tapped, or their own message. (DOMAIN section 7.)
 */
import type { Category } from '../domain/nudges/catalogue.ts'
import type { ConsentChange } from '../nudges/outbox.ts'
import type { Asking } from './command.ts'
import type { Content } from './message.ts'
import type { Changes } from './ports.ts'

interface Said {
  memberNo: string
  isGiven: boolean
  words: string
  locale: string
}

/** Records it for each of the categories; their plans are looked at again with it. */
export async function recordConsent(
  { inbound, now }: Asking,
  about: readonly Category[],
  { memberNo, isGiven, words, locale }: Said,
  { contact }: Changes,
): Promise<void> {
  const said: Omit<ConsentChange, 'category'> = { memberNo, isGiven, at: now, chat: inbound.chat, words, locale }
  await contact.record(about.map((category) => ({ ...said, category })))
  await contact.lookAtPlans(memberNo, now)
}

/** What they wrote, or what `label`, that of the button, says in their language. */
export function wordsOf({ inbound: { content }, wording, speaker }: Asking, label: Content): string {
  return content.kind === 'text' ? storable(content.text) : wording(label, speaker.locale)
}

const LONGEST_KEPT = 200

/** Without what a database does not take: NUL, halves of characters. */
function storable(text: string): string {
  return text
    .toWellFormed()
    .replace(/\p{Cc}+/gu, ' ')
    .trim()
    .slice(0, LONGEST_KEPT)
    .toWellFormed()
}

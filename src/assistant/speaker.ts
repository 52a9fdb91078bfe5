/** Who speaks: the member behind the chat if it is linked, and the language and clock to answer them by. */
import { isTimeZone } from '../domain/calendar.ts'
import type { Policy } from '../domain/policy.ts'
import { remembered } from '../domain/remembered.ts'
import type { Recipient } from '../nudges/outbox.ts'
import type { Inbound } from './message.ts'
import type { ChatRecord, MemberProfile } from './ports.ts'

export interface Speaker {
  member?: MemberProfile
  /** BCP 47, with the region where it is known: `de-AT`. */
  locale: string
  /** IANA zone of the person's own clock, or the contract's where theirs is not known. */
  timeZone: string
  isTimeZoneKnown: boolean
  /** Writes in the chat of the support team, where anyone counts as one of them. */
  isSupport?: true
}

export function speakerOf(
  inbound: Pick<Inbound, 'languageHint'>,
  chat: ChatRecord,
  policy: Policy,
  languages: readonly string[],
): Speaker {
  const { member } = chat
  const hint = inbound.languageHint ?? ''
  const ownZone = member?.timeZone && isTimeZone(member.timeZone) ? member.timeZone : undefined
  return {
    ...(member && { member }),
    locale: member ? localeOf(member, languages, hint) : (chat.language ?? supported(hint, languages) ?? 'en'),
    timeZone: ownZone ?? policy.contractZone,
    isTimeZoneKnown: ownZone !== undefined,
  }
}

/** Somebody who is written to, and has not asked anything. */
export function recipientOf(
  { language, chosenLanguage, timeZone }: Pick<Recipient, 'language' | 'chosenLanguage' | 'timeZone'>,
  policy: Policy,
  languages: readonly string[],
): Speaker {
  const ownZone = timeZone !== null && isTimeZone(timeZone) ? timeZone : undefined
  return {
    locale: localeOf({ ...(language && { language }), ...(chosenLanguage && { chosenLanguage }) }, languages),
    timeZone: ownZone ?? policy.contractZone,
    isTimeZoneKnown: ownZone !== undefined,
  }
}

/** What the member chose wins over what the back office says; a region known for that language is kept. */
export function localeOf(
  member: Pick<MemberProfile, 'language' | 'chosenLanguage'>,
  languages: readonly string[],
  hint = '',
): string {
  const fromBackOffice = supported(member.language ?? '', languages)
  const { chosenLanguage } = member
  if (chosenLanguage && fromBackOffice && languageOf(fromBackOffice) === chosenLanguage) return fromBackOffice
  return chosenLanguage ?? fromBackOffice ?? supported(hint, languages) ?? 'en'
}

/** `de` of `de-AT`. */
export function languageOf(locale: string): string {
  return locale.split('-', 1)[0] ?? locale
}

/** Language and region of a tag of ours; whatever else it carries, such as a calendar, is not taken from strangers. */
function supported(tag: string, languages: readonly string[]): string | undefined {
  const known = languageAndRegion(tag)
  return known && languages.includes(languageOf(known)) ? known : undefined
}

const languageAndRegion = remembered((tag: string): string | undefined => {
  try {
    const { language, region } = new Intl.Locale(tag)
    return region ? `${language}-${region}` : language
  } catch {
    return undefined
  }
})

/**
 * Linking a chat to a member.
 *
 * A code, the person's own shared phone number or an imported Telegram id leads to masked details and the question "is
 * this you?"; only a yes links. A code is used up by that yes, not by looking. Wrong codes are limited per chat and
 * overall, and no answer tells whether a member exists. The chats that were linked before are told. (CONTRACT, "Linking".)
 */
import { categories } from '../domain/nudges/catalogue.ts'
import { hashLinkCode } from '../linking/link-code.ts'
import { choices, facts, heading, say, text } from './answers/blocks.ts'
import { maskName, maskTail } from './answers/masked.ts'
import { menuOf } from './answers/menu.ts'
import type { Asking, Outcome } from './command.ts'
import { recordConsent } from './consent.ts'
import type { Outgoing, Reply } from './message.ts'
import type { Changes, Dialogue, LinkBasis, MemberProfile } from './ports.ts'
import { localeOf, speakerOf } from './speaker.ts'
import { linkAnswers } from './understand/read-request.ts'

const wrongCodes = { perChat: 5, overall: 100, withinMinutes: 60 }
const confirmationMinutes = 15

export async function offerLinkByCode(asking: Asking, code: string, changes: Changes): Promise<Reply> {
  const { inbound, now } = asking
  const since = now.subtract({ minutes: wrongCodes.withinMinutes })
  const failed = await changes.failedLinkAttempts(since, inbound.chat)
  if (failed.ofChat >= wrongCodes.perChat) return { blocks: [text(say('link.tooMany'))] }
  const codeHash = hashLinkCode(code)
  const record = await changes.findLinkCode(codeHash)
  const isGood = record && !record.isUsed && Temporal.Instant.compare(now, record.expiresAt) < 0
  const member = isGood ? await changes.member(record.memberNo) : undefined
  if (!member) {
    // A good code works however many wrong ones others send; 128 bits are not guessed.
    if (failed.overall >= wrongCodes.overall) return { blocks: [text(say('link.tooMany'))] }
    await changes.recordFailedLinkAttempt(inbound.chat, now)
    return { blocks: [text(say('link.refused'))] }
  }
  return askForConfirmation(asking, member, changes, { by: 'code', codeHash })
}

export async function offerLinkByContact(
  asking: Asking,
  phone: string,
  isOwn: boolean,
  changes: Changes,
): Promise<Reply> {
  const basis = { by: 'phone', phone: toE164(phone) } as const
  const member = isOwn ? await memberBy(basis, asking, changes) : undefined
  if (!member) return { blocks: [text(say('link.contactRefused'))] }
  return askForConfirmation(asking, member, changes, basis)
}

/** `undefined` when the back office named nobody with this Telegram account. */
export async function offerLinkByTelegramId(asking: Asking, changes: Changes): Promise<Reply | undefined> {
  const { inbound } = asking
  if (inbound.chat.channel !== 'telegram') return undefined
  const basis = { by: 'telegram_id' } as const
  const member = await memberBy(basis, asking, changes)
  return member && askForConfirmation(asking, member, changes, basis)
}

/** The answer to "is this you?". */
export async function answerLinkQuestion(asking: Asking, isConfirmed: boolean, changes: Changes): Promise<Outcome> {
  const { inbound, now } = asking
  const { dialogue, member: linkedBefore, language } = await changes.chat(inbound.chat)
  await changes.saveDialogue(inbound.chat, undefined, now)
  const isOpen = dialogue?.kind === 'confirm_link' && now.epochMilliseconds < dialogue.until
  if (!isOpen) return { reply: { blocks: [text(say('link.expired'))] } }
  if (!isConfirmed) return { reply: { blocks: [text(say('link.declined'))] } }
  const { basis } = dialogue
  if (basis.by === 'code' && !(await changes.useLinkCode(basis.codeHash, now))) {
    return { reply: { blocks: [text(say('link.refused'))] } }
  }
  // The back office may have changed whose phone or account it is since the question was asked.
  const found = basis.by === 'code' ? await changes.member(dialogue.memberNo) : await memberBy(basis, asking, changes)
  if (found?.memberNo !== dialogue.memberNo) return { reply: { blocks: [text(say('link.refused'))] } }
  const member = await takeLanguageAlong(found, language, asking, changes)
  const notices = await noticesTo(member, asking, changes)
  await changes.linkChat(inbound.chat, member.memberNo, now)
  await agreeToMessages(asking, dialogue, changes)
  return welcome(asking, member, linkedBefore, notices)
}

async function askForConfirmation(
  { inbound, now, speaker }: Asking,
  member: MemberProfile,
  changes: Changes,
  basis: LinkBasis,
): Promise<Reply> {
  const until = now.add({ minutes: confirmationMinutes }).epochMilliseconds
  const { locale } = speaker
  const dialogue: Dialogue = { kind: 'confirm_link', memberNo: member.memberNo, until, basis, locale }
  await changes.saveDialogue(inbound.chat, dialogue, now)
  return {
    blocks: [
      heading(say('link.confirm.heading')),
      facts(
        ['label.name', { text: maskName(member.fullName) }],
        ['label.phone', member.phone ? { text: maskTail(member.phone, 2) } : undefined],
        ['label.memberNo', { text: maskTail(member.memberNo, 2) }],
      ),
      text(confirmText),
      choices(
        { label: say('link.confirm.yes'), action: linkAnswers.yes },
        { label: say('link.confirm.no'), action: linkAnswers.no },
      ),
    ],
  }
}

/** It says what will be sent here, so a yes agrees to that. */
const confirmText = say('link.confirm.text')

async function agreeToMessages(asking: Asking, { memberNo, locale }: Dialogue, changes: Changes): Promise<void> {
  const asked = locale ?? asking.speaker.locale
  const words = asking.wording(confirmText, asked)
  // What they once turned off stays so until they turn it on themselves.
  const optedOut = await changes.contact.optedOut(memberNo)
  const agreed = categories.filter((category) => !optedOut.has(category))
  await recordConsent(asking, agreed, { memberNo, isGiven: true, words, locale: asked }, changes)
}

/** Exactly one member, or nobody. */
async function memberBy(
  basis: Exclude<LinkBasis, { by: 'code' }>,
  { inbound }: Asking,
  changes: Changes,
): Promise<MemberProfile | undefined> {
  if (basis.by === 'telegram_id') return changes.memberWithTelegramId(inbound.senderId)
  const [member, another] = await changes.membersWithPhone(basis.phone)
  return another ? undefined : member
}

/** A language chosen in this chat before it was linked is the member's choice, unless they have made one. */
async function takeLanguageAlong(
  member: MemberProfile,
  language: string | undefined,
  { inbound, now }: Asking,
  changes: Changes,
): Promise<MemberProfile> {
  if (language === undefined || member.chosenLanguage) return member
  await changes.chooseLanguage(inbound.chat, member.memberNo, language, now)
  return { ...member, chosenLanguage: language }
}

function welcome(
  asking: Asking,
  member: MemberProfile,
  linkedBefore: MemberProfile | undefined,
  notices: readonly Outgoing[],
): Outcome {
  const { inbound, policy, languages, offeredTo } = asking
  const speaker = speakerOf(inbound, { member }, policy, languages)
  const isMoved = linkedBefore !== undefined && linkedBefore.memberNo !== member.memberNo
  const menu = offeredTo(speaker)
  return {
    locale: speaker.locale,
    menu,
    notices,
    reply: {
      blocks: [
        heading(say('start.headingNamed', { name: { text: member.fullName } })),
        text(say('link.done')),
        ...(isMoved ? [text(say('link.moved'))] : []),
        text(say('start.choose')),
        menuOf(menu),
      ],
    },
  }
}

/** To every other chat of the member, in the member's language. */
async function noticesTo(member: MemberProfile, { inbound, languages }: Asking, changes: Changes): Promise<Outgoing[]> {
  const chats = await changes.chatsOf(member.memberNo)
  return chats
    .filter(({ channel, chatId }) => channel !== inbound.chat.channel || chatId !== inbound.chat.chatId)
    .map((chat) => ({
      chat,
      locale: localeOf(member, languages),
      reply: { blocks: [heading(say('link.notice.heading')), text(say('link.notice.text')), choices(supportButton)] },
    }))
}

const supportButton = { label: say('menu.support'), action: 'support' }

/** Platforms give a number with or without its plus. */
function toE164(phone: string): string {
  return `+${phone.replace(/\D/g, '')}`
}

/**
 * Linking a chat to a member.
 *
 * A code, the person's own shared phone number or an imported Telegram id leads to masked details and the question "is
 * this you?"; only a yes links. A code is used up by that yes, not by looking. Wrong codes are limited per chat and
 * overall, and no answer tells whether a member exists. The chats that were linked before are told. (CONTRACT, "Linking".)
 */
import { hashLinkCode } from '../linking/link-code.ts'
import { choices, facts, heading, say, text } from './answers/blocks.ts'
import { menuOf } from './answers/menu.ts'
import type { Asking, Outcome } from './command.ts'
import type { Outgoing, Reply } from './message.ts'
import type { Changes, Dialogue, MemberProfile } from './ports.ts'
import { localeOf, speakerOf } from './speaker.ts'
import { linkAnswers } from './understand/read-request.ts'

const wrongCodes = { perChat: 5, overall: 100, withinMinutes: 60 }
const confirmationMinutes = 15

export async function offerLinkByCode(asking: Asking, code: string, changes: Changes): Promise<Reply> {
  const { inbound, now } = asking
  const since = now.subtract({ minutes: wrongCodes.withinMinutes })
  const failed = await changes.failedLinkAttempts(since, inbound.chat)
  if (failed.ofChat >= wrongCodes.perChat || failed.overall >= wrongCodes.overall) {
    return { blocks: [text(say('link.tooMany'))] }
  }
  const codeHash = hashLinkCode(code)
  const record = await changes.findLinkCode(codeHash)
  const isGood = record && !record.isUsed && Temporal.Instant.compare(now, record.expiresAt) < 0
  const member = isGood ? await changes.member(record.memberNo) : undefined
  if (!member) {
    await changes.recordFailedLinkAttempt(inbound.chat, now)
    return { blocks: [text(say('link.refused'))] }
  }
  return askForConfirmation(asking, member, changes, codeHash)
}

export async function offerLinkByContact(
  asking: Asking,
  phone: string,
  isOwn: boolean,
  changes: Changes,
): Promise<Reply> {
  const [member, another] = isOwn ? await changes.membersWithPhone(toE164(phone)) : []
  if (!member || another) return { blocks: [text(say('link.contactRefused'))] }
  return askForConfirmation(asking, member, changes)
}

/** `undefined` when the back office named nobody with this Telegram account. */
export async function offerLinkByTelegramId(asking: Asking, changes: Changes): Promise<Reply | undefined> {
  const { inbound } = asking
  if (inbound.chat.channel !== 'telegram') return undefined
  const member = await changes.memberWithTelegramId(inbound.senderId)
  return member && askForConfirmation(asking, member, changes)
}

/** The answer to "is this you?". */
export async function answerLinkQuestion(asking: Asking, isConfirmed: boolean, changes: Changes): Promise<Outcome> {
  const { inbound, now } = asking
  const { dialogue, member: linkedBefore } = await changes.chat(inbound.chat)
  await changes.saveDialogue(inbound.chat, undefined, now)
  const isOpen = dialogue?.kind === 'confirm_link' && now.epochMilliseconds < dialogue.until
  if (!isOpen) return { reply: { blocks: [text(say('link.expired'))] } }
  if (!isConfirmed) return { reply: { blocks: [text(say('link.declined'))] } }
  if (dialogue.codeHash && !(await changes.useLinkCode(dialogue.codeHash, now))) {
    return { reply: { blocks: [text(say('link.refused'))] } }
  }
  const member = await changes.member(dialogue.memberNo)
  if (!member) return { reply: { blocks: [text(say('link.refused'))] } }
  const notices = await noticesTo(member, asking, changes)
  await changes.linkChat(inbound.chat, member.memberNo, now)
  return welcome(asking, member, linkedBefore, notices)
}

async function askForConfirmation(
  { inbound, now }: Asking,
  member: MemberProfile,
  changes: Changes,
  codeHash?: string,
): Promise<Reply> {
  const until = now.add({ minutes: confirmationMinutes }).epochMilliseconds
  const dialogue: Dialogue = { kind: 'confirm_link', memberNo: member.memberNo, until, ...(codeHash && { codeHash }) }
  await changes.saveDialogue(inbound.chat, dialogue, now)
  return {
    blocks: [
      heading(say('link.confirm.heading')),
      facts(
        ['label.name', { text: maskName(member.fullName) }],
        ['label.phone', member.phone ? { text: maskTail(member.phone, 2) } : undefined],
        ['label.memberNo', { text: maskTail(member.memberNo, 2) }],
      ),
      text(say('link.confirm.text')),
      choices(
        { label: say('link.confirm.yes'), action: linkAnswers.yes },
        { label: say('link.confirm.no'), action: linkAnswers.no },
      ),
    ],
  }
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

/** The first letter of each name. */
function maskName(name: string): string {
  const segmenter = new Intl.Segmenter(undefined, { granularity: 'grapheme' })
  return name
    .split(/\s+/)
    .map((part) => `${segmenter.segment(part)[Symbol.iterator]().next().value?.segment ?? ''}•••`)
    .join(' ')
}

function maskTail(text: string, shown: number): string {
  return `•••${text.slice(-shown)}`
}

/**
 * "This is not me": the chat is a stranger's from now on, and nothing more is sent to it. The answer tells nothing about
 * whose it was; the support team, and the member's other chats, are told.
 */
import { button, choices, heading, say, text } from '../answers/blocks.ts'
import type { Asking, Outcome } from '../command.ts'
import type { Outgoing, Reply } from '../message.ts'
import type { Changes, MemberProfile } from '../ports.ts'
import { localeOf, speakerOf } from '../speaker.ts'

export async function notMe(asking: Asking, changes: Changes): Promise<Outcome> {
  const { inbound, now, policy, languages, offeredTo } = asking
  const { chat } = inbound
  const menu = offeredTo(speakerOf(inbound, {}, policy, languages))
  const { member } = await changes.chat(chat)
  if (!member) return { reply: sorry, menu }
  const { memberNo } = member
  await changes.unlinkChat(chat)
  await changes.saveDialogue(chat, undefined, now)
  const details = { channel: chat.channel, chat_id: chat.chatId }
  const subject = `${memberNo} ${chat.channel} ${chat.chatId}`
  await changes.openTask({ kind: 'wrong_person', subject, memberNo, planNo: null, details }, now)
  await changes.contact.lookAtPlans(memberNo, now)
  return { reply: sorry, menu, notices: await noticesTo(member, asking, changes) }
}

const sorry: Reply = {
  blocks: [
    heading(say('nudgeAnswer.notMe.heading')),
    text(say('nudgeAnswer.notMe.text')),
    choices(button('language'), button('support')),
  ],
}

/** To the chats that are still linked, in the member's language. */
async function noticesTo(member: MemberProfile, { languages }: Asking, changes: Changes): Promise<Outgoing[]> {
  const locale = localeOf(member, languages)
  const reply: Reply = {
    blocks: [
      heading(say('link.unlinked.heading')),
      text(say('link.unlinked.text')),
      choices({ label: say('menu.support'), action: 'support' }),
    ],
  }
  return (await changes.chatsOf(member.memberNo)).map((chat) => ({ chat, locale, reply }))
}

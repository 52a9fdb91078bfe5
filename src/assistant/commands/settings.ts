/**
 * `/settings`: what one is written to about, at which hour, in which language. `settings off reminders` and the like change
 * it; taps change the message that they are made on.
 */
import { type Category, categories } from '../../domain/nudges/catalogue.ts'
import { hoursToChoose } from '../../domain/nudges/contact-hour-choice.ts'
import { say } from '../answers/blocks.ts'
import { contactSettings, hourPicker, turning } from '../answers/contact-settings.ts'
import { linkNeeded } from '../answers/link-needed.ts'
import type { Asking, ChangingCommand } from '../command.ts'
import { recordConsent, wordsOf } from '../consent.ts'
import type { Block, Content } from '../message.ts'
import type { Changes, MemberProfile } from '../ports.ts'

export const settings: ChangingCommand = {
  name: 'settings',
  changes: true,
  isFor: () => true,
  async carryOut(asking, args, changes) {
    const { member } = asking.speaker
    if (!member) return { reply: linkNeeded() }
    const blocks = await follow(asking, member, args, changes)
    return { reply: { blocks, replacesTapped: asking.inbound.content.kind === 'action' && args !== '' } }
  },
}

async function follow(asking: Asking, member: MemberProfile, args: string, changes: Changes): Promise<Block[]> {
  const { memberNo } = member
  const [word = '', what = ''] = args.toLowerCase().split(/\s+/)
  const category = categories.find((candidate) => candidate === what)
  if (word === 'hour') {
    const wish = readHour(what, asking)
    if (wish === 'unknown') return hourPicker(asking)
    await changes.contact.chooseContactHour(memberNo, wish)
    await changes.contact.lookAtPlans(memberNo, asking.now)
  } else if (category && (word === 'on' || word === 'off')) {
    await turn(asking, memberNo, { category, isGiven: word === 'on', label: turning(category, word === 'on') }, changes)
  } else if (category && word === 'keep') {
    await turn(asking, memberNo, { category, isGiven: true, label: say('settings.keepDeadlines') }, changes)
  }
  const [optedOut, hour] = [await changes.contact.optedOut(memberNo), await changes.contact.contactHour(memberNo)]
  return contactSettings(asking, optedOut, hour)
}

interface Turn {
  category: Category
  isGiven: boolean
  /** Of the button. */
  label: Content
}

async function turn(asking: Asking, memberNo: string, { category, isGiven, label }: Turn, changes: Changes) {
  const isOn = !(await changes.contact.optedOut(memberNo)).has(category)
  if (isOn === isGiven) return
  const said = { memberNo, isGiven, words: wordsOf(asking, label), locale: asking.speaker.locale }
  await recordConsent(asking, [category], said, changes)
}

/** `undefined`: no hour of their own. */
function readHour(text: string, { policy }: Asking): number | undefined | 'unknown' {
  if (text === 'none') return undefined
  return /^\d{1,2}$/.test(text) && hoursToChoose(policy.contactHours).includes(Number(text)) ? Number(text) : 'unknown'
}

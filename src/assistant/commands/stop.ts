/** `/stop`: from this moment on nothing is written unasked. It lasts until the person turns something on again. */
import { categories } from '../../domain/nudges/catalogue.ts'
import { button, choices, heading, note, say, text } from '../answers/blocks.ts'
import type { ChangingCommand } from '../command.ts'
import { recordConsent, wordsOf } from '../consent.ts'
import type { Reply } from '../message.ts'
import { actionFor } from '../understand/read-request.ts'

export const stop: ChangingCommand = {
  name: 'stop',
  changes: true,
  isFor: () => true,
  async carryOut(asking, _args, changes) {
    const { member, locale } = asking.speaker
    if (!member) return { reply: notLinked }
    const { memberNo } = member
    const before = await changes.contact.optedOut(memberNo)
    const about = categories.filter((category) => !before.has(category))
    const words = wordsOf(asking, say('nudges.button.stop'))
    if (about.length > 0) await recordConsent(asking, about, { memberNo, isGiven: false, words, locale }, changes)
    return { reply: stopped }
  },
}

const stopped: Reply = {
  blocks: [
    heading(say('stop.heading')),
    text(say('stop.text')),
    note(say('stop.again')),
    choices(
      { label: say('settings.keepDeadlines'), action: actionFor('settings', 'keep', 'deadlines') },
      button('settings'),
    ),
  ],
}

const notLinked: Reply = { blocks: [text(say('stop.notLinked')), choices(button('language'), button('support'))] }

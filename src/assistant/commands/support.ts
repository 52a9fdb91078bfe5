/** `/support`: whom to reach, and how. */
import { button, choices, facts, heading, say, text } from '../answers/blocks.ts'
import { supportContactOf } from '../answers/support-contact.ts'
import type { AnsweringCommand } from '../command.ts'

export const support: AnsweringCommand = {
  name: 'support',
  changes: false,
  isFor: () => true,
  async answer(asking) {
    const sponsor = asking.speaker.member?.sponsorName
    return {
      blocks: [
        heading(say('support.heading')),
        text(say('support.text')),
        facts(['label.yourPartner', sponsor ? { text: sponsor } : undefined], ...supportContactOf(asking)),
        ...(asking.policy.supportContact || sponsor ? [] : [text(say('support.none'))]),
        choices(button('help')),
      ],
    }
  },
}

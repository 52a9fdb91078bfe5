/** `/support`: whom to reach, and how. */
import { button, choices, facts, heading, say, text } from '../answers/blocks.ts'
import type { AnsweringCommand } from '../command.ts'
import type { Content } from '../message.ts'

export const support: AnsweringCommand = {
  name: 'support',
  changes: false,
  isFor: () => true,
  async answer({ policy, speaker }) {
    const { supportContact } = policy
    const given = (value: string | null | undefined): Content | undefined => (value ? { text: value } : undefined)
    const sponsor = given(speaker.member?.sponsorName)
    return {
      blocks: [
        heading(say('support.heading')),
        text(say('support.text')),
        facts(
          ['label.yourPartner', sponsor],
          ['label.supportTeam', given(supportContact?.name)],
          ['label.phone', given(supportContact?.phone)],
          ['label.email', given(supportContact?.email)],
          ['label.telegram', given(supportContact?.telegram)],
        ),
        ...(supportContact || sponsor ? [] : [text(say('support.none'))]),
        choices(button('help')),
      ],
    }
  },
}

import type { Reply } from '../message.ts'
import { button, choices, heading, say, text } from './blocks.ts'

/** For someone whose chat is not linked: what they can do, whoever they are. */
export function linkNeeded(): Reply {
  return {
    blocks: [
      heading(say('link.needed.heading')),
      text(say('link.needed.text')),
      text(say('link.needed.code')),
      text(say('link.needed.contact')),
      { block: 'contact_request', label: say('link.needed.contactButton') },
      choices(button('language'), button('support')),
    ],
  }
}

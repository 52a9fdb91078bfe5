/** `/help`: what this person can ask for, made from the registry. */

import { heading, say, text } from '../answers/blocks.ts'
import { menuOf } from '../answers/menu.ts'
import type { AnsweringCommand } from '../command.ts'

export const help: AnsweringCommand = {
  name: 'help',
  changes: false,
  isFor: () => true,
  async answer({ speaker, offeredTo }) {
    const offered = offeredTo(speaker)
    return {
      blocks: [
        heading(say('help.heading')),
        {
          block: 'list',
          items: offered.map((name) =>
            say('help.command', { command: { text: `/${name}` }, description: say(`commands.${name}`) }),
          ),
        },
        text(say('help.ask')),
        menuOf(offered),
      ],
    }
  },
}

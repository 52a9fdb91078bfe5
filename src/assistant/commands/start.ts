/** `/start`: a greeting with the menu; with a one-time code, the way to link this chat. */
import { heading, say, text } from '../answers/blocks.ts'
import { linkNeeded } from '../answers/link-needed.ts'
import { menuOf } from '../answers/menu.ts'
import type { ChangingCommand } from '../command.ts'
import { offerLinkByCode, offerLinkByTelegramId } from '../linking.ts'

export const start: ChangingCommand = {
  name: 'start',
  changes: true,
  isFor: () => true,
  async carryOut(asking, args, changes) {
    const { speaker, offeredTo } = asking
    if (args !== '') return { reply: await offerLinkByCode(asking, args, changes) }
    if (!speaker.member) {
      const known = await offerLinkByTelegramId(asking, changes)
      if (known) return { reply: known }
      const needed = linkNeeded()
      return { reply: { blocks: [heading(say('start.heading')), text(say('start.what')), ...needed.blocks] } }
    }
    const menu = offeredTo(speaker)
    return {
      menu,
      reply: {
        blocks: [
          heading(say('start.headingNamed', { name: { text: speaker.member.fullName } })),
          text(say('start.what')),
          ...(speaker.member.isPartner ? [text(say('start.partner'))] : []),
          text(say('start.choose')),
          menuOf(menu),
        ],
      },
    }
  },
}

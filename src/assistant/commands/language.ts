/** `/language`: the language to be answered in, chosen by its own name. */
import { choices, heading, say, text } from '../answers/blocks.ts'
import { menuOf } from '../answers/menu.ts'
import type { ChangingCommand } from '../command.ts'
import type { Block } from '../message.ts'
import { languageOf, localeOf } from '../speaker.ts'
import { actionFor } from '../understand/read-request.ts'

export const language: ChangingCommand = {
  name: 'language',
  changes: true,
  isFor: () => true,
  // The morning summary is in the language that was chosen there.
  isForSupportGroup: true,
  async carryOut({ inbound, speaker, now, languages, offeredTo }, args, changes) {
    const picker: Block = choices(
      ...languages.map((tag) => ({ label: { languageName: tag }, action: actionFor('language', tag) })),
    )
    if (args === '') return { reply: { blocks: [heading(say('language.heading')), picker] } }
    const tag = languageOf(args.toLowerCase())
    if (!languages.includes(tag)) return { reply: { blocks: [text(say('language.unsupported')), picker] } }
    await changes.chooseLanguage(inbound.chat, speaker.member?.memberNo, tag, now)
    const locale = speaker.member ? localeOf({ ...speaker.member, chosenLanguage: tag }, languages) : tag
    const changed = text(say('language.changed'))
    // A group has no menu: most of what stands in it is answered in private chats alone.
    if (!inbound.isPrivate) return { locale, reply: { blocks: [changed] } }
    const menu = offeredTo(speaker)
    return { locale, menu, reply: { blocks: [changed, menuOf(menu)] } }
  },
}

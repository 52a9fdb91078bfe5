/** The commands that Telegram shows: per language for everyone, and per chat by what its person may use. */
import type { Api } from 'grammy'
import type { LanguageCode } from 'grammy/types'
import type { TelegramDeps } from './telegram-deps.ts'

type Describing = Pick<TelegramDeps, 'describe' | 'commandsForStrangers' | 'languages'>

const LONGEST_DESCRIPTION = 256

export async function registerCommands(api: Api, deps: Describing): Promise<void> {
  const scope = { type: 'all_private_chats' } as const
  await api.setMyCommands(listed(deps, deps.commandsForStrangers, 'en'), { scope })
  for (const language of deps.languages) {
    await api.setMyCommands(listed(deps, deps.commandsForStrangers, language), {
      scope,
      language_code: language as LanguageCode,
    })
  }
}

export async function registerMenu(
  api: Api,
  deps: Describing,
  chatId: string,
  commands: readonly string[],
  locale: string,
): Promise<void> {
  const scope = { type: 'chat', chat_id: Number(chatId) } as const
  await api.setMyCommands(listed(deps, commands, locale), { scope })
}

function listed({ describe }: Describing, commands: readonly string[], locale: string) {
  return commands.map((command) => ({ command, description: describe(command, locale).slice(0, LONGEST_DESCRIPTION) }))
}

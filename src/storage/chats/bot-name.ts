/** The bot's name, kept so that a command in a process of its own can print links to it. */
import type { Database } from '../engine/database.ts'
import { readSetting, saveSetting } from '../engine/settings.ts'

const NAME = 'telegram_bot'

export function readBotName({ prisma }: Database): Promise<string | undefined> {
  return readSetting<string>(prisma, NAME)
}

export function saveBotName({ prisma }: Database, name: string): Promise<void> {
  return saveSetting(prisma, NAME, name)
}

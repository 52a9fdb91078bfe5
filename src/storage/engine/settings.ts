/** Single facts about this base, by name. */

import type { Prisma } from '../generated/client.ts'
import type { Queries } from './database.ts'

export async function readSetting<T>(queries: Queries, name: string): Promise<T | undefined> {
  const setting = await queries.setting.findUnique({ where: { name } })
  return setting ? (setting.value as T) : undefined
}

export async function saveSetting(queries: Queries, name: string, value: Prisma.InputJsonValue): Promise<void> {
  await queries.setting.upsert({ where: { name }, create: { name, value }, update: { value } })
}

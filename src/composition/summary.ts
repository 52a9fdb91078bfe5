/** Sends the support team its morning summary, once for a date, where nudges are on and there is a chat to send it to. */
import type { ChatAddress } from '../assistant/message.ts'
import { composeSummary } from '../assistant/summary/compose-summary.ts'
import { dueSummary } from '../nudges/day-summary.ts'
import { readChat } from '../storage/chats/chat-record.ts'
import { claimSummary, loadDaySummary } from '../storage/nudges/summary.ts'
import type { WorkerParts } from './parts.ts'

export async function summariseDay(
  parts: Pick<WorkerParts, 'database' | 'policy' | 'config' | 'now' | 'areNudgesOn' | 'send'>,
): Promise<void> {
  const { database, policy, config, areNudgesOn, send } = parts
  if (!areNudgesOn || config.supportChat === undefined || config.telegram === undefined) return
  const now = parts.now()
  const due = dueSummary(now, policy)
  if (!due || !(await claimSummary(database.prisma, due))) return
  const chat: ChatAddress = { channel: 'telegram', chatId: config.supportChat }
  const [{ language }, summary] = await Promise.all([
    readChat(database.prisma, chat),
    loadDaySummary(database.prisma, due),
  ])
  await send({ chat, locale: language ?? 'en', reply: composeSummary(summary, due, policy, now) })
}

/** What the assistant changes about chats and their links, within one transaction. */
import type { ChannelName, ChatAddress } from '../../assistant/message.ts'
import type { Changes } from '../../assistant/ports.ts'
import { fromInstantColumn, toInstantColumn } from '../engine/columns.ts'
import { Prisma } from '../generated/client.ts'
import { readChat, readProfiles } from './chat-record.ts'

export type ChatChanges = Omit<
  Changes,
  'plansOf' | 'offers' | 'balancesOf' | 'plansBelow' | 'tasks' | 'openTask' | 'contact'
>

export function chatChanges(transaction: Prisma.TransactionClient): ChatChanges {
  const keepState = async (
    { channel, chatId }: ChatAddress,
    now: Temporal.Instant,
    change: { language: string } | { dialogue: Prisma.InputJsonValue | typeof Prisma.DbNull },
  ) => {
    const updatedAt = toInstantColumn(now)
    await transaction.chatState.upsert({
      where: { channel_chatId: { channel, chatId } },
      create: { channel, chatId, updatedAt, ...change },
      update: { updatedAt, ...change },
    })
  }
  return {
    chat: (address) => readChat(transaction, address),
    member: async (memberNo) => (await readProfiles(transaction, Prisma.sql`m.member_no = ${memberNo}`))[0],
    membersWithPhone: (phone) => readProfiles(transaction, Prisma.sql`m.phone = ${phone}`),
    memberWithTelegramId: async (id) =>
      /^\d{1,18}$/.test(id)
        ? (await readProfiles(transaction, Prisma.sql`m.telegram_user_id = ${BigInt(id)}`))[0]
        : undefined,
    saveDialogue: (chat, dialogue, now) =>
      keepState(chat, now, { dialogue: dialogue ? { ...dialogue } : Prisma.DbNull }),
    async chooseLanguage(chat, memberNo, tag, now) {
      if (memberNo === undefined) await keepState(chat, now, { language: tag })
      else await transaction.member.update({ where: { memberNo }, data: { chosenLanguage: tag } })
    },
    async findLinkCode(codeHash) {
      const code = await transaction.linkCode.findUnique({ where: { codeHash } })
      if (!code) return undefined
      return { memberNo: code.memberNo, expiresAt: fromInstantColumn(code.expiresAt), isUsed: code.usedAt !== null }
    },
    async useLinkCode(codeHash, now) {
      const at = toInstantColumn(now)
      const used = await transaction.linkCode.updateMany({
        where: { codeHash, usedAt: null, expiresAt: { gt: at } },
        data: { usedAt: at },
      })
      return used.count === 1
    },
    async chatsOf(memberNo) {
      const links = await transaction.chatLink.findMany({ where: { memberNo }, orderBy: { linkedAt: 'asc' } })
      return links.map(({ channel, chatId }) => ({ channel: channel as ChannelName, chatId }))
    },
    async linkChat({ channel, chatId }, memberNo, now) {
      const linkedAt = toInstantColumn(now)
      await transaction.chatLink.upsert({
        where: { channel_chatId: { channel, chatId } },
        create: { channel, chatId, memberNo, linkedAt },
        update: { memberNo, linkedAt, unreachableSince: null },
      })
    },
    async unlinkChat({ channel, chatId }) {
      await transaction.chatLink.deleteMany({ where: { channel, chatId } })
    },
    async failedLinkAttempts(since, { channel, chatId }) {
      const at = { gt: toInstantColumn(since) }
      const overall = await transaction.failedLinkAttempt.count({ where: { at } })
      const ofChat = await transaction.failedLinkAttempt.count({ where: { at, channel, chatId } })
      return { overall, ofChat }
    },
    async recordFailedLinkAttempt({ channel, chatId }, now) {
      await transaction.failedLinkAttempt.create({ data: { channel, chatId, at: toInstantColumn(now) } })
    },
  }
}

/** The records of some chats as the real store gives them, kept in memory: what the assistant costs without a database. */
import type { Inbound } from '../src/assistant/message.ts'
import type { AssistantStore, ChatRecord } from '../src/assistant/ports.ts'
import type { PlanRecords } from '../src/domain/plan.ts'

export async function rememberChats(store: AssistantStore, chatIds: readonly string[]): Promise<AssistantStore> {
  const chats = new Map<string, ChatRecord>()
  const plans = new Map<string, PlanRecords[]>()
  for (const chatId of chatIds) {
    const { isHandled: _, ...chat } = await store.lookUp(asking(chatId))
    chats.set(chatId, chat)
    const memberNo = chat.member?.memberNo
    if (memberNo !== undefined) plans.set(memberNo, await store.reads.plansOf(memberNo))
  }
  const offers = await store.reads.offers()
  const handled = new Set<string>()
  return {
    reads: {
      plansOf: async (memberNo) => plans.get(memberNo) ?? [],
      offers: async () => offers,
      balancesOf: async () => [],
      plansBelow: async () => [],
    },
    async lookUp({ chat, updateId }) {
      return { ...chats.get(chat.chatId), isHandled: handled.has(updateId) }
    },
    async markHandled({ updateId }) {
      handled.add(updateId)
    },
    async markReachable() {},
    async changeOnce() {
      throw new Error('the bench changes nothing')
    },
  }
}

function asking(chatId: string): Inbound {
  return {
    chat: { channel: 'telegram', chatId },
    updateId: '0',
    isPrivate: true,
    senderId: chatId,
    content: { kind: 'text', text: '/next' },
  }
}

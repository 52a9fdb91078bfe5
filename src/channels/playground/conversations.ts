/**
 * What was said in every chat, in memory: a reload of the page keeps the conversation, a restart of the process does
 * not. Bounded both ways: the oldest messages of a chat go first, and so do the chats nobody used for longest.
 */
import type { RenderedBlock } from '../../assistant/message.ts'
import { toWireBlock, type WireMessage } from './wire.ts'

const messagesPerChat = 200
const chatsKept = 1000

export interface Said {
  from: WireMessage['from']
  at: string
  locale?: string
  blocks: readonly RenderedBlock[]
  /** The message to edit; a new one is made when it is no longer kept. */
  replaces?: string
}

interface Kept {
  wire: WireMessage
  blocks: readonly RenderedBlock[]
}

export interface Conversations {
  say(chat: string, said: Said): WireMessage
  history(chat: string): WireMessage[]
  /** Chats in which somebody used the page to say something, the latest last; who is only written to is none of them. */
  chats(): string[]
  attachment(chat: string, id: string, index: number): Extract<RenderedBlock, { block: 'attachment' }> | undefined
}

export function createConversations(newId: () => string): Conversations {
  const kept = new Map<string, Map<string, Kept>>()
  let version = 0

  function chatOf(chat: string): Map<string, Kept> {
    const messages = kept.get(chat) ?? new Map<string, Kept>()
    kept.delete(chat)
    kept.set(chat, messages)
    dropOldest(kept, chatsKept)
    return messages
  }

  return {
    say(chat, { from, at, locale, blocks, replaces }) {
      const messages = chatOf(chat)
      const edited = replaces === undefined ? undefined : messages.get(replaces)?.wire
      const id = edited?.id ?? newId()
      const wire: WireMessage = {
        chat,
        id,
        version: ++version,
        from,
        at: edited?.at ?? at,
        blocks: blocks.map((block, index) => toWireBlock(block, index, chat, id)),
        ...(locale === undefined ? {} : { locale }),
        ...(edited ? { replaces: id } : {}),
      }
      messages.set(id, { wire, blocks })
      dropOldest(messages, messagesPerChat)
      return wire
    },
    history: (chat) => [...(kept.get(chat)?.values() ?? [])].map(({ wire }) => wire),
    chats: () => [...kept].filter(isOnesOwn).map(([chat]) => chat),
    attachment(chat, id, index) {
      const block = kept.get(chat)?.get(id)?.blocks[index]
      return block?.block === 'attachment' ? block : undefined
    },
  }
}

/** Many are written to unasked. A visitor's chat is made by whoever uses the page. */
function isOnesOwn([chat, messages]: [string, ReadonlyMap<string, Kept>]): boolean {
  return chat.startsWith('visitor:') || messages.values().some(({ wire }) => wire.from === 'person')
}

function dropOldest(map: Map<string, unknown>, limit: number): void {
  for (const key of map.keys()) {
    if (map.size <= limit) return
    map.delete(key)
  }
}

/**
 * Turns what the page sent into an `Inbound` and hands it to the assistant, one at a time in each chat, in the order
 * it came. The page learns from `typing` when the assistant is at work and from `failed` when it gave up.
 */
import type { Inbound, InboundContent } from '../../assistant/message.ts'
import type { EventLog } from './event-log.ts'
import type { PlaygroundDeps } from './playground-deps.ts'

export type Inbox = (chat: string, content: InboundContent, languageHint: string) => void

export function createInbox(deps: PlaygroundDeps, log: EventLog, run: string): Inbox {
  const busy = new Map<string, Promise<void>>()
  let updates = 0

  async function handle(inbound: Inbound): Promise<void> {
    const chat = inbound.chat.chatId
    log.append('typing', { chat, isTyping: true })
    try {
      await deps.receive(inbound)
    } catch (error) {
      deps.onError?.(error)
      log.append('failed', { chat })
    } finally {
      log.append('typing', { chat, isTyping: false })
    }
  }

  return (chat, content, languageHint) => {
    const inbound: Inbound = {
      chat: { channel: 'playground', chatId: chat },
      updateId: `${run}-${++updates}`,
      isPrivate: true,
      senderId: chat,
      // A demo person's phone says nothing about their language: the member's own is meant to be seen.
      ...(chat.startsWith('visitor:') ? { languageHint } : {}),
      content,
    }
    const done = (busy.get(chat) ?? Promise.resolve()).then(() => handle(inbound))
    busy.set(chat, done)
    void done.then(() => {
      if (busy.get(chat) === done) busy.delete(chat)
    })
  }
}

/** A message that nobody asked for just now, on the playground: it always arrives. */
import type { RenderedReply } from '../../assistant/message.ts'
import type { Carry } from '../../nudges/delivery/ports.ts'
import type { Playground } from './playground-channel.ts'

export function createPlaygroundCarry(playground: Pick<Playground, 'push'>): Carry {
  return async ({ chatId }, { rendered }) => {
    playground.push(chatId, { rendered: rendered as RenderedReply })
    return { kind: 'sent' }
  }
}

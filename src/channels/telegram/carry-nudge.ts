/**
 * A message that nobody asked for just now, to one Telegram chat: one attempt, and what Telegram said to it. Nothing is
 * repeated here: whether a call is made again is decided where it is recorded.
 */
import { Api } from 'grammy'
import type { RenderedReply } from '../../assistant/message.ts'
import type { Carry } from '../../nudges/delivery/ports.ts'
import { connectOverHttp } from './connect-over-http.ts'
import { judgeFailure } from './judge-failure.ts'
import { sendMessages } from './send-reply.ts'
import { writeMessages } from './write-messages.ts'

export interface TelegramCarryOptions {
  token: string
  apiRoot: string
  /** What takes longer has broken. */
  timeoutSeconds?: number
}

const LONGEST_CALL_SECONDS = 30

export function createTelegramCarry({ token, apiRoot, timeoutSeconds }: TelegramCarryOptions): Carry {
  const api = new Api(token, {
    apiRoot,
    fetch: connectOverHttp,
    timeoutSeconds: timeoutSeconds ?? LONGEST_CALL_SECONDS,
  })
  return async ({ chatId }, { rendered }, stop) => {
    let taken = 0
    const onTaken = () => {
      taken += 1
    }
    try {
      await sendMessages(api, chatId, writeMessages(rendered as RenderedReply), { onTaken, stop })
      return { kind: 'sent' }
    } catch (error) {
      const failure = judgeFailure(error)
      // Begun again from its start it would be told twice.
      return taken === 0 ? failure : { kind: 'unknown', why: `sent in part: ${failure.kind}` }
    }
  }
}

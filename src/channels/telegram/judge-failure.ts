/**
 * What a failed call means for its message.
 *
 *   429                          nothing for so long, for the whole token
 *   403, and chats that are gone this chat takes nothing any more
 *   401, 404                     the token is refused, not the message: it is kept until somebody mends that
 *   other 4xx                    this message is refused
 *   5xx                          it may have arrived
 *   no connection was made       it did not arrive
 *   anything else                it may have arrived
 */
import { GrammyError, HttpError } from 'grammy'
import type { Carried } from '../../nudges/outbox.ts'

const USUAL_PAUSE_SECONDS = 5
const goneChats = /chat not found|user not found|user is deactivated|bot was blocked|PEER_ID_INVALID|chat was deleted/i

export function judgeFailure(error: unknown): Carried {
  if (error instanceof GrammyError) return judgeAnswer(error)
  const cause = error instanceof HttpError ? error.error : error
  const why = codeOf(cause)
  return hasLeft(cause, why) ? { kind: 'unknown', why } : { kind: 'not_sent', why }
}

function judgeAnswer({ error_code: code, description, parameters }: GrammyError): Carried {
  const why = `${code} ${description}`
  if (code === 429) return { kind: 'slow_down', seconds: parameters.retry_after ?? USUAL_PAUSE_SECONDS }
  if (code === 403 || (code === 400 && goneChats.test(description))) return { kind: 'unreachable', why }
  if (code === 401 || code === 404) return { kind: 'not_sent', why }
  return code >= 500 ? { kind: 'unknown', why } : { kind: 'refused', why }
}

/** The system's code, such as ECONNRESET; messages hold the address, and that the token. */
function codeOf(cause: unknown): string {
  const { code, name } = (cause ?? {}) as { code?: unknown; name?: unknown }
  if (name === 'AbortError') return 'broken off'
  return typeof code === 'string' ? code : 'the call failed'
}

const neverConnected =
  /^(ECONNREFUSED|ENOTFOUND|EAI_\w+|CERT_\w+|ERR_TLS_\w+|UNABLE_TO_\w+|DEPTH_ZERO_\w+|SELF_SIGNED_\w+|UND_ERR_CONNECT_TIMEOUT)$/

/** Where a code does not tell, such as ETIMEDOUT, what the system was asked to do does. */
function hasLeft(cause: unknown, code: string): boolean {
  const { syscall } = (cause ?? {}) as { syscall?: unknown }
  return !neverConnected.test(code) && syscall !== 'connect' && syscall !== 'getaddrinfo'
}

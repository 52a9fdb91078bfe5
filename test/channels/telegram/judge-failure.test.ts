import { GrammyError, HttpError } from 'grammy'
import { expect, it } from 'vitest'
import { judgeFailure } from '../../../src/channels/telegram/judge-failure.ts'

const answer = (code: number, description: string, parameters = {}) =>
  new GrammyError('Call failed', { ok: false, error_code: code, description, parameters }, 'sendMessage', {})

/** As the system says it: its code, and what it was asked to do. */
const broken = (code: string, syscall?: string) =>
  new HttpError('Network request failed', Object.assign(new Error(`${syscall} ${code}`), { code, syscall }))

it.each([
  [answer(429, 'Too Many Requests: retry after 7', { retry_after: 7 }), { kind: 'slow_down', seconds: 7 }],
  [answer(429, 'Too Many Requests'), { kind: 'slow_down', seconds: 5 }],
  [answer(403, 'Forbidden: bot was blocked by the user'), { kind: 'unreachable' }],
  [answer(403, 'Forbidden: user is deactivated'), { kind: 'unreachable' }],
  [answer(400, 'Bad Request: chat not found'), { kind: 'unreachable' }],
  [answer(400, 'Bad Request: PEER_ID_INVALID'), { kind: 'unreachable' }],
  [answer(400, "Bad Request: can't parse entities"), { kind: 'refused' }],
  [answer(401, 'Unauthorized'), { kind: 'not_sent' }],
  [answer(404, 'Not Found'), { kind: 'not_sent' }],
  [answer(500, 'Internal Server Error'), { kind: 'unknown' }],
  [broken('ECONNREFUSED', 'connect'), { kind: 'not_sent' }],
  [broken('ENOTFOUND', 'getaddrinfo'), { kind: 'not_sent' }],
  [broken('EAI_AGAIN', 'getaddrinfo'), { kind: 'not_sent' }],
  [broken('ETIMEDOUT', 'connect'), { kind: 'not_sent' }],
  [broken('UND_ERR_CONNECT_TIMEOUT'), { kind: 'not_sent' }],
  [broken('CERT_HAS_EXPIRED'), { kind: 'not_sent' }],
  [broken('ETIMEDOUT', 'read'), { kind: 'unknown' }],
  [broken('ECONNRESET', 'read'), { kind: 'unknown' }],
  [broken('UND_ERR_SOCKET'), { kind: 'unknown' }],
  [new HttpError('timed out', new Error('Request timed out')), { kind: 'unknown' }],
  [new TypeError('a mistake of ours'), { kind: 'unknown' }],
])('%s', (error, judged) => {
  expect(judgeFailure(error)).toMatchObject(judged)
})

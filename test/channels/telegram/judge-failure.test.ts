import { GrammyError, HttpError } from 'grammy'
import { expect, it } from 'vitest'
import { judgeFailure } from '../../../src/channels/telegram/judge-failure.ts'

const answer = (code: number, description: string, parameters = {}) =>
  new GrammyError('Call failed', { ok: false, error_code: code, description, parameters }, 'sendMessage', {})

const broken = (code: string, reason: string) =>
  new HttpError('Network request failed', Object.assign(new Error(`request to https://a, reason: ${reason}`), { code }))

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
  [broken('ECONNREFUSED', 'connect ECONNREFUSED 127.0.0.1:1'), { kind: 'not_sent' }],
  [broken('ENOTFOUND', 'getaddrinfo ENOTFOUND api.telegram.org'), { kind: 'not_sent' }],
  [broken('EAI_AGAIN', 'getaddrinfo EAI_AGAIN api.telegram.org'), { kind: 'not_sent' }],
  [broken('ETIMEDOUT', 'connect ETIMEDOUT 149.154.167.220:443'), { kind: 'not_sent' }],
  [broken('CERT_HAS_EXPIRED', 'certificate has expired'), { kind: 'not_sent' }],
  [broken('ETIMEDOUT', 'read ETIMEDOUT'), { kind: 'unknown' }],
  [broken('ECONNRESET', 'socket hang up'), { kind: 'unknown' }],
  [new HttpError('timed out', new Error('Request timed out')), { kind: 'unknown' }],
  [new TypeError('a mistake of ours'), { kind: 'unknown' }],
])('%s', (error, judged) => {
  expect(judgeFailure(error)).toMatchObject(judged)
})

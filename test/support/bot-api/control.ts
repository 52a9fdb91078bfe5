/**
 * Steering a double that lives in another process (`serve.ts`), over its own HTTP port:
 *   POST /control/updates  [content, ...]                        -> { updateIds }   (numbers are given here)
 *   POST /control/say      { id, text, firstName?, languageCode? } -> { updateId }
 *   POST /control/faults   a FaultScript                         -> { ok }
 *   POST /control/reset                                          -> { ok }          (calls, counts, faults)
 *   GET  /control/stats                                          -> { calls: { method: count }, pendingUpdates }
 *   GET  /control/wait?method=M&count=N&timeoutMs=T              -> { ok }, or 500 when it took longer
 *   GET  /control/inbox?chat=ID                                  -> { messages }
 */
import type { CallLog } from './call-log.ts'
import type { FaultScript } from './faults.ts'
import type { Control } from './http-server.ts'
import { isRecord, readInteger, readText } from './parameters.ts'
import { badRequest } from './refusal.ts'
import { readBody } from './request-body.ts'
import type { BotApi } from './start-bot-api.ts'

/** The double comes as a function because its server, which holds this control, starts before it is complete. */
export function createControl(findApi: () => BotApi, log: CallLog): Control {
  return async (path, request, query) => {
    const api = findApi()
    const text = (await readBody(request)).toString('utf8')
    const body: unknown = text === '' ? undefined : JSON.parse(text)
    switch (path) {
      case 'updates':
        return { updateIds: (Array.isArray(body) ? body : [body]).filter(isRecord).map((one) => api.publish(one)) }
      case 'say':
        return { updateId: say(api, body) }
      case 'faults':
        if (!isFaultScript(body)) throw badRequest('a fault needs a kind')
        api.faults.add(body)
        return { ok: true }
      case 'reset':
        log.reset()
        api.faults.clear()
        return { ok: true }
      case 'stats':
        return { calls: Object.fromEntries(api.counts), pendingUpdates: api.pendingUpdateCount }
      case 'wait': {
        const timeoutMs = Number(query.get('timeoutMs') ?? 10_000)
        await api.untilCalled(query.get('method') ?? '', Number(query.get('count') ?? 1), { timeoutMs })
        return { ok: true }
      }
      case 'inbox':
        return { messages: api.chat(Number(query.get('chat'))).inbox }
      default:
        return undefined
    }
  }
}

function say(api: BotApi, body: unknown): number {
  const id = isRecord(body) ? readInteger(body, 'id') : undefined
  if (!isRecord(body) || id === undefined) throw badRequest('say needs an id and a text')
  const firstName = readText(body, 'firstName') || `Person ${id}`
  const languageCode = readText(body, 'languageCode') || 'en'
  return api.person({ id, firstName, languageCode }).sends(readText(body, 'text'))
}

function isFaultScript(body: unknown): body is FaultScript {
  return isRecord(body) && typeof body.kind === 'string'
}

/** From a call to its answer: recorded, delayed, disturbed by faults, run. */
import { setTimeout as wait } from 'node:timers/promises'
import type { CallLog } from './call-log.ts'
import { type Faults, findRefusal } from './faults.ts'
import { findMethod } from './methods/method-table.ts'
import { type CallParameters, readInteger } from './parameters.ts'
import { badRequest, Refusal } from './refusal.ts'
import type { RequestBody } from './request-body.ts'
import type { World } from './world.ts'

/** `dropped`: the caller gets no answer, only a broken connection. */
export type CallOutcome =
  | { readonly kind: 'result'; readonly result: unknown }
  | { readonly kind: 'refused'; readonly refusal: Refusal }
  | { readonly kind: 'dropped' }

export type RunCall = (name: string, body: RequestBody, onGone: (listener: () => void) => void) => Promise<CallOutcome>

export function createCallRunner(world: World, log: CallLog, faults: Faults, latencyMs: number): RunCall {
  return async (name, body, onGone) => {
    const method = findMethod(name)
    if (!method) return refused(new Refusal(404, 'Not Found: method not found'))
    const { parameters, files } = body
    log.add(method.name, parameters)
    const fault = faults.take(method.name, findChatId(world, parameters))
    if (latencyMs > 0) await wait(latencyMs)
    if (fault?.kind === 'slow') await wait(fault.latencyMs)
    if (fault?.kind === 'dropBeforeAccepting') return { kind: 'dropped' }
    const planned = fault && findRefusal(fault)
    if (planned) return refused(planned)
    if (world.isLoggedOut) return refused(badRequest('logged out'))
    try {
      const result = await method.run({ world, parameters, files, onGone })
      return fault?.kind === 'dropAfterAccepting' ? { kind: 'dropped' } : { kind: 'result', result }
    } catch (error) {
      if (error instanceof Refusal) return refused(error)
      throw error
    }
  }
}

/** Answers to buttons name a query, not a chat; a fault for the chat still means them. */
function findChatId(world: World, parameters: CallParameters): number | undefined {
  const queryId = parameters.callback_query_id
  if (typeof queryId === 'string') return world.queries.get(queryId)?.chat.id
  return readInteger(parameters, 'chat_id')
}

function refused(refusal: Refusal): CallOutcome {
  return { kind: 'refused', refusal }
}

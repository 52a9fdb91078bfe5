/**
 * A batch of messages, in parts that are small enough for what the ledger says of them to be fresh when they go: while one
 * part goes out, the next is looked at. Done when the last message is under way: what is sending is ours by our name, no
 * longer by the job.
 */

import { inPortions } from '../../domain/portions.ts'
import { MOST_ATTEMPTS } from '../outbox.ts'
import { endOf, later, tasksFor, tasksIfFinal } from './call-outcome.ts'
import { chatsOf, deliverMessage, type MessageParts, type ReadyMessage } from './deliver-message.ts'
import type { InFlight } from './in-flight.ts'
import type { Decision, Recheck, RecheckMessages, WaitingMessage } from './ports.ts'

export interface BatchParts extends MessageParts {
  recheck: RecheckMessages
  inFlight: InFlight
  /** Messages whose ledger is read at once. */
  partSize: number
  /** No further message is begun. */
  stopping: AbortSignal
}

/** `interrupted`: there is more, for another process. */
export async function deliverBatch(parts: BatchParts, batchId: string): Promise<'done' | 'interrupted'> {
  const waiting = await parts.store.waitingIn(batchId)
  let isPaused = false
  for await (const ready of oneAhead(inPortions(waiting, parts.partSize), (part) => lookAt(parts, batchId, part))) {
    for (const message of ready) {
      if (parts.stopping.aborted) return 'interrupted'
      // On resuming, whoever looks for messages that no job carries finds the rest.
      if (isPaused) return 'done'
      await parts.inFlight.begin(async () => {
        // There may have been no room for it until now.
        if (parts.stopping.aborted || isPaused) return
        if ((await deliverMessage(parts, message)) === 'paused') isPaused = true
      })
    }
  }
  return parts.stopping.aborted ? 'interrupted' : 'done'
}

/** Those that may go; what becomes of the others is written down. */
async function lookAt(parts: BatchParts, batchId: string, waiting: readonly WaitingMessage[]): Promise<ReadyMessage[]> {
  const rechecks = await parts.recheck(waiting.map(({ id }) => id))
  const ready: ReadyMessage[] = []
  const decisions: Decision[] = []
  for (const each of waiting) {
    const recheck = rechecks.get(each.id)
    const decision = recheck && decide(parts, batchId, each, recheck)
    if (decision) decisions.push(decision)
    else if (recheck?.kind === 'go') {
      ready.push({ ...each, batchId, leftOut: [], ...recheck })
      const tasks = tasksInDoubt(parts, each, recheck)
      if (tasks.length > 0) decisions.push({ id: each.id, batchId, state: 'pending', reason: null, tasks })
    }
  }
  await Promise.all(decisions.map((decision) => parts.store.decide(decision)))
  return ready
}

/** None: it goes. */
function decide(parts: BatchParts, batchId: string, waiting: WaitingMessage, recheck: Recheck): Decision | undefined {
  const { id, attempts } = waiting
  const mayHaveArrived = attempts > 0
  switch (recheck.kind) {
    case 'wait':
      parts.onWait(recheck.until)
      return { id, batchId, state: 'pending', reason: null, sendAt: recheck.until, readyAt: recheck.until }
    case 'cancel': {
      const { reason, leftOut = [] } = recheck
      const givenUp = { id, batchId, reason, leftOut }
      if (mayHaveArrived) return { ...givenUp, state: 'unknown', tasks: tasksInDoubt(parts, waiting, recheck) }
      parts.onOutcome('cancelled')
      return { ...givenUp, state: 'cancelled' }
    }
    case 'go': {
      const { message, recipient, isOvertaken = false } = recheck
      if (mayHaveArrived && (isOvertaken || attempts >= MOST_ATTEMPTS)) {
        return { id, batchId, state: 'unknown', reason: 'overtaken', tasks: tasksIfFinal(parts, message) }
      }
      if (chatsOf(parts, recipient).length > 0) return undefined
      // Another process may have the channel of their chats.
      if (recipient.chats.length > 0) return waitAMoment(parts, id, batchId)
      return { id, batchId, state: endOf(attempts), reason: 'no_channel', tasks: tasksFor(parts, message) }
    }
  }
}

/** Nobody knows whether a final notice arrived, and it is not given again. */
function tasksInDoubt(parts: BatchParts, { attempts }: WaitingMessage, { withheldNotices }: Recheck) {
  return attempts > 0 && withheldNotices ? tasksFor(parts, withheldNotices) : []
}

function waitAMoment(parts: BatchParts, id: number, batchId: string): Decision {
  const sendAt = later(parts)
  parts.onWait(sendAt)
  return { id, batchId, state: 'pending', reason: null, sendAt }
}

/** While one is used, the next is made. */
async function* oneAhead<Part, Made>(
  partsToMake: readonly Part[],
  make: (part: Part) => Promise<Made>,
): AsyncGenerator<Made> {
  const [first, ...rest] = partsToMake
  if (!first) return
  let next: Promise<Made> | undefined = make(first)
  for (const part of [...rest, undefined]) {
    const made: Made = await next
    next = part && make(part)
    // Whether it failed is asked for in its turn, if that comes.
    next?.catch(() => {})
    yield made
    if (!next) return
  }
}

/**
 * What was left lying: messages that a run which is over had in hand, and pending ones that no job carries. The first may
 * have arrived: they go once more, or stay unknown, and a person is told where one was a final notice. The others are
 * queued again, in new batches, so that a job which comes late finds nothing to do.
 */
import type { NewTask } from '../../tasks/task.ts'
import { MOST_ATTEMPTS, type NudgeMessage } from '../outbox.ts'
import { tasksFor, tasksIfFinal } from './call-outcome.ts'
import type { RecheckMessages, WaitingMessage } from './ports.ts'

/** The port; `src/storage/nudges/` has it. */
export interface RecoveryStore {
  /** Runs of other processes that are over, and have messages in hand. Nobody else gets them until `done`. */
  endedRuns(): Promise<EndedRun[]>
  /** What it had in hand goes once more, where that was not the last time. */
  endRun(worker: string, tasks: readonly NewTask[]): Promise<void>
  /** Nothing while sending is paused. */
  queueLost(): Promise<number>
}

export interface EndedRun {
  worker: string
  inHand: readonly WaitingMessage[]
  done(): Promise<void>
}

export interface RecoverParts {
  store: RecoveryStore
  recheck: RecheckMessages
  toReach(message: NudgeMessage): readonly NewTask[]
  onError(error: unknown): void
  /** Of each message that may have arrived. */
  onInterrupted(count: number): void
}

/** Gives how many messages were queued. */
export async function recover(parts: RecoverParts): Promise<number> {
  for (const run of await parts.store.endedRuns()) {
    try {
      await parts.store.endRun(run.worker, await tasksOf(parts, run))
      parts.onInterrupted(run.inHand.length)
    } catch (error) {
      // The next look finds it again.
      parts.onError(error)
    } finally {
      await run.done()
    }
  }
  return parts.store.queueLost()
}

/** Those that are not called again. */
async function tasksOf(parts: RecoverParts, { inHand }: EndedRun): Promise<NewTask[]> {
  const last = inHand.filter(({ attempts }) => attempts + 1 >= MOST_ATTEMPTS).map(({ id }) => id)
  if (last.length === 0) return []
  const rechecks = [...(await parts.recheck(last)).values()]
  return rechecks.flatMap((recheck) => [
    ...(recheck.kind === 'go' ? tasksIfFinal(parts, recheck.message) : []),
    ...(recheck.withheldNotices ? tasksFor(parts, recheck.withheldNotices) : []),
  ])
}

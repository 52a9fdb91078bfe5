/**
 * As long as a run lasts it holds the lock of its name, by which others know that its messages are in good hands. Where the
 * connection that held it broke, it is taken again: what somebody put in order meanwhile is theirs.
 */
import { type DeliveryRun, workerLock } from './delivery-run.ts'

export interface KeptRun {
  end(): Promise<void>
}

const LOOK_EVERY_MS = 5_000

export async function keepRun({ database, worker }: DeliveryRun, onError: (error: unknown) => void): Promise<KeptRun> {
  const take = () => database.locks.take(workerLock(worker))
  let lock = await take()
  let taking: Promise<void> | undefined
  const takeAgain = async () => {
    try {
      // Its own name counts as taken in this process until it is let go.
      await lock?.release()
      lock = await take()
    } catch (error) {
      onError(error)
    }
  }
  const timer = setInterval(() => {
    if (lock?.isHeld() || taking) return
    taking = takeAgain().finally(() => {
      taking = undefined
    })
  }, LOOK_EVERY_MS)
  return {
    async end() {
      clearInterval(timer)
      await taking
      await lock?.release()
    },
  }
}

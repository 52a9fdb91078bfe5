/**
 * Gathers calls into fewer statements: those that come in the same turn of the event loop, or while a statement is under
 * way, are answered together by the next. So nobody gets what was read before they asked, a lone call waits for no other,
 * and many at once cost little more than one: of a short statement most of the cost is sending it.
 */
import { setImmediate as nextTurn } from 'node:timers/promises'

interface Call<Key, Value> {
  key: Key
  resolve(value: Value): void
  reject(error: unknown): void
}

type Work<Key, Value> = (keys: readonly Key[]) => Promise<readonly Value[]>

const MOST_AT_ONCE = 50

/** `work` answers in the order of its keys. */
export function gather<Key, Value>(
  work: Work<Key, Value>,
  mostAtOnce: number = MOST_AT_ONCE,
): (key: Key) => Promise<Value> {
  const waiting: Call<Key, Value>[] = []
  let isUnderWay = false

  const answerAll = async (): Promise<void> => {
    isUnderWay = true
    while (waiting.length > 0) {
      await nextTurn()
      await answer(work, waiting.splice(0, mostAtOnce))
    }
    isUnderWay = false
  }
  return (key) =>
    new Promise((resolve, reject) => {
      waiting.push({ key, resolve, reject })
      if (!isUnderWay) void answerAll()
    })
}

async function answer<Key, Value>(work: Work<Key, Value>, calls: readonly Call<Key, Value>[]): Promise<void> {
  try {
    const values = await work(calls.map(({ key }) => key))
    if (values.length !== calls.length) throw new Error(`${values.length} answers to ${calls.length} calls`)
    for (const [index, value] of values.entries()) calls[index]?.resolve(value)
  } catch (error) {
    // One bad key must not spoil the answers of its neighbours.
    if (calls.length > 1) for (const call of calls) await answer(work, [call])
    else calls[0]?.reject(error)
  }
}

/**
 * PGlite answers within the very turn of the event loop in which it is asked. Whoever asks it again and again, as an
 * import or an examination does, would keep that turn until all is done, and no message would be read meanwhile. So every
 * answer ends the turn: what else has come is looked at before the next question.
 */
import { setImmediate as nextTurn } from 'node:timers/promises'
import type { PGlite, Transaction } from '@electric-sql/pglite'

export function endingTurns(pglite: PGlite): PGlite {
  const query = pglite.query.bind(pglite)
  const transaction = pglite.transaction.bind(pglite)
  return Object.assign(pglite, {
    query: ending(query),
    transaction: ending(<T>(work: (transaction: Transaction) => Promise<T>) =>
      transaction((within) => work(Object.assign(within, { query: ending(within.query) }))),
    ),
  })
}

function ending<Arguments extends unknown[], T>(ask: (...asked: Arguments) => Promise<T>) {
  return async (...asked: Arguments): Promise<T> => {
    try {
      return await ask(...asked)
    } finally {
      await nextTurn()
    }
  }
}

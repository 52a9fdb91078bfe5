/** Who is told of what changed in the ledger: the persons who look after tasks. In the transaction of the change. */
import type { Queries } from './database.ts'
import type { Tell } from './import-store.ts'
import { closeTasks, openTasks } from './task-store.ts'

export function tellOn(queries: Queries): Tell {
  return {
    openTasks: (tasks, now) => openTasks(queries, tasks, now),
    async closeTasks(settled, now) {
      for (const [outcome, about] of Map.groupBy(settled, ({ outcome }) => outcome)) {
        await closeTasks(queries, about, outcome, now)
      }
    },
    announce: async () => {},
  }
}

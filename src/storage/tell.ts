import type { Database, Queries } from './database.ts'
import type { Tell } from './import-store.ts'

export function tellOn(_database: Database): (queries: Queries) => Tell {
  return () => ({ openTasks: async () => {}, closeTasks: async () => {}, announce: async () => {} })
}

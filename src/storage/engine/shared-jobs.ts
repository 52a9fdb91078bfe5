/**
 * One pg-boss for a process, whatever it has queues for: opened by the first who needs it, stopped after the last. Loaded
 * only then, because it has its price in time and memory.
 */
import type { PgBoss } from 'pg-boss'
import type { Database } from './database.ts'
import { jobDatabase } from './job-database.ts'

export interface OpenedJobs {
  boss: PgBoss
  /** Whoever opened it has ended its own work by then. */
  close(): Promise<void>
}

export type OpenJobs = () => Promise<OpenedJobs>

export function shareJobs(database: Database, onError: (error: unknown) => void): OpenJobs {
  let users = 0
  let shared: Promise<PgBoss> | undefined
  return async () => {
    users += 1
    shared ??= startBoss(database, onError)
    const opening = shared
    const leave = async () => {
      users -= 1
      if (users > 0) return
      if (shared === opening) shared = undefined
      const boss = await opening.catch(() => undefined)
      await boss?.stop()
    }
    try {
      return { boss: await opening, close: leave }
    } catch (error) {
      await leave()
      throw error
    }
  }
}

async function startBoss(database: Database, onError: (error: unknown) => void): Promise<PgBoss> {
  const { PgBoss } = await import('pg-boss')
  const boss = new PgBoss({
    ...jobDatabase(database),
    // Only what a queue needs: no timetables, no statistics, no upkeep of a database that others keep.
    schedule: false,
    registerInstance: false,
    monitorVacuum: false,
    reindex: false,
    superviseIntervalSeconds: 15,
    monitorIntervalSeconds: 15,
  })
  boss.on('error', onError)
  await boss.start()
  return boss
}

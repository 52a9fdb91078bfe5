/** The database as pg-boss takes it: a few connections of its own, or the one connection of PGlite. */
import type { PGlite } from '@electric-sql/pglite'
import { type ConstructorOptions, fromPglite } from 'pg-boss'
import type { Database } from './database.ts'

type JobDatabase = Pick<ConstructorOptions, 'db' | 'backend' | 'connectionString' | 'max' | 'application_name'>

const CONNECTIONS = 2

export function jobDatabase({ behind }: Database): JobDatabase {
  if ('pglite' in behind) return { db: fromPglite(oneAfterTheOther(behind.pglite)), backend: 'pglite' }
  return { connectionString: behind.url, max: CONNECTIONS, application_name: 'kisht-jobs' }
}

/**
 * A script with its own BEGIN that fails leaves the one connection in a broken transaction, and whatever else waits for
 * the connection would run into it before pg-boss rolls back. Inside PGlite's own transaction nobody comes between.
 */
function oneAfterTheOther(pglite: PGlite) {
  return {
    query: <T>(sql: string, values?: unknown[]) => pglite.query<T>(sql, values),
    exec: (sql: string) =>
      /^\s*BEGIN\b/.test(sql) ? pglite.transaction((transaction) => transaction.exec(sql)) : pglite.exec(sql),
  }
}

import { PrismaPg } from '@prisma/adapter-pg'
import pg from 'pg'
import { copyInto } from './copy-into.ts'
import { connectPrisma, type Database } from './database.ts'
import { createOwnLocks, createSessionLocks } from './locks.ts'
import { migrate } from './migrate.ts'
import { createStatementNames } from './statement-names.ts'

/** Opens the PostgreSQL database behind the connection string and brings its tables up to date. */
export async function openPostgres(url: string): Promise<Database> {
  const pool = new pg.Pool({ connectionString: url, max: 10 })
  const options = {
    disposeExternalPool: true,
    ...(!isPooled(url) && { statementNameGenerator: createStatementNames() }),
  }
  try {
    await bringUpToDate(url)
  } catch (error) {
    await pool.end()
    throw error
  }
  const prisma = connectPrisma(new PrismaPg(pool, options))
  // A pooled session belongs to whoever comes next, so a lock on it would never be let go.
  const locks = isPooled(url) ? createOwnLocks(false) : createSessionLocks(url)
  const close = async () => {
    await locks.close()
    await prisma.$disconnect()
    // A client that was never used has nothing to disconnect, and leaves the pool open.
    if (!pool.ended) await pool.end()
  }
  return { engine: 'postgresql', prisma, behind: { url }, locks, copyIn: copyInto(pool), close }
}

/**
 * Over connections of its own, closed at the end: the engine takes an advisory lock and leaves it to the session, and a
 * pooled session would keep it from the next process that starts.
 */
async function bringUpToDate(url: string): Promise<void> {
  const pool = new pg.Pool({ connectionString: url, max: 2 })
  const adapter = takingWholeScripts(new PrismaPg(pool), pool)
  const readNames = async (sql: string) => (await pool.query<{ name: string }>(sql)).rows
  try {
    await migrate(adapter, readNames)
  } catch (error) {
    // Another process may have been at it at the same time; then there is nothing left to do.
    if (!(error instanceof Error) || !/advisory lock/.test(error.message)) throw error
    await migrate(adapter, readNames)
  } finally {
    await pool.end()
  }
}

/** Prisma's adapter cuts a script at every semicolon, also inside a function's body; PostgreSQL takes it whole. */
function takingWholeScripts(factory: PrismaPg, pool: pg.Pool): PrismaPg {
  const connect = factory.connect.bind(factory)
  factory.connect = async () => {
    const adapter = await connect()
    adapter.executeScript = async (script) => {
      await pool.query(script)
    }
    return adapter
  }
  return factory
}

/** Behind an old PgBouncer statements must not have names; `?pgbouncer=true` is how Prisma's users say so. */
function isPooled(url: string): boolean {
  return /[?&]pgbouncer=true\b/.test(url)
}

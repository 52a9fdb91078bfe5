import { PrismaPg } from '@prisma/adapter-pg'
import pg from 'pg'
import { connectPrisma, type Database } from './database.ts'
import { migrate } from './migrate.ts'
import { createStatementNames } from './statement-names.ts'

/** Opens the PostgreSQL database behind the connection string and brings its tables up to date. */
export async function openPostgres(url: string): Promise<Database> {
  const pool = new pg.Pool({ connectionString: url, max: 10 })
  const options = {
    disposeExternalPool: true,
    ...(!isPooled(url) && { statementNameGenerator: createStatementNames() }),
  }
  const adapter = takingWholeScripts(new PrismaPg(pool, options), pool)
  try {
    await migrate(adapter, async (sql) => (await pool.query<{ name: string }>(sql)).rows)
  } catch (error) {
    await pool.end()
    throw error
  }
  const prisma = connectPrisma(adapter)
  const close = async () => {
    await prisma.$disconnect()
    // A client that was never used has nothing to disconnect, and leaves the pool open.
    if (!pool.ended) await pool.end()
  }
  return { engine: 'postgresql', prisma, close }
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

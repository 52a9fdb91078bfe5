/**
 * Locks by name that are gone when their process is, however it ends. They last longer than a transaction: whoever
 * cannot take one knows that somebody is at work right now.
 */
import { createHash } from 'node:crypto'
import pg from 'pg'

export interface Locks {
  /** What lets go of it; `undefined` when somebody has it. */
  take(name: string): Promise<Release | undefined>
  close(): Promise<void>
}

type Release = () => Promise<void>

/** Within this process: enough where no other can open the database. */
export function createOwnLocks(): Locks {
  const taken = new Set<string>()
  return {
    async take(name) {
      if (taken.has(name)) return undefined
      taken.add(name)
      return async () => {
        taken.delete(name)
      }
    },
    async close() {},
  }
}

/**
 * Among all processes on a PostgreSQL database: its session locks, over one connection that is opened when the first
 * lock is wanted. When that connection breaks its locks are gone, which costs no more than work done twice.
 */
export function createSessionLocks(url: string): Locks {
  const own = createOwnLocks()
  let session: Promise<pg.Client> | undefined
  const connected = () => {
    session ??= connect(url, () => {
      session = undefined
    })
    return session
  }
  return {
    async take(name) {
      const release = await own.take(name)
      if (!release) return undefined
      try {
        const client = await connected()
        const { rows } = await client.query<{ taken: boolean }>('SELECT pg_try_advisory_lock($1) AS taken', [
          idOf(name),
        ])
        if (rows[0]?.taken) {
          return async () => {
            await client.query('SELECT pg_advisory_unlock($1)', [idOf(name)]).catch(() => {})
            await release()
          }
        }
      } catch (error) {
        await release()
        throw error
      }
      await release()
      return undefined
    },
    async close() {
      const client = await session?.catch(() => undefined)
      session = undefined
      await client?.end().catch(() => {})
    },
  }
}

async function connect(url: string, onLost: () => void): Promise<pg.Client> {
  const client = new pg.Client({ connectionString: url, keepAlive: true })
  client.on('error', onLost)
  client.on('end', onLost)
  try {
    await client.connect()
    return client
  } catch (error) {
    onLost()
    throw error
  }
}

/** 64 bits, as PostgreSQL names its locks. */
function idOf(name: string): string {
  return createHash('sha256').update(name).digest().readBigInt64BE().toString()
}

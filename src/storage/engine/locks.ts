/**
 * Locks by name that are gone when their process is, however it ends. They last longer than a transaction: whoever
 * cannot take one knows that somebody is at work right now.
 */
import { createHash } from 'node:crypto'
import pg from 'pg'

export interface Locks {
  /** False: a lock that could be taken says nothing about other processes on the same database. */
  areShared: boolean
  /** `undefined` when somebody has it. */
  take(name: string): Promise<HeldLock | undefined>
  close(): Promise<void>
}

export interface HeldLock {
  /** False once it is lost, so that somebody else may have it. */
  isHeld(): boolean
  release(): Promise<void>
}

/** Within this process: `areShared` where no other can open the database. */
export function createOwnLocks(areShared: boolean): Locks {
  const taken = new Set<string>()
  return {
    areShared,
    async take(name) {
      if (taken.has(name)) return undefined
      taken.add(name)
      return {
        isHeld: () => taken.has(name),
        async release() {
          taken.delete(name)
        },
      }
    },
    async close() {},
  }
}

/**
 * Among all processes on a PostgreSQL database: its session locks, over one connection that is opened when the first
 * lock is wanted. When that connection breaks its locks are gone: long work asks whether it still holds its own.
 */
export function createSessionLocks(url: string): Locks {
  const own = createOwnLocks(false)
  let session: Promise<pg.Client> | undefined
  const lost = new WeakSet<pg.Client>()
  const connected = () => {
    const current = session ?? connect(url, lose)
    session = current
    function lose(client: pg.Client) {
      lost.add(client)
      if (session === current) session = undefined
    }
    return current
  }
  return {
    areShared: true,
    async take(name) {
      const ownLock = await own.take(name)
      if (!ownLock) return undefined
      try {
        const client = await connected()
        const { rows } = await client.query<{ taken: boolean }>('SELECT pg_try_advisory_lock($1) AS taken', [
          idOf(name),
        ])
        if (rows[0]?.taken) {
          return {
            isHeld: () => !lost.has(client),
            async release() {
              await client.query('SELECT pg_advisory_unlock($1)', [idOf(name)]).catch(() => {})
              await ownLock.release()
            },
          }
        }
      } catch (error) {
        await ownLock.release()
        throw error
      }
      await ownLock.release()
      return undefined
    },
    async close() {
      const client = await session?.catch(() => undefined)
      session = undefined
      await client?.end().catch(() => {})
    },
  }
}

async function connect(url: string, onLost: (client: pg.Client) => void): Promise<pg.Client> {
  const client = new pg.Client({ connectionString: url, keepAlive: true })
  client.on('error', () => onLost(client))
  client.on('end', () => onLost(client))
  try {
    await client.connect()
    return client
  } catch (error) {
    onLost(client)
    throw error
  }
}

/** 64 bits, as PostgreSQL names its locks. */
function idOf(name: string): string {
  return createHash('sha256').update(name).digest().readBigInt64BE().toString()
}

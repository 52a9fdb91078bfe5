import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { PGlite } from '@electric-sql/pglite'
import { PrismaPGlite } from 'pglite-prisma-adapter'
import { lockDataDir } from './data-dir-lock.ts'
import { connectPrisma, type Database } from './database.ts'
import { endingTurns } from './ending-turns.ts'
import { createOwnLocks } from './locks.ts'
import { migrate } from './migrate.ts'

export type OpenedEmbedded = { ok: true; database: Database; isNew: boolean } | { ok: false; reason: 'in_use' }

/** Opens, or makes, the database embedded in the folder; refused while another process has it open. */
export async function openEmbedded(dataDir: string): Promise<OpenedEmbedded> {
  const lock = lockDataDir(dataDir)
  if (!lock) return { ok: false, reason: 'in_use' }
  const folder = join(dataDir, 'pglite')
  const isNew = !existsSync(folder)
  let pglite: PGlite | undefined
  try {
    pglite = endingTurns(await PGlite.create(folder))
    const opened = pglite
    const adapter = new PrismaPGlite(pglite)
    await migrate(adapter, async (sql) => (await opened.query<{ name: string }>(sql)).rows)
    const prisma = connectPrisma(adapter)
    const close = async () => {
      await prisma.$disconnect()
      if (!opened.closed) await opened.close()
      lock.release()
    }
    const locks = createOwnLocks(true)
    return { ok: true, database: { engine: 'pglite', prisma, behind: { pglite: opened }, locks, close }, isNew }
  } catch (error) {
    // The lock is held as long as the database is open.
    await pglite?.close().catch(() => {})
    lock.release()
    throw error
  }
}

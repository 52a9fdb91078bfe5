/** Opens the database that the configuration names, and finds out what it is for. */
import type { Config } from '../config.ts'
import { type Base, readBase } from '../storage/base-marker.ts'
import type { Database } from '../storage/database.ts'

export type OpenedBase = { ok: true; database: Database; base: Base } | { ok: false; reason: 'in_use' }

/** The engine is loaded only when it is used: PGlite alone is tens of megabytes. */
export async function openBase(config: Config): Promise<OpenedBase> {
  const database = await openDatabase(config)
  if (!database) return { ok: false, reason: 'in_use' }
  return { ok: true, database, base: await readBase(database.prisma) }
}

async function openDatabase({ database }: Config): Promise<Database | undefined> {
  if (database.kind === 'postgresql') {
    const { openPostgres } = await import('../storage/open-postgres.ts')
    return openPostgres(database.url)
  }
  const { openEmbedded } = await import('../storage/open-embedded.ts')
  const opened = await openEmbedded(database.dataDir)
  return opened.ok ? opened.database : undefined
}

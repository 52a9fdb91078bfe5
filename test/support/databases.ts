/**
 * Fresh migrated databases on both engines, as copies of the ones that `global-setup.ts` prepared. Every test that
 * touches storage runs on each of `engines`.
 */
import { randomUUID } from 'node:crypto'
import { cpSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import pg from 'pg'
import { inject } from 'vitest'
import type { Database } from '../../src/storage/engine/database.ts'
import { openEmbedded } from '../../src/storage/engine/open-embedded.ts'
import { openPostgres } from '../../src/storage/engine/open-postgres.ts'

export const engines = ['pglite', 'postgresql'] as const

/** `close` also removes it. */
export function freshDatabase(engine: Database['engine']): Promise<Database> {
  return engine === 'pglite' ? freshEmbedded() : freshPostgres()
}

/** The connection string of a new migrated database on the real PostgreSQL, and what removes it. */
export async function freshPostgresUrl(): Promise<{ url: string; remove(): Promise<void> }> {
  const server = inject('postgresServerUrl')
  const name = `test_${randomUUID().replaceAll('-', '')}`
  await administer(server, `CREATE DATABASE ${name} TEMPLATE template_kisht`)
  return { url: `${server}/${name}`, remove: () => administer(server, `DROP DATABASE ${name} WITH (FORCE)`) }
}

/** A folder with a migrated embedded database in it, and what removes it. */
export function freshDataDir(): { dataDir: string; remove(): void } {
  const dataDir = mkdtempSync(join(tmpdir(), 'kisht-data-'))
  cpSync(join(inject('embeddedTemplateDir'), 'pglite'), join(dataDir, 'pglite'), { recursive: true })
  return { dataDir, remove: () => rmSync(dataDir, { recursive: true, force: true }) }
}

async function freshPostgres(): Promise<Database> {
  const { url, remove } = await freshPostgresUrl()
  const database = await openPostgres(url)
  const close = async () => {
    await database.close()
    await remove()
  }
  return { ...database, close }
}

async function freshEmbedded(): Promise<Database> {
  const { dataDir, remove } = freshDataDir()
  const opened = await openEmbedded(dataDir)
  if (!opened.ok) throw new Error(`${dataDir} is in use`)
  const { database } = opened
  const close = async () => {
    await database.close()
    remove()
  }
  return { ...database, close }
}

async function administer(server: string, statement: string): Promise<void> {
  const client = new pg.Client({ connectionString: `${server}/postgres` })
  await client.connect()
  try {
    await client.query(statement)
  } finally {
    await client.end()
  }
}

/** Ends the connections that hold locks in this database; other tests are on the same server. */
export async function cutLockConnections({ prisma }: Database): Promise<void> {
  await prisma.$queryRaw`
    SELECT pg_terminate_backend(pid) FROM pg_locks
    WHERE locktype = 'advisory' AND pid <> pg_backend_pid()
      AND database = (SELECT oid FROM pg_database WHERE datname = current_database())`
}

/** Takes everything out of a test's database; the ledger lets go of nothing, so its guard is put aside meanwhile. */
export async function emptyDatabase({ prisma }: Database): Promise<void> {
  await prisma.$transaction(async (transaction) => {
    const tables = await transaction.$queryRaw<{ name: string }[]>`
      SELECT quote_ident(tablename) AS name FROM pg_tables
      WHERE schemaname = current_schema() AND tablename <> '_prisma_migrations'`
    for (const { name } of tables) await transaction.$executeRawUnsafe(`ALTER TABLE ${name} DISABLE TRIGGER USER`)
    await transaction.$executeRawUnsafe(`TRUNCATE ${tables.map(({ name }) => name).join(', ')} CASCADE`)
    for (const { name } of tables) await transaction.$executeRawUnsafe(`ALTER TABLE ${name} ENABLE TRIGGER USER`)
  })
}

/**
 * Before the tests that need databases: one PostgreSQL server with a migrated database, and one migrated embedded
 * database, both to be copied by `databases.ts`. All projects of a run share them.
 */
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { TestProject } from 'vitest/node'
import type { Database } from '../../src/storage/engine/database.ts'
import { openEmbedded } from '../../src/storage/engine/open-embedded.ts'
import { openPostgres } from '../../src/storage/engine/open-postgres.ts'
import { shareJobs } from '../../src/storage/engine/shared-jobs.ts'
import { startPostgresServer } from './postgres-server.ts'

declare module 'vitest' {
  export interface ProvidedContext {
    /** Connects to the server; the name of the database is missing. */
    postgresServerUrl: string
    embeddedTemplateDir: string
  }
}

interface Prepared {
  postgresServerUrl: string
  embeddedTemplateDir: string
  stop(): Promise<void>
}

/** Of the whole run: every project loads this file anew. */
const shared: { prepared?: Promise<Prepared>; users?: number } = shareOf(Symbol.for('kisht.test.databases'))

export default async function setUp({ provide }: TestProject): Promise<() => Promise<void>> {
  shared.users = (shared.users ?? 0) + 1
  shared.prepared ??= prepare()
  const { postgresServerUrl, embeddedTemplateDir, stop } = await shared.prepared
  provide('postgresServerUrl', postgresServerUrl)
  provide('embeddedTemplateDir', embeddedTemplateDir)
  return async () => {
    shared.users = (shared.users ?? 1) - 1
    if (shared.users > 0) return
    delete shared.prepared
    await stop()
  }
}

async function prepare(): Promise<Prepared> {
  const folder = mkdtempSync(join(tmpdir(), 'kisht-test-'))
  const embeddedTemplateDir = join(folder, 'embedded')
  const [server] = await Promise.all([prepareServer(join(folder, 'server')), prepareEmbedded(embeddedTemplateDir)])
  return {
    postgresServerUrl: server.url,
    embeddedTemplateDir,
    async stop() {
      await server.stop()
      rmSync(folder, { recursive: true, force: true })
    },
  }
}

/** Nothing outlives the server, and no table is large enough for compiled queries to pay. */
const settings = ['synchronous_commit=off', 'full_page_writes=off', 'jit=off']

async function prepareServer(folder: string) {
  const server = await startPostgresServer(folder, settings)
  try {
    await server.createDatabase('template_kisht')
    await prepareTables(await openPostgres(`${server.url}/template_kisht`))
  } catch (error) {
    await server.stop()
    throw error
  }
  return server
}

async function prepareEmbedded(dataDir: string): Promise<void> {
  const opened = await openEmbedded(dataDir)
  if (!opened.ok) throw new Error(`${dataDir} is in use`)
  await prepareTables(opened.database)
}

/** Those of the job queue, too: making them takes longer than copying them. */
async function prepareTables(database: Database): Promise<void> {
  const jobs = await shareJobs(database, () => {})()
  await jobs.close()
  await database.close()
}

function shareOf<T extends object>(key: symbol): Partial<T> {
  const global = globalThis as Record<symbol, Partial<T> | undefined>
  global[key] ??= {}
  return global[key]
}

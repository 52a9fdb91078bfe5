/**
 * Brings a database up to date with the SQL files in prisma/migrations. Prisma's own schema engine does it, in its
 * WebAssembly build, because the native one is a download.
 */
import { readdirSync, readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import {
  bindMigrationAwareSqlAdapterFactory,
  type SqlMigrationAwareDriverAdapterFactory,
} from '@prisma/driver-adapter-utils'
import type { DiffTarget, MigrationList, SchemaEngine } from '@prisma/schema-engine-wasm'

const migrationsDir = fileURLToPath(new URL('../../../prisma/migrations', import.meta.url))
const schemaFile = fileURLToPath(new URL('../../../prisma/schema.prisma', import.meta.url))
const filters = { externalTables: [], externalEnums: [] }

type ReadNames = (sql: string) => Promise<{ name: string }[]>

/** Applies what is missing. The engine is loaded only when something is: it costs more than a start should. */
export async function migrate(adapter: SqlMigrationAwareDriverAdapterFactory, readNames: ReadNames): Promise<void> {
  const applied = new Set(await appliedMigrations(readNames))
  if (migrationNames().every((name) => applied.has(name))) return
  const interrupted = await interruptedMigrations(readNames)
  await withEngine(adapter, async (engine) => {
    for (const { name } of interrupted) await engine.markMigrationRolledBack({ migrationName: name })
    await engine.applyMigrations({ migrationsList: migrationsOnDisk(), filters })
  })
}

/** The SQL that leads from the migrations on disk to prisma/schema.prisma; empty when they agree. */
export async function missingMigration(shadow: SqlMigrationAwareDriverAdapterFactory): Promise<string> {
  const to: DiffTarget = {
    tag: 'schemaDatamodel',
    files: [{ path: schemaFile, content: readFileSync(schemaFile, 'utf8') }],
  }
  const from: DiffTarget = { tag: 'migrations', ...migrationsOnDisk() }
  const result = await withEngine(shadow, (engine) => engine.diff({ from, to, script: true, exitCode: null, filters }))
  const sql = result.stdout ?? ''
  return sql.includes('This is an empty migration') ? '' : sql
}

async function hasRecords(readNames: ReadNames): Promise<boolean> {
  const [table] = await readNames(`SELECT to_regclass('_prisma_migrations')::text AS name`)
  return Boolean(table?.name)
}

/** In order. */
export async function appliedMigrations(readNames: ReadNames): Promise<string[]> {
  if (!(await hasRecords(readNames))) return []
  const finished = await readNames(
    `SELECT DISTINCT migration_name AS name FROM _prisma_migrations WHERE finished_at IS NOT NULL`,
  )
  return finished.map(({ name }) => name).toSorted()
}

/**
 * Begun by a process that was killed. A script runs as one transaction, so nothing of it is there; should the process have
 * ended between the script and the record of it, applying it again is refused because its tables exist.
 */
async function interruptedMigrations(readNames: ReadNames): Promise<{ name: string }[]> {
  if (!(await hasRecords(readNames))) return []
  return readNames(
    `SELECT DISTINCT migration_name AS name FROM _prisma_migrations WHERE finished_at IS NULL AND rolled_back_at IS NULL`,
  )
}

async function withEngine<T>(
  adapter: SqlMigrationAwareDriverAdapterFactory,
  use: (engine: SchemaEngine) => Promise<T>,
): Promise<T> {
  const { SchemaEngine } = await import('@prisma/schema-engine-wasm')
  const datamodels: [string, string][] = [[schemaFile, readFileSync(schemaFile, 'utf8')]]
  const engine = await SchemaEngine.new({ datamodels }, () => {}, bindMigrationAwareSqlAdapterFactory(adapter))
  try {
    return await use(engine)
  } finally {
    engine.free()
  }
}

/** All that this version knows, in order. */
export function migrationNames(): string[] {
  return readdirSync(migrationsDir, { withFileTypes: true })
    .filter((entry) => entry.isDirectory())
    .map((entry) => entry.name)
    .toSorted()
}

export function migrationScript(name: string): string {
  return readFileSync(`${migrationsDir}/${name}/migration.sql`, 'utf8')
}

/** The tables that are ours, by the names they have in the database. */
export function schemaTables(): string[] {
  return [...readFileSync(schemaFile, 'utf8').matchAll(/^\s*@@map\("(\w+)"\)/gm)].map(([, name = '']) => name)
}

function migrationsOnDisk(): MigrationList {
  return {
    baseDir: migrationsDir,
    lockfile: { path: 'migration_lock.toml', content: 'provider = "postgresql"\n' },
    shadowDbInitScript: '',
    migrationDirectories: migrationNames().map((name) => ({
      path: name,
      migrationFile: {
        path: 'migration.sql',
        content: { tag: 'ok', value: migrationScript(name) },
      },
    })),
  }
}

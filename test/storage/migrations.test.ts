/** The migrations lead to the schema, exactly, and survive a kill. */
import { mkdtempSync, readdirSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { PGlite } from '@electric-sql/pglite'
import { PrismaPGlite } from 'pglite-prisma-adapter'
import { expect, it } from 'vitest'
import { missingMigration } from '../../src/storage/engine/migrate.ts'
import { openEmbedded } from '../../src/storage/engine/open-embedded.ts'

it('leaves nothing of the schema without a migration', async () => {
  const shadow = await PGlite.create()
  expect(await missingMigration(new PrismaPGlite(shadow))).toBe('')
})

it('goes on where a killed process had begun', async () => {
  const dataDir = mkdtempSync(join(tmpdir(), 'kisht-interrupted-'))
  await beginAndStop(dataDir)
  const opened = await openEmbedded(dataDir)
  if (!opened.ok) throw new Error('the folder is not in use')
  expect(await opened.database.prisma.member.count()).toBe(0)
  await opened.database.close()
  rmSync(dataDir, { recursive: true })
})

/** As a process leaves it that is killed when the first script begins: recorded as started, and nothing done. */
async function beginAndStop(dataDir: string): Promise<void> {
  const pglite = await PGlite.create(join(dataDir, 'pglite'))
  const [name = ''] = readdirSync(new URL('../../prisma/migrations', import.meta.url)).toSorted()
  await pglite.exec(`
    DROP SCHEMA public CASCADE;
    CREATE SCHEMA public;
    CREATE TABLE _prisma_migrations (
      id varchar(36) PRIMARY KEY, checksum varchar(64) NOT NULL, finished_at timestamptz,
      migration_name varchar(255) NOT NULL, logs text, rolled_back_at timestamptz,
      started_at timestamptz NOT NULL DEFAULT now(), applied_steps_count integer NOT NULL DEFAULT 0);
    INSERT INTO _prisma_migrations (id, checksum, migration_name)
    VALUES ('4b2a9f0e-0000-4000-8000-000000000001', repeat('0', 64), '${name}');`)
  await pglite.close()
}

/** The migrations lead to the schema, exactly. */
import { PGlite } from '@electric-sql/pglite'
import { PrismaPGlite } from 'pglite-prisma-adapter'
import { expect, it } from 'vitest'
import { missingMigration } from '../../src/storage/migrate.ts'

it('leaves nothing of the schema without a migration', async () => {
  const shadow = await PGlite.create()
  expect(await missingMigration(new PrismaPGlite(shadow))).toBe('')
})

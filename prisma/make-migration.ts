/**
 * `npm run migration -- <name>`: writes the SQL that leads from the migrations to prisma/schema.prisma, made on a
 * throw-away database, as a new folder in prisma/migrations.
 */
import { mkdirSync, writeFileSync } from 'node:fs'
import { PGlite } from '@electric-sql/pglite'
import { PrismaPGlite } from 'pglite-prisma-adapter'
import { missingMigration } from '../src/storage/engine/migrate.ts'

const name = process.argv[2]
if (!name || !/^[a-z][a-z0-9_]*$/.test(name)) throw new Error('give the migration a name in lower case: make_tasks')
const sql = await missingMigration(new PrismaPGlite(await PGlite.create()))
if (sql === '') {
  process.stdout.write('The migrations already agree with the schema.\n')
} else {
  const stamp = new Date().toISOString().replace(/\D/g, '').slice(0, 14)
  const folder = new URL(`./migrations/${stamp}_${name}/`, import.meta.url)
  mkdirSync(folder, { recursive: true })
  writeFileSync(new URL('migration.sql', folder), sql)
  process.stdout.write(`${folder.pathname}\n`)
}
process.exit(0)

/**
 * A backup that an older version made goes the way its base would have gone: into tables as they were then, and through
 * the migrations that came since, which also change rows. This happens beside the tables of today, in a schema that the
 * same transaction makes and takes away; then the rows are copied over.
 */
import type { Queries } from '../engine/database.ts'
import { migrationScript } from '../engine/migrate.ts'
import { readSequences, writeSequences } from './sequences.ts'
import { currentSchema, inOrderOfReferences, quoted, readReferences, readTables } from './table-catalog.ts'

const OLDER = 'kisht_restore'

interface Steps {
  migrations: readonly string[]
  /** Those that came since, in order. */
  missing: readonly string[]
  fill(schema: string): Promise<void>
}

export async function throughOlderSchema(queries: Queries, { migrations, missing, fill }: Steps): Promise<void> {
  const today = await currentSchema(queries)
  await queries.$executeRawUnsafe(`CREATE SCHEMA ${quoted(OLDER)}`)
  for (const name of migrations) await runScript(queries, migrationScript(name))
  await fill(OLDER)
  for (const name of missing) await runScript(queries, migrationScript(name))
  await copyTables(queries, OLDER, today)
  await queries.$executeRawUnsafe(`DROP SCHEMA ${quoted(OLDER)} CASCADE`)
}

/** The names in a script are without a schema, so they lead to the one that is searched; several statements run as one. */
async function runScript(queries: Queries, script: string): Promise<void> {
  const [before] = await queries.$queryRaw<{ path: string }[]>`SELECT current_setting('search_path') AS path`
  const search = (path: string) => queries.$queryRaw`SELECT set_config('search_path', ${path}, true)`
  await search(quoted(OLDER))
  await queries.$executeRawUnsafe(`DO $kisht_do$ BEGIN EXECUTE $kisht_script$${script}$kisht_script$; END $kisht_do$`)
  await search(before?.path ?? '')
}

async function copyTables(queries: Queries, from: string, to: string): Promise<void> {
  const sources = new Map((await readTables(queries, from)).map((table) => [table.name, table]))
  const targets = (await readTables(queries, to)).filter(({ name }) => sources.has(name))
  for (const target of inOrderOfReferences(targets, await readReferences(queries, to))) {
    const columns = target.columns.map(({ name }) => quoted(name)).join(', ')
    // Through the text, because a type of our own is another one in another schema.
    const values = target.columns.map(({ name, type }) => `${quoted(name)}::text::${type}`).join(', ')
    await queries.$executeRawUnsafe(
      `INSERT INTO ${quoted(to, target.name)} (${columns}) SELECT ${values} FROM ${quoted(from, target.name)}`,
    )
    const source = sources.get(target.name)
    if (source) await writeSequences(queries, target, await readSequences(queries, source))
  }
}

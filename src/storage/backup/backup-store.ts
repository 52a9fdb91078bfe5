/** Whole tables as text, read through a cursor: how much is held does not depend on how many rows there are. */

import type { BackupStore } from '../../backup/backup-store.ts'
import { readBase } from '../base/base-marker.ts'
import type { Database, Queries } from '../engine/database.ts'
import { appliedMigrations, migrationNames } from '../engine/migrate.ts'
import { readSequences } from './sequences.ts'
import {
  currentSchema,
  inOrderOfReferences,
  quoted,
  readOurTables,
  readReferences,
  type Table,
} from './table-catalog.ts'
import { longTransaction, pinTextForms } from './text-forms.ts'

export function openBackupStore({ prisma }: Pick<Database, 'prisma'>): BackupStore {
  const known = migrationNames()
  return {
    inSnapshot: (work) =>
      prisma.$transaction(
        async (transaction) => {
          await pinTextForms(transaction)
          const schema = await currentSchema(transaction)
          const ours = await readOurTables(transaction, schema)
          const references = await readReferences(transaction, schema)
          const tables = []
          for (const table of inOrderOfReferences(ours, references)) {
            tables.push({
              table: table.name,
              columns: table.columns.map(({ name }) => name),
              sequences: await readSequences(transaction, table),
              rows: () => readRows(transaction, schema, table),
            })
          }
          const { kind: base } = await readBase(transaction)
          const migrations = await appliedMigrations((sql) => transaction.$queryRawUnsafe(sql))
          if (migrations.some((name) => !known.includes(name)))
            throw new Error('a newer version brought this base up to date')
          return work({ base, migrations, tables })
        },
        { isolationLevel: 'RepeatableRead', ...longTransaction },
      ),
  }
}

const FEWEST_AT_ONCE = 64
const MOST_AT_ONCE = 4_096
/** A row may be long: an import's report names every payment that had to wait. */
const ENOUGH_CHARACTERS = 1_000_000

async function* readRows(queries: Queries, schema: string, { name, columns, primaryKey }: Table) {
  const cells = columns.map((column) => `${quoted(column.name)}::text`).join(', ')
  const order = primaryKey
    .map((column) => `${quoted(column.name)}${column.isCollated ? ' COLLATE "C"' : ''}`)
    .join(', ')
  if (order === '') throw new Error(`${name} has no primary key to order its rows by`)
  await queries.$executeRawUnsafe(
    `DECLARE backup_rows NO SCROLL CURSOR FOR
      SELECT json_build_array(${cells})::text AS cells FROM ${quoted(schema, name)} ORDER BY ${order}`,
  )
  for (let most = FEWEST_AT_ONCE; ; ) {
    const fetched = await queries.$queryRawUnsafe<{ cells: string }[]>(`FETCH ${most} FROM backup_rows`)
    if (fetched.length === 0) break
    const rows = fetched.map((row) => row.cells)
    yield rows
    const characters = rows.reduce((sum, row) => sum + row.length, 0)
    if (characters > ENOUGH_CHARACTERS) most = Math.max(FEWEST_AT_ONCE, most / 2)
    else if (2 * characters < ENOUGH_CHARACTERS) most = Math.min(MOST_AT_ONCE, most * 2)
  }
  await queries.$executeRaw`CLOSE backup_rows`
}

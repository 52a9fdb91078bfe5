/**
 * Puts the rows of a backup into empty tables. Rows come by primary key, so a member may come before their sponsor:
 * within the transaction a table's references to itself are looked at only when all of its rows are there.
 */
import type { BackupTable } from '../../backup/backup-format.ts'
import type { BackupPart } from '../../backup/read-backup.ts'
import type { Queries } from '../engine/database.ts'
import { writeSequences } from './sequences.ts'
import { quoted, readReferences, readTables, type Table } from './table-catalog.ts'

/** The backup's tables are not those of the schema that its migrations make. */
export class OtherTables extends Error {}

/** Tables of the schema that the backup does not name are not ours, and stay as they are. */
export async function fillTables(queries: Queries, schema: string, parts: AsyncIterable<BackupPart>): Promise<void> {
  const tables = new Map((await readTables(queries, schema)).map((table) => [table.name, table]))
  const filled = new Map<Table, BackupTable['sequences']>()
  let insert: string | undefined
  const lookAtOwnReferences = await deferOwnReferences(queries, schema)
  for await (const part of parts) {
    if (part.kind === 'table') {
      const table = tables.get(part.table.table)
      if (!table || filled.has(table)) throw new OtherTables()
      filled.set(table, part.table.sequences)
      insert = insertStatement(schema, table, part.table.columns)
    } else if (part.kind === 'rows') {
      if (insert === undefined) throw new OtherTables()
      await queries.$executeRawUnsafe(insert, `[${part.rows.join(',')}]`)
    }
  }
  await lookAtOwnReferences()
  for (const [table, sequences] of filled) await writeSequences(queries, table, sequences)
}

/** Takes a JSON array of rows. */
function insertStatement(schema: string, { name, columns }: Table, given: readonly string[]): string {
  const types = new Map(columns.map((column) => [column.name, column.type]))
  if (given.length !== types.size || !given.every((column) => types.has(column))) throw new OtherTables()
  const values = given.map((column, place) => `(r ->> ${place})::${types.get(column)}`)
  return `INSERT INTO ${quoted(schema, name)} (${given.map((column) => quoted(column)).join(', ')})
    SELECT ${values.join(', ')} FROM jsonb_array_elements($1::jsonb) AS r`
}

/** Gives what looks at them and makes them as they were. */
async function deferOwnReferences(queries: Queries, schema: string): Promise<() => Promise<void>> {
  const own = (await readReferences(queries, schema)).filter(({ table, referenced }) => table === referenced)
  const alter = async (how: string) => {
    for (const { table, constraint } of own) {
      await queries.$executeRawUnsafe(
        `ALTER TABLE ${quoted(schema, table)} ALTER CONSTRAINT ${quoted(constraint)} ${how}`,
      )
    }
  }
  await alter('DEFERRABLE INITIALLY DEFERRED')
  return async () => {
    await queries.$executeRaw`SET CONSTRAINTS ALL IMMEDIATE`
    await alter('NOT DEFERRABLE')
  }
}

/** Numbers that the database gives out: kept with a table, so that no number is given out twice after it moved. */
import type { Queries } from '../engine/database.ts'
import type { Table } from './table-catalog.ts'

/** By column: the last number given out; nothing for a column that has given out none. */
export async function readSequences(queries: Queries, { columns }: Table): Promise<Record<string, string>> {
  const read: Record<string, string> = {}
  for (const { name, sequence } of columns) {
    if (sequence === null) continue
    const [row] = await queries.$queryRaw<{ last: string | null }[]>`
      SELECT pg_sequence_last_value(${sequence}::text::regclass)::text AS last`
    if (row?.last) read[name] = row.last
  }
  return read
}

export async function writeSequences(
  queries: Queries,
  { columns }: Table,
  sequences: Readonly<Record<string, string>>,
): Promise<void> {
  for (const { name, sequence } of columns) {
    const last = sequences[name]
    if (sequence === null || last === undefined) continue
    await queries.$queryRaw`SELECT setval(${sequence}::text::regclass, ${last}::text::bigint)::text`
  }
}

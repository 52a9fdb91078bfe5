/** Rows of one file as they were staged, typed again. */
import type { FileName } from '../back-office-files.ts'
import type { Staging } from '../importing/staging.ts'
import type { Problems } from '../problem.ts'
import type { Located, RecordSchema } from '../record-schema.ts'
import { distinctRows } from './distinct-rows.ts'

export interface FileRows<Row> {
  file: FileName
  /** Each key once. */
  rows: readonly Located<Row>[]
  /** Keys of rows that are malformed: who names them is not at fault. */
  malformedKeys: ReadonlySet<string>
}

export async function stagedRows<Row>(
  staging: Pick<Staging, 'records'>,
  schema: RecordSchema<Row>,
  keys: readonly string[],
  problems: Problems,
): Promise<FileRows<Row>> {
  const { file } = schema
  const rows: Located<Row>[] = []
  const malformedKeys = new Set<string>()
  for (const { line, key, fields } of await staging.records(file, keys)) {
    const read = fields && schema.read(fields)
    if (read?.ok) rows.push({ line, row: read.row })
    else malformedKeys.add(key)
  }
  return { file, rows: distinctRows(rows, schema, problems), malformedKeys }
}

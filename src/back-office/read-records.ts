/** One CSV file as typed rows with their lines; every problem is put into `problems`. (CONTRACT "Import format".) */
import type { Problems } from './problem.ts'
import { readCsv } from './read-csv.ts'
import { headerProblems } from './read-header.ts'
import type { Fields, RecordSchema } from './record-schema.ts'

export interface Located<Row> {
  line: number
  row: Row
}

export interface FileRecords<Row> {
  file: string
  rows: readonly Located<Row>[]
  /** All rows of the file, also repeated and malformed ones. */
  readCount: number
  /** Keys of rows that are malformed: who names them is not at fault. */
  malformedKeys: ReadonlySet<string>
  /** The file ends before its end, or its columns cannot be told. */
  isBroken: boolean
}

export function noRecords<Row>({ file }: RecordSchema<Row>): FileRecords<Row> {
  return { file, rows: [], readCount: 0, malformedKeys: new Set(), isBroken: false }
}

export function readRecords<Row>(bytes: Uint8Array, schema: RecordSchema<Row>, problems: Problems): FileRecords<Row> {
  const { file } = schema
  const { lines, broken } = readCsv(bytes)
  if (broken) problems.add({ file, ...broken })
  const [header, ...body] = lines
  if (!header) {
    if (!broken) {
      const expected = `a header line: ${schema.columns.join(',')}`
      problems.add({ file, line: 1, column: null, value: null, expected })
    }
    return { ...noRecords(schema), isBroken: true }
  }
  const wrongColumns = headerProblems(header.cells, schema)
  for (const problem of wrongColumns) problems.add({ file, line: header.line, ...problem })
  if (wrongColumns.length > 0) return { ...noRecords(schema), isBroken: true }

  const rows: Located<Row>[] = []
  const malformedKeys = new Set<string>()
  for (const { line, cells } of body) {
    const fields: Fields = Object.fromEntries(header.cells.map((name, index) => [name, cells[index]]))
    if (cells.length !== header.cells.length) {
      const expected = `${header.cells.length} cells, as in the header`
      problems.add({ file, line, column: null, value: `${cells.length} cells`, expected })
      malformedKeys.add(keyOf(fields, schema))
      continue
    }
    const read = schema.read(fields)
    if (read.ok) rows.push({ line, row: read.row })
    else {
      for (const problem of read.problems) problems.add({ file, line, ...problem })
      malformedKeys.add(keyOf(fields, schema))
    }
  }
  return { file, rows, readCount: body.length, malformedKeys, isBroken: broken !== undefined }
}

/** The first column: rows are named by it from other files. */
function keyOf<Row>(fields: Fields, { keyColumns }: RecordSchema<Row>): string {
  return fields[keyColumns[0] ?? ''] ?? ''
}

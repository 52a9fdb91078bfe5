/**
 * Records in JSON as the fields that a row of CSV has: the same names, the same text in them. Whole numbers may come as
 * integers, `null` clears, and what is absent stays as it is. (CONTRACT "Import format".)
 */
import type { FileName } from '../../back-office/back-office-files.ts'
import type { ReceivedRecords } from '../../back-office/importing/receive-records.ts'
import type { FieldProblem, Problems } from '../../back-office/problem.ts'
import type { Fields, RecordSchema } from '../../back-office/record-schema.ts'
import { unknownColumns } from '../../back-office/sources/read-header.ts'
import { kindOf } from './read-envelope.ts'
import { type Json, JsonNumber, type JsonObject } from './read-json.ts'

export type RecordSchemas = ReadonlyMap<FileName, RecordSchema<unknown>>

/** Everything that is wrong with a record by itself is put into `problems`. */
export function readFields(
  lists: ReadonlyMap<FileName, readonly Json[]>,
  schemas: RecordSchemas,
  problems: Problems,
): ReceivedRecords {
  const received = new Map<FileName, readonly Fields[]>()
  for (const [file, list] of lists) {
    const schema = schemas.get(file)
    if (!schema) throw new Error(`${file} has no schema`)
    received.set(
      file,
      list.map((item, index) => {
        const { fields, wrong } = item instanceof Map ? readRecord(item, schema) : notARecord(item)
        for (const problem of wrong) problems.add({ file, line: index + 1, ...problem })
        return fields
      }),
    )
  }
  return received
}

interface ReadRecord {
  fields: Fields
  wrong: readonly FieldProblem[]
}

function readRecord(record: JsonObject, schema: RecordSchema<unknown>): ReadRecord {
  const wrong: FieldProblem[] = unknownColumns([...record.keys()], schema)
  const fields: Record<string, string> = {}
  for (const [column, value] of record) {
    const form = schema.columns.includes(column) ? schema.forms[column] : undefined
    if (!form) continue
    if (typeof value === 'string') fields[column] = value
    else if (value === null) fields[column] = ''
    else if (value instanceof JsonNumber && form.isWhole) fields[column] = value.source
    else wrong.push({ column, value: kindOf(value), expected: `a string: ${form.expected}` })
  }
  if (wrong.length > 0) return { fields, wrong }
  const read = schema.read(fields)
  return { fields, wrong: read.ok ? [] : read.problems }
}

function notARecord(item: Json): ReadRecord {
  return { fields: {}, wrong: [{ column: null, value: kindOf(item), expected: 'a record: an object of its columns' }] }
}

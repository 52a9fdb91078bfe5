/**
 * What a record of the back office looks like: its columns, and how its fields become a typed row or located problems.
 * It knows nothing of CSV, so that every way in shares it. (CONTRACT "Import format".)
 */
import type { FileName } from './back-office-files.ts'
import type { CellForm, CellReader } from './cell.ts'
import type { FieldProblem } from './problem.ts'

/** A field that is not given keeps what is there; an empty one clears it. */
export type Fields = Readonly<Record<string, string | undefined>>

interface RequiredColumn<T> {
  isRequired: true
  read: CellReader<T>
}

interface OptionalColumn<T> {
  isRequired: false
  read: CellReader<T>
}

type Columns = Readonly<Record<string, RequiredColumn<unknown> | OptionalColumn<unknown>>>

type RowOf<C extends Columns> = {
  [K in keyof C]: C[K] extends RequiredColumn<infer T>
    ? T
    : C[K] extends OptionalColumn<infer T>
      ? T | null | undefined
      : never
}

type ReadRow<Row> = { ok: true; row: Row } | { ok: false; problems: readonly FieldProblem[] }

export interface RecordSchema<Row> {
  file: FileName
  /** In the order in which they are written. */
  columns: readonly string[]
  requiredColumns: readonly string[]
  /** The columns that together tell one record from another. */
  keyColumns: readonly string[]
  /** How each column is written, by name. */
  forms: Readonly<Record<string, CellForm>>
  read(fields: Fields): ReadRow<Row>
}

/** A row with the place it was read from. */
export interface Located<Row> {
  line: number
  row: Row
}

export function required<T>(read: CellReader<T>): RequiredColumn<T> {
  return { isRequired: true, read }
}

export function optional<T>(read: CellReader<T>): OptionalColumn<T> {
  return { isRequired: false, read }
}

/** `check` sees rows whose fields are all right by themselves, and refuses what does not fit together. */
export function recordSchema<C extends Columns>(schema: {
  file: FileName
  key: readonly (keyof C & string)[]
  columns: C
  check?: (row: RowOf<C>, refuse: (column: keyof C & string, expected: string) => void) => void
}): RecordSchema<RowOf<C>> {
  const columns = Object.entries(schema.columns)
  return {
    file: schema.file,
    columns: columns.map(([name]) => name),
    requiredColumns: columns.filter(([, { isRequired }]) => isRequired).map(([name]) => name),
    keyColumns: schema.key,
    forms: Object.fromEntries(columns.map(([name, { read }]) => [name, read.form])),
    read(fields) {
      const problems: FieldProblem[] = []
      const row: Record<string, unknown> = {}
      for (const [name, column] of columns) {
        const text = fields[name]
        const expected = refusal(text, column.isRequired)
        if (expected) problems.push({ column: name, value: text ?? null, expected })
        else if (text) {
          const cell = column.read(text)
          if (cell.ok) row[name] = cell.value
          else problems.push({ column: name, value: text, expected: cell.expected })
        } else row[name] = text === '' ? null : undefined
      }
      if (problems.length === 0) {
        schema.check?.(row as RowOf<C>, (column, expected) =>
          problems.push({ column, value: fields[column] ?? null, expected }),
        )
      }
      return problems.length > 0 ? { ok: false, problems } : { ok: true, row: row as RowOf<C> }
    },
  }
}

const MAX_CHARACTERS = 10_000

function refusal(text: string | undefined, isRequired: boolean): string | undefined {
  if (!text) return isRequired ? 'a value: it is required' : undefined
  if (text.length > MAX_CHARACTERS && [...text].length > MAX_CHARACTERS) return 'at most 10000 characters'
  if (text.includes('\0')) return 'text without NUL characters'
  return text.isWellFormed() ? undefined : 'well-formed Unicode text'
}

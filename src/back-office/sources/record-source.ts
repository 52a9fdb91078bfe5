/** Where records come from: a CSV file, or a request. Both give rows of text, and both are read the same from there on. */
import type { FileName } from '../back-office-files.ts'
import type { FieldProblem, Problems } from '../problem.ts'
import type { Fields } from '../record-schema.ts'

export interface SentRow {
  /** In the file, or its place in the request, counted from 1. */
  line: number
  fields: Fields
  /** What is wrong with the row as a whole. */
  problem?: FieldProblem
}

/** Told of the source as a whole, when it was read. */
export interface SourceEnd {
  /** It ends before its end, or its columns cannot be told: what it names is not known. */
  isBroken: boolean
}

/** The columns that a source may and must have. */
export interface Columns {
  columns: readonly string[]
  requiredColumns: readonly string[]
}

export interface RecordSource {
  file: FileName
  /** In portions. Problems of the source as a whole are added to `problems`. */
  read(columns: Columns, problems: Problems): AsyncGenerator<readonly SentRow[], SourceEnd>
}

/** A CSV file as rows of text: its first line names the columns. (CONTRACT "Import format".) */
import type { FileContent, FileName } from '../back-office-files.ts'
import type { Problems } from '../problem.ts'
import { type CsvLine, readCsv } from './read-csv.ts'
import { headerProblems } from './read-header.ts'
import type { Columns, RecordSource, SentRow, SourceEnd } from './record-source.ts'

export function csvSource(file: FileName, content: FileContent): RecordSource {
  return { file, read: (columns, problems) => readRows(file, content, columns, problems) }
}

async function* readRows(
  file: FileName,
  content: FileContent,
  columns: Columns,
  problems: Problems,
): AsyncGenerator<readonly SentRow[], SourceEnd> {
  let header: readonly string[] | undefined
  for await (const { lines, broken } of readCsv(streamOf(content))) {
    let body = lines
    if (!header) {
      const [first, ...rest] = lines
      if (first) {
        const wrong = headerProblems(first.cells, columns)
        for (const problem of wrong) problems.add({ file, line: first.line, ...problem })
        if (wrong.length > 0) return { isBroken: true }
        header = first.cells
        body = rest
      }
    }
    const names = header
    if (names && body.length > 0) yield body.map((line) => toRow(line, names))
    if (broken) {
      problems.add({ file, ...broken })
      return { isBroken: true }
    }
  }
  if (header) return { isBroken: false }
  const expected = `a header line: ${columns.columns.join(',')}`
  problems.add({ file, line: 1, column: null, value: null, expected })
  return { isBroken: true }
}

function toRow({ line, cells }: CsvLine, header: readonly string[]): SentRow {
  const fields: Record<string, string | undefined> = {}
  for (let index = 0; index < header.length; index++) fields[header[index] ?? ''] = cells[index]
  if (cells.length === header.length) return { line, fields }
  const expected = `${header.length} cells, as in the header`
  return { line, fields, problem: { column: null, value: `${cells.length} cells`, expected } }
}

async function* streamOf(content: FileContent): AsyncGenerator<Uint8Array> {
  if (typeof content === 'string') yield Buffer.from(content)
  else if (content instanceof Uint8Array) yield content
  else yield* content
}

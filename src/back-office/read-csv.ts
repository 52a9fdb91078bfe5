/** RFC 4180, UTF-8 with or without a byte order mark, `,`, lines ending in LF or CRLF. (CONTRACT "Import format".) */
import { CsvError } from 'csv-parse'
import { parse } from 'csv-parse/sync'
import type { FieldProblem } from './problem.ts'

interface CsvLine {
  /** Where the row begins; 1 is the first. */
  line: number
  cells: readonly string[]
}

export interface CsvText {
  lines: readonly CsvLine[]
  /** What stopped the reading; the lines before it are there. */
  broken?: FieldProblem & { line: number }
}

export function readCsv(bytes: Uint8Array): CsvText {
  const buffer = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  const notUtf8 = firstLineNotUtf8(buffer)
  if (notUtf8 !== undefined) {
    return { lines: [], broken: { line: notUtf8, column: null, value: null, expected: 'text in UTF-8' } }
  }
  const lines: CsvLine[] = []
  const position = linePosition(buffer)
  try {
    parse(buffer, {
      bom: true,
      relax_column_count: true,
      skip_empty_lines: true,
      record_delimiter: ['\r\n', '\n'],
      on_record: (record: string[], { bytes: end }) => {
        lines.push({ line: position.startOf(record, end), cells: record })
        return null
      },
    })
  } catch (error) {
    if (!(error instanceof CsvError)) throw error
    return { lines, broken: { line: position.next(), column: null, value: null, expected: expectedInsteadOf(error) } }
  }
  return { lines }
}

function expectedInsteadOf({ code }: CsvError): string {
  if (code === 'CSV_QUOTE_NOT_CLOSED') return 'a closing quote for the quote opened in this row'
  if (code === 'CSV_INVALID_CLOSING_QUOTE') return 'a comma or the end of the line after a closing quote'
  if (code === 'INVALID_OPENING_QUOTE') return 'quotes around the whole cell, quotes inside it doubled'
  return 'a row of RFC 4180'
}

/** The parser counts a CRLF inside quotes twice, so lines are counted here, by its byte offsets. */
function linePosition(buffer: Buffer) {
  let offset = 0
  let newlines = 0
  const countTo = (end: number) => {
    for (let at = buffer.indexOf(0x0a, offset); at !== -1 && at < end; at = buffer.indexOf(0x0a, at + 1)) newlines++
    offset = end
  }
  return {
    startOf(record: readonly string[], end: number): number {
      countTo(end)
      const endsInNewline = buffer[end - 1] === 0x0a ? 1 : 0
      return newlines - endsInNewline + 1 - record.reduce((sum, cell) => sum + cell.split('\n').length - 1, 0)
    },
    /** Of the row after the last one that was read. */
    next(): number {
      let line = newlines + 1
      let at = offset
      while (buffer[at] === 0x0a || buffer[at] === 0x0d) if (buffer[at++] === 0x0a) line++
      return line
    },
  }
}

function firstLineNotUtf8(buffer: Buffer): number | undefined {
  if (isUtf8(buffer)) return undefined
  let line = 1
  for (let start = 0; start <= buffer.length; line++) {
    const newline = buffer.indexOf(0x0a, start)
    const end = newline === -1 ? buffer.length : newline
    if (!isUtf8(buffer.subarray(start, end))) return line
    start = end + 1
  }
  return line
}

function isUtf8(buffer: Buffer): boolean {
  try {
    new TextDecoder('utf-8', { fatal: true }).decode(buffer)
    return true
  } catch {
    return false
  }
}

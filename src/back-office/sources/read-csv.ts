/**
 * RFC 4180, UTF-8 with or without a byte order mark, `,`, lines ending in LF or CRLF; read in portions, however long the
 * file is. (CONTRACT "Import format".)
 */
import { isUtf8 } from 'node:buffer'
import { CsvError, type Parser, parse } from 'csv-parse'
import type { FieldProblem } from '../problem.ts'
import { wholeLines } from './whole-lines.ts'

export interface CsvLine {
  /** Where the row begins; 1 is the first. */
  line: number
  cells: readonly string[]
}

export interface CsvPortion {
  lines: readonly CsvLine[]
  /** What stopped the reading: nothing comes after it. */
  broken?: FieldProblem & { line: number }
}

/** More than the longest row of the widest file, which is eleven cells of ten thousand characters. */
const LONGEST_ROW = 1_000_000

export async function* readCsv(content: AsyncIterable<Uint8Array>): AsyncGenerator<CsvPortion> {
  const position = linePosition()
  let lines: CsvLine[] = []
  const parser = parse({
    bom: true,
    relax_column_count: true,
    skip_empty_lines: true,
    record_delimiter: ['\r\n', '\n'],
    max_record_size: LONGEST_ROW,
    on_record: (record: string[], { bytes: end }) => {
      lines.push({ line: position.startOf(record, end), cells: record })
      // Nothing is passed on: the lines are taken from here.
      return null
    },
  })
  let failure: unknown
  const settled = Promise.withResolvers<void>()
  parser.once('error', (error) => {
    failure = error
    settled.resolve()
  })
  parser.once('end', () => settled.resolve())
  parser.resume()

  const portion = (): CsvPortion => {
    const read = lines
    lines = []
    if (failure === undefined) return { lines: read }
    if (!(failure instanceof CsvError)) throw failure
    return { lines: read, broken: broken(position.next(), expectedInsteadOf(failure)) }
  }
  for await (const bytes of wholeLines(content)) {
    if (!bytes) {
      // The parser gives a row away only when it sees some of the next one.
      await written(parser, Buffer.from('the beginning of a row'))
      const { lines: read } = portion()
      yield { lines: read, broken: broken(position.next(), `a row of at most ${LONGEST_ROW} characters`) }
      return
    }
    if (!isUtf8(bytes)) {
      const line = position.inNext(firstLineNotUtf8(bytes))
      yield { lines: [], broken: broken(line, 'text in UTF-8') }
      return
    }
    position.add(bytes)
    await written(parser, bytes)
    const read = portion()
    if (read.lines.length > 0 || read.broken) yield read
    if (read.broken) return
  }
  parser.end()
  await settled.promise
  yield portion()
}

function written(parser: Parser, bytes: Buffer): Promise<void> {
  return new Promise((resolve) => parser.write(bytes, () => resolve()))
}

function broken(line: number, expected: string): FieldProblem & { line: number } {
  return { line, column: null, value: null, expected }
}

function expectedInsteadOf({ code }: CsvError): string {
  if (code === 'CSV_QUOTE_NOT_CLOSED') return 'a closing quote for the quote opened in this row'
  if (code === 'CSV_INVALID_CLOSING_QUOTE') return 'a comma or the end of the line after a closing quote'
  if (code === 'INVALID_OPENING_QUOTE') return 'quotes around the whole cell, quotes inside it doubled'
  if (code === 'CSV_MAX_RECORD_SIZE') return `a row of at most ${LONGEST_ROW} characters`
  return 'a row of RFC 4180'
}

/** The parser counts a CRLF inside quotes twice, so lines are counted here, by its byte offsets. */
function linePosition() {
  /** Offsets of line ends; the first `used` of them are behind the last row that was read. */
  let lineEnds: number[] = []
  let used = 0
  let linesPassed = 0
  let bytesAdded = 0
  let linesAdded = 0
  let lastEnd = 0
  const pass = (isPassed: (lineEnd: number) => boolean) => {
    for (let next = lineEnds[used]; next !== undefined && isPassed(next); next = lineEnds[used]) {
      used++
      linesPassed++
      lastEnd = next + 1
    }
    if (used < 10_000) return
    lineEnds = lineEnds.slice(used)
    used = 0
  }
  return {
    add(bytes: Buffer): void {
      for (let at = bytes.indexOf(0x0a); at !== -1; at = bytes.indexOf(0x0a, at + 1)) {
        lineEnds.push(bytesAdded + at)
        linesAdded++
      }
      bytesAdded += bytes.length
    },
    startOf(record: readonly string[], end: number): number {
      pass((lineEnd) => lineEnd < end)
      let inside = 0
      for (const cell of record) if (cell.includes('\n')) inside += cell.split('\n').length - 1
      const line = linesPassed - (lastEnd === end ? 1 : 0) + 1 - inside
      lastEnd = end
      return line
    },
    /** Of the row after the last one that was read. */
    next(): number {
      pass((lineEnd) => lineEnd === lastEnd)
      return linesPassed + 1
    },
    /** Of a portion that was not added, its line `index`, counted from 0. */
    inNext: (index: number) => linesAdded + index + 1,
  }
}

function firstLineNotUtf8(bytes: Buffer): number {
  let index = 0
  for (let start = 0; start < bytes.length; index++) {
    const newline = bytes.indexOf(0x0a, start)
    const end = newline === -1 ? bytes.length : newline
    if (!isUtf8(bytes.subarray(start, end))) return index
    start = end + 1
  }
  return index
}

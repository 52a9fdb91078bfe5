/** Reads a backup part by part, and throws where it is not as it was written. Only after the last part is it proved. */
import { createHash } from 'node:crypto'
import { type BackupHeader, type BackupTable, type BackupTrailer, readHeader, readMark } from './backup-format.ts'
import { BrokenFile, compressedLines } from './compressed-lines.ts'

export type BackupPart =
  | { kind: 'header'; header: BackupHeader }
  | { kind: 'table'; table: BackupTable }
  /** Some rows of the table named last, each as its JSON. */
  | { kind: 'rows'; rows: readonly string[] }

export type FaultReason = 'not_a_backup' | 'newer_format' | 'damaged'

export class BackupFault extends Error {
  readonly reason: FaultReason

  constructor(reason: FaultReason) {
    super(`the backup is refused: ${reason}`)
    this.reason = reason
  }
}

export async function* readBackup(file: string): AsyncGenerator<BackupPart> {
  try {
    yield* readParts(file)
  } catch (error) {
    if (error instanceof BrokenFile) throw new BackupFault(error.isCompressed ? 'damaged' : 'not_a_backup')
    throw error
  }
}

/** Reads it to its end, and so proves it. */
export async function proveBackup(file: string): Promise<BackupHeader> {
  let header: BackupHeader | undefined
  for await (const part of readBackup(file)) if (part.kind === 'header') header = part.header
  if (!header) throw new BackupFault('not_a_backup')
  return header
}

async function* readParts(file: string): AsyncGenerator<BackupPart> {
  const hash = createHash('sha256')
  const counts = new Map<string, number>()
  let table: string | undefined
  let hasHeader = false
  let trailer: BackupTrailer | undefined

  for await (const lines of compressedLines(file)) {
    let rows: string[] = []
    for (const line of lines) {
      if (trailer) throw new BackupFault('damaged')
      if (!hasHeader) {
        const read = readHeader(line)
        if (!read.ok) throw new BackupFault(read.reason)
        hasHeader = true
        yield { kind: 'header', header: read.header }
      } else if (table !== undefined && line.startsWith('[')) {
        rows.push(line)
        counts.set(table, (counts.get(table) ?? 0) + 1)
      } else {
        const mark = readMark(line)
        if (!mark) throw new BackupFault('damaged')
        if (rows.length > 0) yield { kind: 'rows', rows }
        rows = []
        if ('sha256' in mark) {
          trailer = mark
          continue
        }
        table = mark.table
        counts.set(table, 0)
        yield { kind: 'table', table: mark }
      }
      hash.update(line).update('\n')
    }
    if (rows.length > 0) yield { kind: 'rows', rows }
  }
  if (!hasHeader) throw new BackupFault('not_a_backup')
  const isProved = trailer?.sha256 === hash.digest('hex') && agree(counts, trailer.rows)
  if (!isProved) throw new BackupFault('damaged')
}

function agree(counted: ReadonlyMap<string, number>, said: BackupTrailer['rows']): boolean {
  return (
    counted.size === Object.keys(said).length &&
    [...counted].every(([table, count]) => Object.hasOwn(said, table) && said[table] === count)
  )
}

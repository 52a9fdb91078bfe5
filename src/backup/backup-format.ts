/**
 * A backup is a gzip of JSON lines: a header; for every table a line that names its columns, followed by its rows; and a
 * trailer, which recognises a file that was cut off or altered. Values are the database's own text for them, or null, so
 * nothing is lost on the way and both engines read what either wrote:
 *
 *   {"kisht":"backup","format":1,"made_at":"2026-03-20T09:30:00Z","base":"real","migrations":["20261122190323_first"]}
 *   {"table":"task","columns":["id","kind","due_on"],"sequences":{"id":"2"}}
 *   ["1", "parked", null]
 *   ["2", "parked", "2026-04-01"]
 *   {"rows":{"task":2},"sha256":"..."}
 */
import { z } from 'zod'

/** Of the lines themselves; what the tables are like is told by the migrations. */
export const FORMAT = 1

const headerSchema = z.object({
  kisht: z.literal('backup'),
  format: z.literal(FORMAT),
  made_at: z.string(),
  /** What the base is for: `new` for one that was not used yet. */
  base: z.enum(['new', 'real', 'demo']),
  /** The applied ones, in order: they say which tables and columns there are. */
  migrations: z.array(z.string()),
})

/** Of any format, also one that is made after this. */
const anyHeaderSchema = z.object({ kisht: z.literal('backup'), format: z.int() })

const tableSchema = z.object({
  table: z.string(),
  columns: z.array(z.string()).min(1),
  /** By column: the last number that was given out. */
  sequences: z.record(z.string(), z.string()),
})

const trailerSchema = z.object({
  /** By table. */
  rows: z.record(z.string(), z.int()),
  /** Of all lines before this one, in hexadecimal. */
  sha256: z.string(),
})

export type BackupHeader = z.infer<typeof headerSchema>
export type BackupTable = z.infer<typeof tableSchema>
export type BackupTrailer = z.infer<typeof trailerSchema>

export type ReadHeader = { ok: true; header: BackupHeader } | { ok: false; reason: 'not_a_backup' | 'newer_format' }

export function readHeader(line: string): ReadHeader {
  const value = parse(line)
  const read = headerSchema.safeParse(value)
  if (read.success) return { ok: true, header: read.data }
  const other = anyHeaderSchema.safeParse(value)
  return { ok: false, reason: other.success && other.data.format > FORMAT ? 'newer_format' : 'not_a_backup' }
}

/** Of a line that is no row; `undefined` when it is neither of the two. */
export function readMark(line: string): BackupTable | BackupTrailer | undefined {
  return z.union([tableSchema, trailerSchema]).safeParse(parse(line)).data
}

function parse(line: string): unknown {
  try {
    return JSON.parse(line)
  } catch {
    return undefined
  }
}

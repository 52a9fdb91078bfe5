/** Writes everything into one file, which appears whole or not at all. */
import { createHash } from 'node:crypto'
import { open, rename, rm, stat } from 'node:fs/promises'
import { pipeline } from 'node:stream/promises'
import { createGzip } from 'node:zlib'
import { type BackupHeader, type BackupTable, type BackupTrailer, FORMAT } from './backup-format.ts'
import type { BackupStore, Snapshot } from './backup-store.ts'

export interface BackupSummary {
  base: BackupHeader['base']
  madeAt: string
  /** How many rows, by table. */
  rows: BackupTrailer['rows']
}

export type BackedUp =
  | ({ ok: true } & BackupSummary)
  | { ok: false; reason: 'file_exists' }
  /** The code is the system's: `ENOENT`, `ENOSPC`. */
  | { ok: false; reason: 'not_writable'; code: string }

export async function backUp(order: { store: BackupStore; file: string; now: Temporal.Instant }): Promise<BackedUp> {
  try {
    return await writeFile(order)
  } catch (error) {
    const { syscall, code } = error as NodeJS.ErrnoException
    if (syscall === undefined || code === undefined) throw error
    return { ok: false, reason: 'not_writable', code }
  }
}

async function writeFile({ store, file, now }: Parameters<typeof backUp>[0]): Promise<BackedUp> {
  if (await exists(file)) return { ok: false, reason: 'file_exists' }
  const part = `${file}.part`
  // What a killed process left there.
  await rm(part, { force: true })
  const handle = await open(part, 'wx', 0o600)
  try {
    const summary = await store.inSnapshot(async (snapshot) => {
      const rows: BackupTrailer['rows'] = {}
      const madeAt = now.toString()
      const destination = handle.createWriteStream({ flush: true })
      await pipeline(writeLines(snapshot, madeAt, rows), createGzip(), destination)
      return { base: snapshot.base, madeAt, rows }
    })
    if (await exists(file)) return { ok: false, reason: 'file_exists' }
    await rename(part, file)
    return { ok: true, ...summary }
  } finally {
    await handle.close()
    await rm(part, { force: true })
  }
}

/** Counts in `rows` what it writes. */
async function* writeLines(
  { base, migrations, tables }: Snapshot,
  madeAt: string,
  rows: BackupTrailer['rows'],
): AsyncGenerator<string> {
  const hash = createHash('sha256')
  const hashed = (lines: readonly string[]) => {
    const text = `${lines.join('\n')}\n`
    hash.update(text)
    return text
  }
  const header = { kisht: 'backup', format: FORMAT, made_at: madeAt, base, migrations } satisfies BackupHeader
  yield hashed([JSON.stringify(header)])
  for (const { rows: readRows, ...table } of tables) {
    yield hashed([JSON.stringify(table satisfies BackupTable)])
    let count = 0
    for await (const some of readRows()) {
      count += some.length
      yield hashed(some)
    }
    rows[table.table] = count
  }
  yield `${JSON.stringify({ rows, sha256: hash.digest('hex') } satisfies BackupTrailer)}\n`
}

async function exists(path: string): Promise<boolean> {
  return (await stat(path).catch(() => undefined)) !== undefined
}

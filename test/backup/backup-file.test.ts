/** The file of a backup: read as it was written, and refused when it is not as it was written. */
import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { gunzipSync, gzipSync } from 'node:zlib'
import { afterAll, beforeEach, describe, expect, it } from 'vitest'
import { backUp } from '../../src/backup/back-up.ts'
import type { BackupStore, RestoreStore, Snapshot } from '../../src/backup/backup-store.ts'
import { type BackupPart, readBackup } from '../../src/backup/read-backup.ts'
import { restore } from '../../src/backup/restore.ts'

const now = Temporal.Instant.from('2026-03-20T09:30:00Z')
const temporary = mkdtempSync(join(tmpdir(), 'kisht-backup-'))
let folder: string
beforeEach(() => {
  folder = mkdtempSync(join(temporary, 'case-'))
})
afterAll(() => rmSync(temporary, { recursive: true }))

const members = Array.from({ length: 60 }, (_, index) => JSON.stringify([`M-${index}`, 'Zoë\n"Ö" 🌱', null]))

async function* inTwos(rows: readonly string[]) {
  for (let start = 0; start < rows.length; start += 2) yield rows.slice(start, start + 2)
}

const snapshot: Snapshot = {
  base: 'real',
  migrations: ['1_first', '2_second'],
  tables: [
    { table: 'empty', columns: ['a'], sequences: {}, rows: () => inTwos([]) },
    { table: 'member', columns: ['no', 'name', 'mail'], sequences: { no: '12' }, rows: () => inTwos(members) },
  ],
}

const storeOf = (content: Snapshot): BackupStore => ({ inSnapshot: (work) => work(content) })

async function written(content = snapshot): Promise<string> {
  const file = join(folder, 'backup')
  expect(await backUp({ store: storeOf(content), file, now })).toMatchObject({ ok: true })
  return file
}

/** A base that takes everything and writes down that something was loaded. */
function newBase(migrations = snapshot.migrations): RestoreStore & { loads: number } {
  const base = {
    migrations,
    loads: 0,
    isNew: async () => true,
    async load(_migrations: readonly string[], parts: AsyncIterable<BackupPart>) {
      base.loads++
      for await (const _part of parts);
      return { ok: true as const }
    },
  }
  return base
}

/** What a restoration says to this file; nothing of it may be loaded. */
async function refusal(content: Uint8Array | string, base = newBase()): Promise<unknown> {
  const file = join(folder, 'spoiled')
  writeFileSync(file, content)
  const restored = await restore({ store: base, file })
  expect(base.loads).toBe(0)
  return restored.ok ? 'restored' : restored.reason
}

/** A few bits say nothing of the content: when it was packed, on what, and what fills up the last byte. */
function holdsTheSame(spoiled: Uint8Array, bytes: Uint8Array): boolean {
  try {
    return gunzipSync(spoiled).equals(gunzipSync(bytes))
  } catch {
    return false
  }
}

describe('a backup', () => {
  it('is read as it was written', async () => {
    const parts: BackupPart[] = []
    for await (const part of readBackup(await written())) parts.push(part)
    expect(parts.slice(0, 3)).toEqual([
      {
        kind: 'header',
        header: {
          kisht: 'backup',
          format: 1,
          made_at: '2026-03-20T09:30:00Z',
          base: 'real',
          migrations: snapshot.migrations,
        },
      },
      { kind: 'table', table: { table: 'empty', columns: ['a'], sequences: {} } },
      { kind: 'table', table: { table: 'member', columns: ['no', 'name', 'mail'], sequences: { no: '12' } } },
    ])
    expect(parts.slice(3).flatMap((part) => (part.kind === 'rows' ? part.rows : []))).toEqual(members)
  })

  it('can be read by nobody else, and leaves nothing beside it', async () => {
    const file = await written()
    expect(statSync(file).mode & 0o777).toBe(0o600)
    expect(readdirSync(folder)).toEqual(['backup'])
  })

  it('is never written over a file', async () => {
    const file = join(folder, 'backup')
    writeFileSync(file, 'precious')
    expect(await backUp({ store: storeOf(snapshot), file, now })).toEqual({ ok: false, reason: 'file_exists' })
    expect(readFileSync(file, 'utf8')).toBe('precious')
  })

  it('is refused in a folder that is not there', async () => {
    const file = join(folder, 'nowhere', 'backup')
    const refused = { ok: false, reason: 'not_writable', code: 'ENOENT' }
    expect(await backUp({ store: storeOf(snapshot), file, now })).toEqual(refused)
  })

  it('takes the place of what a killed process had begun', async () => {
    writeFileSync(join(folder, 'backup.part'), 'begun')
    await written()
    expect(readdirSync(folder)).toEqual(['backup'])
  })

  it('leaves nothing when it fails midway', async () => {
    const failing = async function* () {
      yield members.slice(0, 2)
      throw new Error('the database is gone')
    }
    const tables = snapshot.tables.map((table) => ({ ...table, rows: failing }))
    const file = join(folder, 'backup')
    await expect(backUp({ store: storeOf({ ...snapshot, tables }), file, now })).rejects.toThrow('is gone')
    expect(readdirSync(folder)).toEqual([])
  })
})

describe('a restoration', () => {
  it('loads what is whole', async () => {
    const base = newBase(['1_first', '2_second', '3_third'])
    expect(await restore({ store: base, file: await written() })).toMatchObject({ ok: true, header: { base: 'real' } })
    expect(base.loads).toBe(1)
  })

  it('refuses a file that was cut off, wherever', async () => {
    const bytes = readFileSync(await written())
    for (let length = 0; length < bytes.length; length += length < bytes.length - 40 ? 7 : 1) {
      expect(['not_a_backup', 'damaged'], `${length} bytes`).toContain(await refusal(bytes.subarray(0, length)))
    }
  })

  it('refuses a file in which one bit is another', async () => {
    const bytes = readFileSync(await written())
    for (let place = 0; place < bytes.length; place += 3) {
      const spoiled = Uint8Array.from(bytes)
      spoiled[place] = (bytes[place] ?? 0) ^ (1 << (place % 8))
      if (holdsTheSame(spoiled, bytes)) continue
      expect(['not_a_backup', 'damaged'], `byte ${place}`).toContain(await refusal(spoiled))
    }
  })

  it.each<[string, (lines: string[]) => string[]]>([
    ['another value', (lines) => lines.map((line) => line.replace('M-7"', 'M-8"'))],
    ['another header', (lines) => lines.map((line) => line.replace('"real"', '"demo"'))],
    ['a row less', (lines) => lines.toSpliced(5, 1)],
    ['a row twice', (lines) => lines.toSpliced(5, 0, lines[5] ?? '')],
    ['two rows changed about', (lines) => lines.toSpliced(5, 2, lines[6] ?? '', lines[5] ?? '')],
    ['no trailer', (lines) => lines.slice(0, -1)],
    ['something after the trailer', (lines) => [...lines, '["M-x","y",null]']],
    ['two trailers', (lines) => [...lines, lines.at(-1) ?? '']],
    ['a line that is nothing', (lines) => lines.toSpliced(5, 0, 'M-1,Ana')],
    ['a row before any table', (lines) => lines.toSpliced(1, 0, lines[5] ?? '')],
  ])('refuses %s', async (_what, alter) => {
    const lines = gunzipSync(readFileSync(await written()))
      .toString('utf8')
      .trimEnd()
      .split('\n')
    expect(await refusal(gzipSync(`${alter(lines).join('\n')}\n`))).toBe('damaged')
  })

  it('refuses what goes on after its end', async () => {
    const bytes = readFileSync(await written())
    expect(await refusal(Buffer.concat([bytes, Buffer.from('more')]))).toBe('damaged')
    expect(await refusal(Buffer.concat([bytes, bytes]))).toBe('damaged')
  })

  it('refuses what is no backup', async () => {
    for (const content of ['', 'member_no,full_name\n', gzipSync(''), gzipSync('member_no,full_name\n')]) {
      expect(await refusal(content)).toBe('not_a_backup')
    }
    expect(await refusal(gzipSync('{"kisht":"backup","format":1}\n'))).toBe('not_a_backup')
    expect(await refusal(gzipSync('{"kisht":"backup","format":0}\n'))).toBe('not_a_backup')
  })

  it('refuses what a newer version made, and says so', async () => {
    expect(await refusal(gzipSync('{"kisht":"backup","format":2,"parts":["x"]}\n'))).toBe('newer_format')
    const base = newBase(['1_first'])
    const refused = { ok: false, reason: 'newer_version', migrations: ['2_second'] }
    expect(await restore({ store: base, file: await written() })).toEqual(refused)
    expect(base.loads).toBe(0)
  })

  it('refuses a base that was used, before it reads the file', async () => {
    const store = { ...newBase(), isNew: async () => false }
    expect(await restore({ store, file: join(folder, 'nowhere') })).toEqual({ ok: false, reason: 'not_new' })
  })

  it('says what the system says about a file that cannot be read', async () => {
    const from = (file: string) => restore({ store: newBase(), file })
    expect(await from(join(folder, 'nowhere'))).toEqual({ ok: false, reason: 'not_readable', code: 'ENOENT' })
    expect(await from(folder)).toEqual({ ok: false, reason: 'not_readable', code: 'EISDIR' })
  })
})

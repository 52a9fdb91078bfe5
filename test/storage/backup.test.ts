/** A whole base from one engine into the other and back, and what an older version left. */
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { gunzipSync, gzipSync } from 'node:zlib'
import { PGlite } from '@electric-sql/pglite'
import { PrismaPGlite } from 'pglite-prisma-adapter'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { readFolder } from '../../src/back-office/sources/read-folder.ts'
import { backUp } from '../../src/backup/back-up.ts'
import type { BackupHeader } from '../../src/backup/backup-format.ts'
import { type Restored, restore } from '../../src/backup/restore.ts'
import { openBackupStore } from '../../src/storage/backup/backup-store.ts'
import { openRestoreStore } from '../../src/storage/backup/restore-store.ts'
import { markBase, readBase } from '../../src/storage/base/base-marker.ts'
import { connectPrisma, type Database } from '../../src/storage/engine/database.ts'
import { migrationNames, migrationScript } from '../../src/storage/engine/migrate.ts'
import { openEmbedded } from '../../src/storage/engine/open-embedded.ts'
import { loadAllPlans } from '../../src/storage/ledger/load-plans.ts'
import { backOfficeOn, csv, now } from '../back-office/back-office.ts'
import { engines, freshDatabase } from '../support/databases.ts'

const sampleProject = join(import.meta.dirname, '../support/sample-project')
const folder = mkdtempSync(join(tmpdir(), 'kisht-backups-'))
afterAll(() => rmSync(folder, { recursive: true }))

let fileCount = 0
async function backedUp(database: Pick<Database, 'prisma'>): Promise<string> {
  const file = join(folder, String(++fileCount))
  expect(await backUp({ store: openBackupStore(database), file, now })).toMatchObject({ ok: true })
  return file
}

function restored(database: Database, file: string): Promise<Restored> {
  return restore({ store: openRestoreStore(database), file })
}

/** Its lines, but for when it was made. */
function content(file: string): string[] {
  const lines = gunzipSync(readFileSync(file)).toString('utf8').trimEnd().split('\n')
  return lines.slice(1).map((line) => line.replace(/"sha256":.*/, ''))
}

/** Something in every table, and in it what is easily lost on the way. */
async function fill(database: Database): Promise<void> {
  const backOffice = backOfficeOn(database)
  await backOffice.imported(Object.fromEntries(await readFolder(sampleProject)))
  await backOffice.imported({
    // Sponsors whose numbers come after those whom they brought, in a row.
    'members.csv': csv('members.csv', 'A-1,Ána,,,,,A-2,,,,', 'A-2,Bo,,,,,Z-3,,,,', 'Z-3,"Zoë ""Ö"" 🌱",,,,,,,,,'),
    'offers.csv': csv('offers.csv', 'ON-TIME,on_time,0.06,2026-01-01,2026-12-31,'),
    'payments.csv': csv('payments.csv', 'Q-1,installment,M-101,NOWHERE,,INR,5.00,2026-03-01,,"a ""b""\n\\c"'),
  })
  const { prisma } = database
  await prisma.$executeRaw`UPDATE member SET chosen_language = 'hi', telegram_user_id = 9007199254740993 WHERE member_no = 'A-1'`
  for (const statement of [
    `INSERT INTO chat_link VALUES ('telegram', '-5', 'A-1', '2026-03-20T09:30:00.123Z')`,
    `INSERT INTO chat_state VALUES ('telegram', '-5', 'ro', '{"step": 1.50, "said": ["ä\\n", null, {}]}', '2026-03-20T09:30:00.999+05:30')`,
    `INSERT INTO link_code VALUES ('hash', 'A-1', '2026-03-21T09:30:00Z', NULL)`,
    `INSERT INTO failed_link_attempt (channel, chat_id, at) VALUES ('telegram', '', now()), ('telegram', 'x', now())`,
    `INSERT INTO handled_update VALUES ('telegram', '77', '1969-12-31T23:59:59.999Z')`,
    `INSERT INTO plan_event (plan_no, kind, recorded_at, policy_version, details) VALUES ('K-101', 'cancelled', now(), 'p', '{}')`,
    `INSERT INTO member_balance VALUES ('A-1', 'EUR', -9223372036854775807, now())
      ON CONFLICT (member_no, currency) DO NOTHING`,
    `INSERT INTO bonus_decision (plan_no, offer_code, offer_versions, policy_version, secured, change, decided_at)
      VALUES ('K-101', 'ON-TIME', '{1,2}', 'p', 7, 'secured', now()), ('K-101', 'ON-TIME', '{}', 'p', 0, 'lost', now())`,
    `INSERT INTO task (kind, subject, member_no, details, opened_at, due_on) VALUES ('parked', 's', 'A-1', '[]', now(), '2026-04-01')`,
    `INSERT INTO task_note (task_id, at, actor, action, text) SELECT id, now(), 'kisht', 'opened', '' FROM task LIMIT 1`,
    `INSERT INTO webhook_event (kind, body, created_at) VALUES ('x', '"text"', now()), ('y', 'null', now())`,
    `DELETE FROM webhook_event WHERE kind = 'y'`,
    `INSERT INTO consent (member_no, category, is_given, at, channel, chat_id, words, locale)
      VALUES ('A-1', 'tips', false, now(), 'telegram', '-5', E'जी\nहाँ', 'hi')`,
    `INSERT INTO contact_hold VALUES ('A-2', 'dispute', now(), NULL, 'support:operator')`,
    `INSERT INTO payment_claim (member_no, plan_no, due_on, claimed_at, hold_until)
      VALUES ('A-1', 'K-101', '2026-03-10', now(), now())`,
    `INSERT INTO nudge_event (kind, member_no, subject, happened_on, details) VALUES ('completed', 'A-1', 's', '2026-03-10', '{"a": "1.50"}')
      ON CONFLICT DO NOTHING`,
    `INSERT INTO outbox_message (member_no, state, created_at, send_at, ready_at, state_at, is_reminder, is_asked_for, batch_id,
        policy_version)
      VALUES ('A-1', 'pending', now(), now(), now(), now(), true, false, gen_random_uuid(), 'p')`,
    `INSERT INTO outbox_item (message_id, place, member_no, obligation, step, due_on, params)
      SELECT id, 0, 'A-1', 'plan K-101', '+18', '2026-03-29', '{}' FROM outbox_message LIMIT 1`,
    `INSERT INTO nudge_decision (member_no, obligation, step, due_on, decision, reason, decided_at, policy_version)
      VALUES ('A-1', 'plan K-101', '+18', '2026-03-29', 'send', 'due', now(), 'p')`,
    `INSERT INTO api_request VALUES ('shop', 'k-1', 'hash', now(), 200, E'a\\tb')`,
    `INSERT INTO staged_record VALUES ('members.csv', 2, 'A-1', NULL)`,
    `INSERT INTO staged_payment VALUES
       ('A-1', 2, 'T-1', 'topup', 'A-1', NULL, NULL, 'EUR', 5, '2026-01-01T00:00Z', NULL, NULL, '{plan_no,method}', NULL)`,
  ]) {
    await prisma.$executeRawUnsafe(statement)
  }
  await markBase(prisma, { kind: 'real' })
}

const opened: Database[] = []
async function fresh(engine: Database['engine']): Promise<Database> {
  const database = await freshDatabase(engine)
  opened.push(database)
  return database
}
afterAll(async () => {
  for (const database of opened) await database.close()
})

describe.each(engines)('a backup of %s', (engine) => {
  let source: Database
  let file: string
  beforeAll(async () => {
    source = await fresh(engine)
    await fill(source)
    file = await backedUp(source)
  })

  it('has every table of the database, with rows in it', async () => {
    const tables = await source.prisma.$queryRaw<{ name: string }[]>`
      SELECT tablename::text AS name FROM pg_tables
      WHERE schemaname = current_schema() AND tablename <> '_prisma_migrations'`
    const trailer = gunzipSync(readFileSync(file)).toString('utf8').trimEnd().split('\n').at(-1) ?? ''
    const { rows } = JSON.parse(trailer) as { rows: Record<string, number> }
    expect(Object.keys(rows).toSorted()).toEqual(tables.map(({ name }) => name).toSorted())
    // A new table is to be filled above, so that its rows are seen to come through.
    expect(Object.entries(rows).filter(([, count]) => count === 0)).toEqual([])
  })

  it('leaves out tables that are not ours', async () => {
    await source.prisma.$executeRaw`CREATE TABLE report_of_theirs (a int)`
    expect(content(await backedUp(source))).toEqual(content(file))
    await source.prisma.$executeRaw`DROP TABLE report_of_theirs`
  })

  describe.each(engines)('restored into %s', (target) => {
    let copy: Database
    beforeAll(async () => {
      copy = await fresh(target)
      expect(await restored(copy, file)).toMatchObject({ ok: true, header: { base: 'real' } })
    })

    it('has the same content to the last character', async () => {
      expect(content(await backedUp(copy))).toEqual(content(file))
    })

    it('exports, counts and examines the same', async () => {
      const [was, is] = [backOfficeOn(source), backOfficeOn(copy)]
      expect(await is.export()).toEqual(await was.export())
      expect(await is.waiting()).toEqual(await was.waiting())
      expect(await is.examine()).toEqual(await was.examine())
      const byNumber = (plans: Awaited<ReturnType<typeof loadAllPlans>>) =>
        plans.toSorted((one, other) => (one.terms.planNo < other.terms.planNo ? -1 : 1))
      expect(byNumber(await loadAllPlans(copy.prisma))).toEqual(byNumber(await loadAllPlans(source.prisma)))
      expect(await readBase(copy.prisma)).toEqual({ kind: 'real' })
    })

    it('numbers on where it was, and gives no number twice', async () => {
      const { id } = await copy.prisma.webhookEvent.create({ data: { kind: 'z', body: {}, createdAt: new Date() } })
      expect(id).toBe(3)
    })

    it('looks after its references and its ledger as before', async () => {
      // Those of the job queue are its own affair.
      const deferrable = await copy.prisma.$queryRaw`
        SELECT conname::text FROM pg_constraint
        WHERE condeferrable AND connamespace = current_schema()::regnamespace`
      expect(deferrable).toEqual([])
      await expect(
        copy.prisma.member.update({ where: { memberNo: 'A-1' }, data: { sponsorNo: 'X' } }),
      ).rejects.toThrow()
      await expect(copy.prisma.$executeRaw`DELETE FROM ledger_entry`).rejects.toThrow('never changed')
    })

    it('is not new any more', async () => {
      expect(await restored(copy, file)).toEqual({ ok: false, reason: 'not_new' })
    })
  })
})

describe.each(engines)('a restoration into %s', (engine) => {
  const languages = { 'A-1': 'hi' }
  let file: string
  beforeAll(async () => {
    const source = await fresh('postgresql')
    await fill(source)
    await markBase(source.prisma, { kind: 'demo', builtOn: null, languages })
    file = await backedUp(source)
  })

  const isUntouched = async (database: Database) => {
    expect(await database.prisma.member.count()).toBe(0)
    expect(await readBase(database.prisma)).toEqual({ kind: 'new' })
    const schemas = await database.prisma.$queryRaw`SELECT FROM pg_namespace WHERE nspname = 'kisht_restore'`
    expect(schemas).toEqual([])
  }

  it('restores a demo as a demo', async () => {
    const copy = await fresh(engine)
    await restored(copy, file)
    expect(await readBase(copy.prisma)).toEqual({ kind: 'demo', builtOn: null, languages })
  })

  it('refuses a base in which something is, whatever it is', async () => {
    const used = await fresh(engine)
    const refused = { ok: false, reason: 'not_new' }
    for (const [statement, undo] of [
      [`INSERT INTO member (member_no, full_name) VALUES ('M', 'M')`, 'DELETE FROM member'],
      [`INSERT INTO import_run (recorded_at, report) VALUES (now(), '{}')`, 'DELETE FROM import_run'],
      [`INSERT INTO chat_state VALUES ('telegram', '1', NULL, NULL, now())`, 'DELETE FROM chat_state'],
      [`INSERT INTO setting VALUES ('base', '{"kind": "real"}')`, 'DELETE FROM setting'],
    ] as const) {
      await used.prisma.$executeRawUnsafe(statement)
      expect(await restored(used, file), statement).toEqual(refused)
      await used.prisma.$executeRawUnsafe(undo)
    }
    await isUntouched(used)
  })

  it('writes nothing when the file turns out to be another while it is loaded', async () => {
    const target = await fresh(engine)
    const store = openRestoreStore(target)
    const cutOff = join(folder, `cut-off-${engine}`)
    writeFileSync(cutOff, readFileSync(file))
    const load: typeof store.load = (migrations, parts) => {
      writeFileSync(cutOff, readFileSync(file).subarray(0, -9))
      return store.load(migrations, parts)
    }
    expect(await restore({ store: { ...store, load }, file: cutOff })).toEqual({ ok: false, reason: 'damaged' })
    await isUntouched(target)
    expect(await restored(target, file)).toMatchObject({ ok: true })
  })
})

describe('a backup of an older version', () => {
  const [first = '', ...later] = migrationNames()
  let file: string
  let upgraded: string[]
  const dataDir = mkdtempSync(join(tmpdir(), 'kisht-older-'))
  afterAll(() => rmSync(dataDir, { recursive: true }))

  beforeAll(async () => {
    const pglite = await PGlite.create(join(dataDir, 'pglite'))
    await pglite.exec(`
      CREATE TABLE _prisma_migrations (
        id varchar(36) PRIMARY KEY, checksum varchar(64) NOT NULL, finished_at timestamptz,
        migration_name varchar(255) NOT NULL, logs text, rolled_back_at timestamptz,
        started_at timestamptz NOT NULL DEFAULT now(), applied_steps_count integer NOT NULL DEFAULT 0);
      INSERT INTO _prisma_migrations (id, checksum, migration_name, finished_at)
      VALUES ('4b2a9f0e-0000-4000-8000-000000000001', repeat('0', 64), '${first}', now());
      ${migrationScript(first)}
      INSERT INTO member (member_no, full_name) VALUES ('A-1', 'Ana'), ('B-2', 'Bo');
      UPDATE member SET sponsor_no = 'B-2' WHERE member_no = 'A-1';
      INSERT INTO package VALUES ('K', 'K', '1', 'EUR', 100, 100, 10, 1, '2026-01-01', NULL);
      INSERT INTO plan VALUES ('P-1', 'A-1', 'K', 'EUR', 100, 10, '2026-01-01', NULL, NULL, false);
      INSERT INTO installment VALUES ('P-1', 1, '2026-02-01', 100);
      INSERT INTO plan_projection VALUES ('P-1', now(), 'p', 0, '2026-02-01', NULL, 0, 0);
      INSERT INTO ledger_entry VALUES
        ('E-1', 'installment', 'A-1', 'P-1', 'P-1', false, NULL, 'EUR', 40, now(), NULL, now(), NULL);
      INSERT INTO quarantined_payment VALUES
        ('Q-1', 'hash', '{"member_no": "A-1", "plan_no": "NOWHERE"}', 'unknown_plan', now());
      INSERT INTO import_run (recorded_at, report) VALUES (now(), '{}'), (now(), '{}');
      INSERT INTO setting VALUES ('policy_in_force', '"old"'), ('base', '{"kind": "real"}');`)
    const prisma = connectPrisma(new PrismaPGlite(pglite))
    file = await backedUp({ prisma })
    await prisma.$disconnect()
    await pglite.close()

    const opened = await openEmbedded(dataDir)
    if (!opened.ok) throw new Error('the folder is not in use')
    upgraded = content(await backedUp(opened.database))
    await opened.database.close()
  })

  it('tells which it was', () => {
    const [header = ''] = gunzipSync(readFileSync(file)).toString('utf8').split('\n')
    expect((JSON.parse(header) as BackupHeader).migrations).toEqual([first])
    expect(later.length).toBeGreaterThan(0)
  })

  it.each(engines)('becomes on %s what its base becomes when it is brought up to date', async (engine) => {
    const target = await fresh(engine)
    expect(await restored(target, file)).toMatchObject({ ok: true })
    expect(content(await backedUp(target))).toEqual(upgraded)
    expect(upgraded.some((line) => line.includes('["Q-1", "hash"') && line.includes('"A-1", "NOWHERE"'))).toBe(true)
    expect((await target.prisma.importRun.create({ data: { recordedAt: new Date(), report: {} } })).id).toBe(3)
    await expect(target.prisma.$executeRaw`DELETE FROM ledger_entry`).rejects.toThrow('never changed')
    const functions = await target.prisma.$queryRaw`
      SELECT DISTINCT proname::text AS name FROM pg_proc WHERE proname LIKE 'refuse%' ORDER BY 1`
    expect(functions).toEqual([{ name: 'refuse_change' }, { name: 'refuse_ledger_change' }])
  })

  it.each(engines)('is refused on %s when its tables are not those of that version', async (engine) => {
    const target = await fresh(engine)
    const text = gunzipSync(readFileSync(file)).toString('utf8')
    const claimed = join(folder, `claimed-${engine}`)
    const { createHash } = await import('node:crypto')
    const lines = text
      .replace(
        `"${first}"`,
        migrationNames()
          .map((name) => `"${name}"`)
          .join(','),
      )
      .trimEnd()
      .split('\n')
    const before = lines.slice(0, -1).map((line) => `${line}\n`)
    const { rows } = JSON.parse(lines.at(-1) ?? '')
    const sha256 = createHash('sha256').update(before.join('')).digest('hex')
    writeFileSync(claimed, gzipSync(`${before.join('')}${JSON.stringify({ rows, sha256 })}\n`))
    expect(await restored(target, claimed)).toEqual({ ok: false, reason: 'other_tables' })
    expect(await target.prisma.member.count()).toBe(0)
    expect(await restored(target, file)).toMatchObject({ ok: true })
  })
})

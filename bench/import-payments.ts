/**
 * Importing payments into PostgreSQL, against the least that any import must do: COPY into a staging table and a plain
 * INSERT into the same ledger table, with its constraints, indexes and trigger.
 */
import { join } from 'node:path'
import pg from 'pg'
import { textTable } from '../src/command-line/text-table.ts'
import type { PostgresServer } from '../test/support/postgres-server.ts'
import { KISHT } from './bases.ts'
import { startChild } from './children.ts'
import { peakMbOf } from './process-usage.ts'
import { type ProjectSize, writePayments, writeProject } from './project-files.ts'
import { median, withSpread } from './statistics.ts'

const AIM_RATIO = 0.5
const AIM_MB = 300
const LONGEST_IMPORT_MS = 1_800_000

export async function measureImport(
  server: PostgresServer,
  folder: string,
  { size, rounds }: { size: ProjectSize; rounds: number },
): Promise<string[]> {
  const [baseFiles, paymentFiles] = [join(folder, 'large'), join(folder, 'payments')]
  await writeProject(baseFiles, size)
  await writePayments(paymentFiles, size)
  await server.createDatabase('import_base')
  await importFolder(`${server.url}/import_base`, baseFiles, folder)
  const bare: number[] = []
  const kisht: number[] = []
  const peakMb: number[] = []
  for (let round = 0; round < rounds; round++) {
    bare.push(await onCopy(server, `bare_${round}`, (url) => copyAndInsert(url, join(paymentFiles, 'payments.csv'))))
    kisht.push(
      await onCopy(server, `kisht_${round}`, async (url) => {
        const { seconds, megabytes } = await importFolder(url, paymentFiles, folder)
        peakMb.push(megabytes)
        return seconds
      }),
    )
  }
  const payments = size.plans * size.paymentsPerPlan
  const rates = (seconds: readonly number[]) => seconds.map((each) => payments / each)
  const header = [
    `import of ${payments.toLocaleString('en')} payments, PostgreSQL`,
    'a second',
    'of bare',
    'aim',
    'peak MB',
    'aim',
  ]
  const ratio = (median(rates(kisht)) / median(rates(bare))).toFixed(2)
  return textTable(header, [
    ['COPY and INSERT', withSpread(rates(bare)), '', '', '', ''],
    ['Kisht import', withSpread(rates(kisht)), ratio, String(AIM_RATIO), withSpread(peakMb), String(AIM_MB)],
  ])
}

async function onCopy(server: PostgresServer, name: string, work: (url: string) => Promise<number>): Promise<number> {
  await inDatabase(`${server.url}/postgres`, async (client) => {
    await client.query(`CREATE DATABASE ${name} TEMPLATE import_base`)
  })
  const seconds = await work(`${server.url}/${name}`)
  await inDatabase(`${server.url}/postgres`, async (client) => {
    await client.query(`DROP DATABASE ${name} WITH (FORCE)`)
  })
  return seconds
}

async function copyAndInsert(url: string, file: string): Promise<number> {
  const { from } = await import('pg-copy-streams')
  return inDatabase(url, async (client) => {
    await client.query(`CREATE TABLE bare (payment_id text, kind text, member_no text, plan_no text, currency text,
      amount text, value_at timestamptz, received_at timestamptz, method text)`)
    const startedMs = performance.now()
    const copy = client.query(from('COPY bare FROM STDIN WITH (FORMAT csv, HEADER)'))
    const { createReadStream } = await import('node:fs')
    const { pipeline } = await import('node:stream/promises')
    await pipeline(createReadStream(file, { highWaterMark: 1_048_576 }), copy)
    await client.query(`
      INSERT INTO ledger_entry (entry_id, kind, member_no, named_plan_no, plan_no, is_parked, currency, amount_minor,
        value_at, received_at, recorded_at, method)
      SELECT payment_id, kind, member_no, plan_no, plan_no, false, currency, (amount::numeric * 100)::bigint, value_at,
        received_at, now(), method FROM bare`)
    return (performance.now() - startedMs) / 1000
  })
}

/** Its own start does not count; its peak is the kernel's figure for the whole process. */
async function importFolder(url: string, files: string, folder: string) {
  const environment = { DATABASE_URL: url, DATA_DIR: join(folder, 'data-import'), LOG_LEVEL: 'error' }
  const child = await startChild({
    argv: [KISHT, 'import', files],
    environment,
    ready: /^(Payments): /,
    longestMs: LONGEST_IMPORT_MS,
  })
  const megabytes = peakMbOf(child.pid)
  await child.ended
  return { seconds: child.readyAfterMs / 1000, megabytes }
}

async function inDatabase<T>(url: string, work: (client: pg.Client) => Promise<T>): Promise<T> {
  const client = new pg.Client({ connectionString: url })
  await client.connect()
  try {
    return await work(client)
  } finally {
    await client.end()
  }
}

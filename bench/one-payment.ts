/** What recording one payment costs on small and large bases: it must not grow with them. */
import { importRecords } from '../src/back-office/importing/import-records.ts'
import type { ImportParts } from '../src/back-office/importing/run-import.ts'
import { sentSource } from '../src/back-office/sources/sent-source.ts'
import { textTable } from '../src/command-line/text-table.ts'
import { importPartsOf } from '../src/composition/import-parts.ts'
import { defaultPolicy } from '../src/domain/policy.ts'
import { openPostgres } from '../src/storage/engine/open-postgres.ts'
import type { PostgresServer } from '../test/support/postgres-server.ts'
import { fillBase } from './large-base.ts'
import { median, withSpread } from './statistics.ts'

const AIM_RATIO = 1.3

export async function measureOnePayment(
  server: PostgresServer,
  { sizes, rounds, perRound }: { sizes: readonly number[]; rounds: number; perRound: number },
): Promise<string[]> {
  const bases = []
  for (const size of sizes) {
    const name = `base_${size}`
    await server.createDatabase(name)
    await fillBase(`${server.url}/${name}`, size)
    bases.push({ size, database: await openPostgres(`${server.url}/${name}`), ms: [] as number[] })
  }
  for (let round = 0; round <= rounds; round++) {
    for (const { size, database, ms } of bases) {
      const parts = importPartsOf({ database, policy: defaultPolicy })
      const startedMs = performance.now()
      for (let count = 0; count < perRound; count++) await payOnce(parts, size, round * perRound + count)
      // The first round warms up.
      if (round > 0) ms.push((performance.now() - startedMs) / perRound)
    }
  }
  for (const { database } of bases) await database.close()

  const smallest = median(bases[0]?.ms ?? [])
  const header = ['one payment recorded, PostgreSQL', 'ms', 'to the smallest base', 'aim']
  const rows = bases.map(({ size, ms }) => [
    `${size.toLocaleString('en')} plans`,
    withSpread(ms, 2),
    (median(ms) / smallest).toFixed(2),
    size === sizes[0] ? '' : `within ${AIM_RATIO}`,
  ])
  return textTable(header, rows)
}

async function payOnce(parts: ImportParts, plans: number, count: number): Promise<void> {
  // Spread over the base, so that no page is met twice soon.
  const no = String(1 + ((count * 7_919) % plans)).padStart(8, '0')
  const payment = {
    payment_id: `B${count}`,
    kind: 'installment',
    member_no: `M${no}`,
    plan_no: `P${no}`,
    currency: 'EUR',
    amount: '1.00',
    value_at: '2026-02-20T10:00:00Z',
  }
  const sources = [sentSource('payments.csv', [payment])]
  const outcome = await importRecords({
    ...parts,
    now: Temporal.Now.instant(),
    sources,
    dryRun: false,
  })
  if (!outcome.ok || outcome.report.payments.booked !== 1) throw new Error(JSON.stringify(outcome))
}

/** Tasks in the sample project, one of each kind, opened as the product opens them: straight in its folder, while it is stopped. */
import type { Database } from '../../src/storage/engine/database.ts'
import { openEmbedded } from '../../src/storage/engine/open-embedded.ts'
import { loadTasks } from '../../src/storage/tasks/task-reads.ts'
import { openTasks } from '../../src/storage/tasks/task-store.ts'
import type { NewTask, Task } from '../../src/tasks/task.ts'
import { noon } from './journey.ts'

/** M-103 is the sponsor of M-104 and the partner nearest to M-105; P-100 is that of M-102. */
const sampleTasks: readonly NewTask[] = [
  {
    kind: 'reversal',
    subject: 'K-104',
    memberNo: 'M-104',
    planNo: 'K-104',
    details: { payment_id: 'T-104-2', amount: '300.00', currency: 'RON', seq: 2, last_payable_on: '2026-03-27' },
  },
  { kind: 'reversal', subject: 'K-105A', memberNo: 'M-105', planNo: 'K-105A', details: { payment_id: 'T-105-1' } },
  { kind: 'reversal', subject: 'K-102', memberNo: 'M-102', planNo: 'K-102', details: {} },
  {
    kind: 'parked_payment',
    subject: 'T-900',
    memberNo: 'M-109',
    planNo: null,
    details: { payment_id: 'T-900', amount: '12.50', currency: 'EUR' },
  },
  {
    kind: 'quarantined_payment',
    subject: 'T-901',
    memberNo: 'M-999',
    planNo: 'K-999',
    details: { payment_id: 'T-901', amount: '5', currency: 'JPY', reason: 'unknown_member' },
  },
  {
    kind: 'cancelled_plan_money',
    subject: 'T-902',
    memberNo: 'M-106',
    planNo: 'K-106A',
    details: { payment_id: 'T-902', amount: 'much', currency: 'GBP', reason: 'no reason of ours', seq: null },
  },
  {
    kind: 'negative_balance',
    subject: 'M-110 EUR',
    memberNo: 'M-110',
    planNo: null,
    details: { amount: '-50.00', currency: 'EUR' },
  },
  { kind: 'restoration', subject: 'K-105C', memberNo: 'M-105', planNo: 'K-105C', details: { currency: 'RUB' } },
  ...(['reach_member', 'help_wanted', 'wrong_person', 'payment_not_seen', 'cancellation_ceiling'] as const).map(
    (kind): NewTask => ({ kind, subject: `of nobody: ${kind}`, memberNo: null, planNo: null, details: {} }),
  ),
  {
    kind: 'undelivered_webhook',
    subject: '7',
    memberNo: null,
    planNo: null,
    details: { event: 'plan.restored', amount: '1.00', currency: 'XXX' },
  },
]

/** As they are then, by their subjects. */
export async function openSampleTasks(dataDir: string): Promise<ReadonlyMap<string, Task>> {
  const tasks = await withDatabase(dataDir, async ({ prisma }) => {
    await openTasks(prisma, sampleTasks, Temporal.Instant.from(noon))
    return loadTasks(prisma, { role: 'support' })
  })
  return new Map(tasks.map((task) => [task.subject, task]))
}

async function withDatabase<T>(dataDir: string, work: (database: Database) => Promise<T>): Promise<T> {
  const opened = await openEmbedded(dataDir)
  if (!opened.ok) throw new Error(`${dataDir} is in use`)
  try {
    return await work(opened.database)
  } finally {
    await opened.database.close()
  }
}

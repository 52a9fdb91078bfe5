/**
 * Plans at the end of their grace, on one database: P1 of `ledger-case.ts`, whose #3 was due on 10 March 2026, so that its
 * last payable date is 29 March; and as many others like it as a test wants. After each run of the job everything that is
 * kept beside the ledger must equal it.
 */
import { expect } from 'vitest'
import { cancelPlans } from '../../src/cancellation/cancel-plans.ts'
import type { CancellationReport } from '../../src/cancellation/cancellation-report.ts'
import type { CancellationStore } from '../../src/cancellation/cancellation-store.ts'
import { cancellationsOf } from '../../src/composition/cancellations.ts'
import type { PlainDateIso } from '../../src/domain/calendar.ts'
import { defaultPolicy, type Policy } from '../../src/domain/policy.ts'
import { openCancellationStore } from '../../src/storage/cancellation/cancellation-store.ts'
import type { Database } from '../../src/storage/engine/database.ts'
import { telling } from '../../src/storage/ledger/tell.ts'
import { closeTask } from '../../src/storage/tasks/task-changes.ts'
import { loadTasks } from '../../src/storage/tasks/task-reads.ts'
import { openWebhookStore } from '../../src/storage/webhooks/webhook-store.ts'
import type { Task } from '../../src/tasks/task.ts'
import { backOfficeOn, csv, type Files } from '../back-office/back-office.ts'

export const lastPayableOn: PlainDateIso = '2026-03-29'
/** 1 April, 12:00 in Moscow. */
export const noon = '2026-04-01T12:00:00+03:00'
/** The first statement that settles 29 March. */
export const settledAsOf = '2026-04-01T00:00:00+03:00'

/** Others like P1 but for their due date, each with one installment of M2 and nothing paid: due on these dates, in order. */
export function plansDueOn(prefix: string, dueOn: readonly string[]): Files {
  const named = dueOn.map((date, index) => ({ planNo: `${prefix}${index + 1}`, date }))
  return {
    'plans.csv': csv('plans.csv', ...named.map(({ planNo }) => `${planNo},M2,K,EUR,100.00,300,2026-01-05,,`)),
    'installments.csv': csv('installments.csv', ...named.map(({ planNo, date }) => `${planNo},1,${date},100.00`)),
  }
}

export interface GraceCase {
  /** The back office states up to when its payments are complete. */
  state(asOf: string, at?: string): Promise<void>
  /** The platform accepted the final notice. */
  notice(planNos: readonly string[], lastPayableOn: PlainDateIso, at?: string): Promise<void>
  run(at: string, policy?: Policy): Promise<CancellationReport>
  /** As `run` does it, on a store that a test may have changed. */
  runOn(store: CancellationStore, at: string, policy?: Policy): Promise<CancellationReport>
  store: CancellationStore
  /** "kind subject", open ones. */
  openTasks(): Promise<string[]>
  task(kind: string, subject: string): Promise<Task>
  /** A person of the support team. */
  close(kind: string, subject: string, at: string): Promise<void>
  /** "plan date seq" of what was recorded as cancelled, in the order of recording. */
  cancellations(): Promise<string[]>
  /** "kind plan", oldest first, of cancelled and restored plans. */
  webhooks(): Promise<string[]>
}

export function graceCase(database: Database): GraceCase {
  const { prisma } = database
  const backOffice = backOfficeOn(database)
  const { addWebhookEvents } = openWebhookStore()
  const store = openCancellationStore(database, telling(addWebhookEvents))
  const holds = async (at: Temporal.Instant) =>
    expect((await backOffice.examine(at)).filter(({ ok }) => !ok)).toEqual([])

  const grace: GraceCase = {
    store,
    async state(asOf, at = asOf) {
      const files = { 'members.csv': csv('members.csv', 'M3,Ion,,,,,M1,,,,') }
      await backOffice.imported(files, { now: Temporal.Instant.from(at), asOf: Temporal.Instant.from(asOf) })
    },
    async notice(planNos, date, at = '2026-03-28T10:00:00+03:00') {
      await prisma.planEvent.createMany({
        data: planNos.map((planNo) => ({
          planNo,
          kind: 'notice_delivered',
          recordedAt: new Date(at),
          policyVersion: defaultPolicy.version,
          details: { lastPayableOn: date },
        })),
      })
    },
    async run(at, policy = defaultPolicy) {
      const now = Temporal.Instant.from(at)
      const report = await cancellationsOf({ database, policy, now: () => now, addWebhookEvents }).run()
      await holds(now)
      return report
    },
    async runOn(changed, at, policy = defaultPolicy) {
      const now = Temporal.Instant.from(at)
      return cancelPlans({ store: changed, policy, now: () => now })
    },
    async openTasks() {
      const tasks = await loadTasks(prisma, { role: 'support' })
      return tasks.map(({ kind, subject }) => `${kind} ${subject}`).toSorted()
    },
    async task(kind, subject) {
      const tasks = await loadTasks(prisma, { role: 'support' }, { isClosedToo: true })
      const found = tasks.findLast((task) => task.kind === kind && task.subject === subject)
      if (!found) throw new Error(`there is no task ${kind} ${subject}`)
      return found
    },
    async close(kind, subject, at) {
      const { id } = await grace.task(kind, subject)
      const isDone = await closeTask(prisma, { role: 'support', who: '7' }, id, 'done', Temporal.Instant.from(at))
      expect(isDone).toBe(true)
    },
    async cancellations() {
      const rows = await prisma.planEvent.findMany({ where: { kind: 'cancelled' }, orderBy: { id: 'asc' } })
      expect(rows.every(({ policyVersion }) => policyVersion === defaultPolicy.version)).toBe(true)
      return rows.map(({ planNo, details }) => {
        const { actsOn, seq } = details as { actsOn: string; seq: number }
        return `${planNo} ${actsOn} #${seq}`
      })
    },
    async webhooks() {
      const rows = await prisma.webhookEvent.findMany({
        where: { kind: { in: ['plan.cancelled', 'plan.restored'] } },
        orderBy: { id: 'asc' },
      })
      return rows.map(({ kind, body }) => `${kind} ${(body as { plan_no: string }).plan_no}`)
    },
  }
  return grace
}

export const nothingWaits = { settling: 0, held: 0, being_reached: 0, ceiling: 0 }

/**
 * A dry run: every portion of payments is booked together with the members and plans that it needs, and nothing of it
 * is kept. The report is that of the import.
 */
import type { Policy } from '../../domain/policy.ts'
import { countIn, type ImportReport, MOST_LISTED } from './import-report.ts'
import type { ImportRecords, ImportStore } from './import-store.ts'
import type { Progress } from './progress.ts'
import type { StagedPayment } from './staging.ts'
import { plansOf, type TakingIn, takeMembers, takePackages, takePlans, takePortion } from './take-in.ts'

interface Rehearsal {
  store: ImportStore
  policy: Policy
  now: Temporal.Instant
  progress: Progress
}

export async function rehearse(
  { store, policy, now, progress }: Rehearsal,
  checked: ImportReport,
): Promise<ImportReport> {
  let report = checked
  let after: string | null = null
  let staged: StagedPayment[]
  do {
    staged = await store.paymentsAfter(after, store.rowsAtOnce)
    const portion = staged
    if (portion.length > 0) {
      report = await store.inTransaction(async (records) => {
        const offers = await records.offers()
        const taking: TakingIn = { records, offers, policy, now, rowsAtOnce: store.rowsAtOnce, progress }
        await takeNamed(taking, await plansOf(records, portion), payersOf(portion))
        const booked = await takePortion(taking, portion, report)
        return { keep: false, result: await withHistory(records, booked) }
      })
    }
    progress.takenIn(portion.length)
    after = portion.at(-1)?.bookedWith ?? null
  } while (staged.length >= store.rowsAtOnce)
  report = await rehearsePlansWithoutPayments({ store, policy, now, progress }, report)
  const { booked, alreadyThere } = report.payments
  return countIn(report, 'payments.csv', { added: booked, changed: 0, unchanged: alreadyThere })
}

/** Only they can be left over: who has payments came along with them. */
async function rehearsePlansWithoutPayments(
  { store, policy, now, progress }: Rehearsal,
  rehearsed: ImportReport,
): Promise<ImportReport> {
  let report = rehearsed
  let after: string | null = null
  let keys: string[]
  do {
    keys = await store.keysAfter(['plans.csv'], after, store.rowsAtOnce)
    const planNos = keys
    report = await store.inTransaction(async (records) => {
      const { memberNos } = await records.namedByPlans(planNos)
      const paying = new Set(await records.withPayments(memberNos))
      const idle = memberNos.filter((memberNo) => !paying.has(memberNo))
      const own = new Set(await records.planKeysOf(idle, []))
      const left = planNos.filter((planNo) => own.has(planNo))
      const offers = await records.offers()
      const taking: TakingIn = { records, offers, policy, now, rowsAtOnce: store.rowsAtOnce, progress }
      await takeNamed(taking, left, [])
      await takePlans(taking, left)
      return { keep: false, result: await withHistory(records, report) }
    })
    after = keys.at(-1) ?? null
  } while (keys.length === store.rowsAtOnce)
  return report
}

async function withHistory(records: ImportRecords, report: ImportReport): Promise<ImportReport> {
  const historyPlans = [...report.historyPlans, ...(await records.newHistory(MOST_LISTED))]
  return { ...report, historyPlans: [...new Set(historyPlans)].toSorted().slice(0, MOST_LISTED) }
}

/** The members and packages that these plans name, and who pays. */
async function takeNamed(taking: TakingIn, planNos: readonly string[], payers: readonly string[]): Promise<void> {
  const { memberNos, packageCodes } = await taking.records.namedByPlans(planNos)
  await takePackages(taking, packageCodes)
  await takeMembers(taking, [...new Set([...payers, ...memberNos])])
}

function payersOf(staged: readonly StagedPayment[]): string[] {
  return [...new Set(staged.map(({ payment }) => payment.memberNo))]
}

/** What each import said it had booked of each day, against what the ledger has with its recorded time. */
import { formatAmount } from '../domain/money.ts'
import type { RecordedTotal } from './examine-store.ts'
import type { Detail } from './finding.ts'

export function totalsFaults(stated: readonly RecordedTotal[], recorded: readonly RecordedTotal[]): Detail[] {
  const [said, there] = [addUp(stated), addUp(recorded)]
  return [...new Set([...said.keys(), ...there.keys()])].toSorted().flatMap((key): Detail[] => {
    const total = said.get(key) ?? there.get(key)
    const [imported, ledger] = [said.get(key), there.get(key)]
    if (!total || (imported?.minor === ledger?.minor && imported?.count === ledger?.count)) return []
    const { recordedAt, day, kind, currency } = total
    const amount = (of: RecordedTotal | undefined) => formatAmount({ minor: of?.minor ?? 0n, currency })
    return [
      { recorded_at: recordedAt, value_day: day, kind, currency, imported: amount(imported), ledger: amount(ledger) },
    ]
  })
}

function addUp(totals: readonly RecordedTotal[]): Map<string, RecordedTotal> {
  const sums = new Map<string, RecordedTotal>()
  for (const total of totals) {
    const key = `${total.recordedAt} ${total.day} ${total.kind} ${total.currency}`
    const sum = sums.get(key)
    sums.set(key, sum ? { ...sum, count: sum.count + total.count, minor: sum.minor + total.minor } : total)
  }
  return sums
}

/** What a change of the ledger brings with it, besides the change. */
import type { LedgerEntry } from '../domain/ledger-entry.ts'
import { formatAmount } from '../domain/money.ts'
import type { TaskKind } from '../tasks/kinds.ts'
import type { NewTask } from '../tasks/task.ts'

/** A task that ended without a person. */
export interface SettledTask {
  kind: TaskKind
  subject: string
  outcome: string
}

export function taskAboutEntry(kind: TaskKind, { entryId, memberNo, planNo, ...entry }: LedgerEntry): NewTask {
  const { currency, amountMinor, valueAt } = entry
  return {
    kind,
    subject: entryId,
    memberNo,
    planNo,
    details: {
      payment_id: entryId,
      currency,
      amount: formatAmount({ minor: amountMinor, currency }),
      value_at: valueAt.toString(),
    },
  }
}

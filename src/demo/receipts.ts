/** The money that reaches a plan, dated: by habit before the due date, now and then late, never after today. */
import { type DemoCalendar, dayFromToday, earlier, later } from './demo-calendar.ts'
import { itemAt, type Random } from './random.ts'
import type { Timeline } from './timeline.ts'

export interface DatedInstallment {
  readonly seq: number
  readonly dueOn: Temporal.PlainDate
  readonly amountMinor: bigint
}

export interface Receipt {
  readonly on: Temporal.PlainDate
  readonly amountMinor: bigint
  /** The back office knows the date only. */
  readonly isBareDate: boolean
}

const maxDelayDays = 16

export function receiptsFor(
  installments: readonly DatedInstallment[],
  timeline: Timeline,
  acceptedOn: Temporal.PlainDate,
  calendar: DemoCalendar,
  random: Random,
): Receipt[] {
  const yesterday = dayFromToday(calendar, -1)
  const between = (on: Temporal.PlainDate) => later(acceptedOn, earlier(on, yesterday))
  const delayOf = drawHabit(random)
  const receipts: Receipt[] = []
  const { lump, paidCount, isPartPaid } = timeline
  for (const { seq, dueOn, amountMinor } of installments.slice(0, paidCount)) {
    if (lump && seq >= lump.fromSeq && seq <= lump.toSeq) continue
    const on = between(dueOn.add({ days: delayOf(seq) }))
    const isBareDate = random.chance(6)
    if (random.chance(4)) {
      const firstMinor = amountMinor / 2n
      receipts.push({ on: between(on.subtract({ days: random.int(1, 6) })), amountMinor: firstMinor, isBareDate })
      receipts.push({ on, amountMinor: amountMinor - firstMinor, isBareDate })
    } else receipts.push({ on, amountMinor, isBareDate })
  }
  if (lump) {
    const amountMinor = installments
      .slice(lump.fromSeq - 1, lump.toSeq)
      .reduce((sum, installment) => sum + installment.amountMinor, 0n)
    receipts.push({ on: later(acceptedOn, lump.on), amountMinor, isBareDate: lump.isBareDate ?? false })
  }
  if (isPartPaid) {
    const { dueOn, amountMinor } = itemAt(installments, paidCount)
    const on = between(earlier(dueOn, yesterday).add({ days: random.int(-3, 8) }))
    receipts.push({ on, amountMinor: (amountMinor * BigInt(random.int(3, 7))) / 10n, isBareDate: false })
  }
  return receipts
}

/** Days after the due date on which this payer pays, negative before it. */
function drawHabit(random: Random): (seq: number) => number {
  const habit = random.weighted([
    ['punctual', 74],
    ['slow', 18],
    ['slower each time', 8],
  ] as const)
  switch (habit) {
    case 'punctual':
      return () => -random.int(0, 6)
    case 'slow':
      return () => random.int(-2, maxDelayDays)
    case 'slower each time':
      return (seq) => Math.min(maxDelayDays, 2 * seq - 2 + random.int(0, 1))
  }
}

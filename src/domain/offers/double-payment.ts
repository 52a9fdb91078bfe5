/**
 * `double_payment`: the money of one value date completes the first unpaid, not yet overdue installment and all of the
 * next one. The next one earns, one per value date. (DOMAIN section 6.)
 *
 * 6 x 100, 40 paid before: 160 on the due date of #1 complete #1 and all of #2, so #2 earns.
 */
import { addDays, earliestDate, type PlainDateIso } from '../calendar.ts'
import { firstUnpaid, unpaidMinor } from '../schedule.ts'
import { isValidOn, versionAt } from './offer.ts'
import type { Chance, Earned, OfferRule } from './rule.ts'
import type { MoneyOfDay, Timeline } from './timeline.ts'

export const doublePayment: OfferRule = {
  kind: 'double_payment',
  competesAs: 'ahead_of_schedule',

  earned(offer, timeline) {
    return timeline.days.flatMap((day): Earned[] => {
      const next = nextPaidTogether(timeline, day)
      if (!next?.completedBy) return []
      const version = versionAt(offer, next.completedBy.recordedAt)
      return isValidOn(version, day.valueOn)
        ? [{ seq: next.seq, amountMinor: next.amountMinor, rate: version.rate }]
        : []
    })
  },

  chances(version, { installments }, today) {
    const first = firstUnpaid(installments)
    const next = first && installments[installments.indexOf(first) + 1]
    if (!first || !next || first.dueOn < today) return []
    const lastOn = earliestDate(first.dueOn, version.validTo)
    const payMinor = unpaidMinor(first) + unpaidMinor(next)
    // Money of today may have earned already, once per value date: then tomorrow is the next chance.
    return [today, addDays(today, 1)]
      .filter((payOn) => payOn <= lastOn)
      .map((payOn): Chance => ({ payMinor, payOn, lastOn, untilSeq: next.seq }))
  },

  losses(_offer, { installments }, today) {
    const first = firstUnpaid(installments)
    if (!first) return [{ reason: 'paid_apart' }]
    if (first.dueOn < today) return [{ seq: first.seq, reason: 'overdue' }]
    return first.seq === installments.length ? [{ reason: 'none_ahead' }] : []
  },
}

/** The installment after the first unpaid one, if this day's money completed both in time. */
function nextPaidTogether({ installments }: Timeline, { valueOn, fromMinor, toMinor }: MoneyOfDay) {
  const index = installments.findIndex((installment) => installment.cumulativeMinor > fromMinor)
  const first = installments[index]
  const next = installments[index + 1]
  if (!first || !next || isLate(valueOn, first.dueOn)) return undefined
  return next.cumulativeMinor <= toMinor ? next : undefined
}

function isLate(valueOn: PlainDateIso, dueOn: PlainDateIso): boolean {
  return valueOn > dueOn
}

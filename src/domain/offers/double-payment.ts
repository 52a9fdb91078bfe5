/**
 * `double_payment`: the money of one value date completes the first unpaid, not yet overdue installment and all of the
 * next one. The next one earns, one per value date. (DOMAIN section 6.)
 *
 * 6 x 100, 40 paid before: 160 on the due date of #1 complete #1 and all of #2, so #2 earns.
 */
import { addDays, earliestDate, type PlainDateIso } from '../calendar.ts'
import { firstUnpaid, type ScheduledInstallment, unpaidMinor } from '../schedule.ts'
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
      return isValidOn(version, day.valueOn) ? [{ seq: next.seq, amountMinor: next.amountMinor, version }] : []
    })
  },

  chances(version, { installments, days }, today) {
    const first = firstUnpaid(installments)
    if (!first || first.dueOn < today) return []
    const index = installments.indexOf(first)
    const next = installments[index + 1]
    const lastOn = earliestDate(first.dueOn, version.validTo)
    const chance = (payOn: PlainDateIso, until: ScheduledInstallment, last: PlainDateIso): Chance => ({
      payMinor: unpaidMinor(first) + (until === first ? 0n : unpaidMinor(until)),
      payOn,
      lastOn: last,
      untilSeq: until.seq,
    })
    const money = days.at(-1)
    const firstOfToday =
      money?.valueOn === today
        ? installments.findIndex(({ cumulativeMinor }) => cumulativeMinor > money.fromMinor)
        : index
    const chances: Chance[] = []
    // Money of today has completed the one before: the rest of this one, today, makes the pair.
    if (firstOfToday === index - 1) chances.push(chance(today, first, today))
    else if (firstOfToday === index && next) chances.push(chance(today, next, lastOn))
    // Money of today may have earned already, once per value date: then tomorrow is the next chance.
    if (next) chances.push(chance(addDays(today, 1), next, lastOn))
    return chances.filter(({ payOn, lastOn: last }) => payOn <= last)
  },

  losses(_offer, _version, { installments }, today) {
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

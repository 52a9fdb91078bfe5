/**
 * `early_repayment`: the money of one value date completes the whole plan while at least `min_installments_ahead`
 * installments fall due after that date. Those of them that this date's money completed earn. Overdue money on the same
 * date does not spoil it. (DOMAIN section 6.)
 */
import { addDays, earliestDate } from '../calendar.ts'
import { firstUnpaid, isPaid, unpaidMinor } from '../schedule.ts'
import { isValidOn, versionAt } from './offer.ts'
import type { OfferRule } from './rule.ts'

export const earlyRepayment: OfferRule = {
  kind: 'early_repayment',
  competesAs: 'ahead_of_schedule',

  earned(offer, { installments, days, totalMinor }) {
    const day = days.at(-1)
    const last = installments.at(-1)?.completedBy
    if (!day || !last || day.toMinor < totalMinor) return []
    const version = versionAt(offer, last.recordedAt)
    const ahead = installments.filter((installment) => installment.dueOn > day.valueOn)
    if (!isValidOn(version, day.valueOn) || ahead.length < version.minInstallmentsAhead) return []
    return ahead
      .filter((installment) => installment.cumulativeMinor > day.fromMinor)
      .map(({ seq, amountMinor }) => ({ seq, amountMinor, version }))
  },

  chances(version, { installments, days }, today) {
    const money = days.at(-1)
    const fromMinor = money?.valueOn === today ? money.fromMinor : (money?.toMinor ?? 0n)
    const ahead = installments.filter(({ dueOn }) => dueOn > today)
    // What settling today would earn; from the due date of the first of them on it would be less.
    const earning = ahead.filter(({ cumulativeMinor }) => cumulativeMinor > fromMinor)
    const [firstEarning] = earning
    const last = installments.at(-1)
    const lastNeeded = installments.at(-Math.max(1, version.minInstallmentsAhead))
    if (!firstUnpaid(installments) || !firstEarning || !last || !lastNeeded) return []
    if (ahead.length < version.minInstallmentsAhead) return []
    const lastOn = isPaid(firstEarning)
      ? today
      : earliestDate(addDays(firstEarning.dueOn, -1), addDays(lastNeeded.dueOn, -1), version.validTo)
    return [
      {
        payMinor: installments.reduce((sum, installment) => sum + unpaidMinor(installment), 0n),
        payOn: today,
        lastOn,
        untilSeq: last.seq,
      },
    ]
  },

  losses(_offer, { minInstallmentsAhead }, timeline, today) {
    if (!firstUnpaid(timeline.installments)) return [{ reason: 'paid_apart' }]
    const ahead = timeline.installments.filter((installment) => installment.dueOn > today).length
    return ahead < minInstallmentsAhead ? [{ reason: 'too_few_ahead' }] : []
  },
}

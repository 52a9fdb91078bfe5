/**
 * `early_repayment`: the money of one value date completes the whole plan while at least `min_installments_ahead`
 * installments fall due after that date. Those of them that this date's money completed earn. Overdue money on the same
 * date does not spoil it. (DOMAIN section 6.)
 */
import { addDays, earliestDate } from '../calendar.ts'
import { firstUnpaid, unpaidMinor } from '../schedule.ts'
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
      .map(({ seq, amountMinor }) => ({ seq, amountMinor, rate: version.rate }))
  },

  chances(version, { installments }, today) {
    const first = firstUnpaid(installments)
    const last = installments.at(-1)
    const lastNeeded = installments.at(-Math.max(1, version.minInstallmentsAhead))
    if (!first || !last || !lastNeeded || lastNeeded.dueOn <= today) return []
    if (installments.length < version.minInstallmentsAhead) return []
    return [
      {
        payMinor: installments.reduce((sum, installment) => sum + unpaidMinor(installment), 0n),
        payOn: today,
        lastOn: earliestDate(addDays(lastNeeded.dueOn, -1), version.validTo),
        untilSeq: last.seq,
      },
    ]
  },

  losses(offer, timeline, today) {
    if (!firstUnpaid(timeline.installments)) return [{ reason: 'paid_apart' }]
    const { minInstallmentsAhead } = offer.versions.at(-1) ?? offer.versions[0]
    const ahead = timeline.installments.filter((installment) => installment.dueOn > today).length
    return ahead < minInstallmentsAhead ? [{ reason: 'too_few_ahead' }] : []
  },
}

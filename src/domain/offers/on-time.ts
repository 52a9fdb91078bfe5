/**
 * `on_time`: an installment that was completed by money of a value date on or before its due date earns a share of its
 * part. It stacks with every other offer. (DOMAIN section 6.)
 */
import { earliestDate, type PlainDateIso } from '../calendar.ts'
import { isPaid, type ScheduledInstallment, unpaidMinor } from '../schedule.ts'
import { isValidOn, type Offer, type OfferVersion, versionAt } from './offer.ts'
import type { Earned, LossReason, OfferRule } from './rule.ts'

export const onTime: OfferRule = {
  kind: 'on_time',

  earned(offer, { installments }) {
    return installments.flatMap((installment): Earned[] => {
      const version = earningVersion(offer, installment)
      return version ? [{ seq: installment.seq, amountMinor: installment.amountMinor, version }] : []
    })
  },

  chances(version, { installments }, today) {
    const open = installments.filter((installment) => !isPaid(installment) && installment.dueOn >= today)
    const [next] = open
    if (!next) return []
    const unpaid = installments.filter((installment) => !isPaid(installment))
    return [
      {
        payMinor: unpaid.reduce((sum, installment) => sum + unpaidMinor(installment), 0n),
        payOn: today,
        lastOn: earliestDate(next.dueOn, version.validTo),
        untilSeq: next.seq,
        afterArrears: unpaid.some((installment) => installment.dueOn < today),
      },
    ]
  },

  losses(offer, _version, { installments }, today) {
    return installments.flatMap((installment) => {
      const reason = lossReason(offer, installment, today)
      return reason ? [{ seq: installment.seq, reason }] : []
    })
  },
}

function earningVersion(offer: Offer, { completedBy, dueOn }: ScheduledInstallment): OfferVersion | undefined {
  if (!completedBy || completedBy.valueOn > dueOn) return undefined
  const version = versionAt(offer, completedBy.recordedAt)
  return isValidOn(version, completedBy.valueOn) ? version : undefined
}

function lossReason(offer: Offer, installment: ScheduledInstallment, today: PlainDateIso): LossReason | undefined {
  if (!installment.completedBy) return installment.dueOn < today ? 'overdue' : undefined
  if (installment.completedBy.valueOn > installment.dueOn) return 'paid_late'
  return earningVersion(offer, installment) ? undefined : 'outside_validity'
}

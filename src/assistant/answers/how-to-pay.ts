/** Where the money for a plan goes, what the payer writes on it, and the button that pays at once. */
import { formatAmount } from '../../domain/money.ts'
import type { PlanState } from '../../domain/plan-state.ts'
import { localized, type Policy } from '../../domain/policy.ts'
import { type ScheduledInstallment, unpaidMinor } from '../../domain/schedule.ts'
import type { Choice, Content } from '../message.ts'
import { languageOf, type Speaker } from '../speaker.ts'
import { type FactRow, say } from './blocks.ts'

/** Who is paid, into which account, with which reference. */
export function whereToPay({ payee }: Policy, { terms }: PlanState): FactRow[] {
  return [
    ['label.payTo', payee ? { text: payee.name } : undefined],
    ['label.account', payee?.account ? { text: payee.account } : undefined],
    ['label.reference', { text: referenceOf(terms) }],
  ]
}

/** All that is past due, or else what the next installment still needs; in minor units. */
export function wantedMinor({ arrearsMinor }: PlanState, next: ScheduledInstallment): bigint {
  const dueMinor = unpaidMinor(next)
  return arrearsMinor > dueMinor ? arrearsMinor : dueMinor
}

/** A button with the operator's own page for this amount (minor units); none where the policy names no such page. */
export function payNow(
  { policy, speaker }: { policy: Policy; speaker: Speaker },
  minor: bigint,
  { terms }: PlanState,
  label: Content = say('pay.now'),
): Choice[] {
  if (!policy.paymentLink) return []
  const { currency, planNo } = terms
  const values: Record<string, string> = {
    reference: referenceOf(terms),
    amount: formatAmount({ minor, currency }),
    currency,
    plan_no: planNo,
  }
  const template = localized(policy.paymentLink, languageOf(speaker.locale))
  const url = template.replace(/\{(\w+)\}/g, (_, name: string) => encodeURIComponent(values[name] ?? ''))
  return [{ label, url }]
}

/** What the payer writes on the transfer, so that the money finds its plan. */
function referenceOf({ planNo, memberNo }: PlanState['terms']): string {
  return `${planNo} / ${memberNo}`
}

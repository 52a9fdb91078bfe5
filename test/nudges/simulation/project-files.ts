/** The simulated project in the import format. */
import type { PlainDateIso } from '../../../src/domain/calendar.ts'
import { formatAmount } from '../../../src/domain/money.ts'
import { csv, type Files } from '../../back-office/back-office.ts'
import type { SimulatedPayment } from './payers.ts'
import type { SimulatedPerson } from './people.ts'

export const PARTNER = 'S-PARTNER'

const amount = (minor: bigint) => formatAmount({ minor, currency: 'EUR' })

/** Everybody, and no plan yet. */
export function peopleFiles(people: readonly SimulatedPerson[]): Files {
  return {
    'members.csv': csv(
      'members.csv',
      `${PARTNER},Partner,,,en,Europe/Madrid,,2025-01-01,2025-01-02,2025-01-03,`,
      ...people.map(
        ({ memberNo, language, zone, registeredOn, verifiedOn = '' }) =>
          `${memberNo},Person ${memberNo},,,${language},${zone},${PARTNER},${registeredOn},${verifiedOn},,`,
      ),
    ),
    'packages.csv': csv('packages.csv', 'K,Classic,2,EUR,600.00,1000.00,2000,6,2025-01-01,'),
    'offers.csv': csv('offers.csv', 'ON-TIME,on_time,0.05,2026-01-01,2027-12-31,'),
  }
}

/** Plans whose terms were accepted after one date and up to another. */
export function planFiles(people: readonly SimulatedPerson[], after: PlainDateIso, upTo: PlainDateIso): Files {
  const plans = people.flatMap(({ memberNo, plans: theirs }) =>
    theirs
      .filter(({ acceptedOn }) => acceptedOn > after && acceptedOn <= upTo)
      .map((plan) => ({
        ...plan,
        memberNo,
        total: plan.installments.reduce((sum, { amountMinor }) => sum + amountMinor, 0n),
      })),
  )
  if (plans.length === 0) return {}
  return {
    'plans.csv': csv(
      'plans.csv',
      ...plans.map(
        ({ planNo, memberNo, total, acceptedOn }) =>
          `${planNo},${memberNo},K,EUR,${amount(total)},2000,${acceptedOn},,`,
      ),
    ),
    'installments.csv': csv(
      'installments.csv',
      ...plans.flatMap(({ planNo, installments }) =>
        installments.map(({ seq, dueOn, amountMinor }) => `${planNo},${seq},${dueOn},${amount(amountMinor)}`),
      ),
    ),
  }
}

export function paymentFiles(
  payments: readonly SimulatedPayment[],
  reversals: readonly SimulatedPayment[],
  today: PlainDateIso,
): Files {
  const rows = [
    ...payments.map(
      ({ paymentId, kind, memberNo, planNo, minor, valueOn }) =>
        `${paymentId},${kind},${memberNo},${kind === 'topup' ? '' : planNo},,EUR,${amount(minor)},${valueOn},,`,
    ),
    ...reversals.map(
      ({ paymentId, memberNo, planNo, minor }) =>
        `R-${paymentId},reversal,${memberNo},${planNo},${paymentId},EUR,${amount(minor)},${today},,`,
    ),
  ]
  return { 'payments.csv': csv('payments.csv', ...rows) }
}

/** Everything that can be said unasked about the plan of DOMAIN's examples (2,000 shares, 6 x 100.00), rendered. */
import type { Reply } from '../../../src/assistant/message.ts'
import { composeNudge } from '../../../src/assistant/nudges/compose-nudge.ts'
import type { EventName } from '../../../src/domain/nudges/catalogue.ts'
import type { LadderKind } from '../../../src/domain/nudges/ladder.ts'
import type { PlanPayment, PlanRecords } from '../../../src/domain/plan.ts'
import { planState } from '../../../src/domain/plan-state.ts'
import { defaultPolicy, type Policy } from '../../../src/domain/policy.ts'
import { loadLocales } from '../../../src/i18n/locales.ts'
import { plainText } from '../../../src/i18n/plain-text.ts'
import { createRenderer } from '../../../src/i18n/render-reply.ts'
import type { EventDetails, SpokenTopic } from '../../../src/nudges/outbox.ts'
import { at, demoOffers, paid, plan } from '../../domain/case.ts'

export const payingPolicy: Policy = {
  ...defaultPolicy,
  payee: { name: 'Sample & Sons <Ltd>', account: 'DE00 1234 5678' },
  paymentLink: { default: 'https://pay.example.org/?ref={reference}&amount={amount}' },
}

const renderer = createRenderer(loadLocales())

export type Clock = 'Asia/Kolkata' | 'Europe/Madrid' | 'unknown'

interface Saying {
  locale: string
  clock?: Clock
  mayBePaid?: boolean
  policy?: Policy
  others?: readonly SpokenTopic[]
  unnamed?: number
}

export function replyTo(topic: SpokenTopic, saying: Saying): Reply {
  const { clock, mayBePaid = false, policy, others = [], unnamed = 0, locale } = saying
  const isTimeZoneKnown = clock !== 'unknown'
  const timeZone = isTimeZoneKnown ? (clock ?? 'Europe/Madrid') : 'Europe/Moscow'
  return composeNudge(
    { memberNo: 'M-1', topics: [topic, ...others], unnamed, mayBePaid, offers: demoOffers },
    { locale, timeZone, isTimeZoneKnown },
    policy ?? payingPolicy,
  )
}

export const rendered = (topic: SpokenTopic, saying: Saying) => renderer.render(replyTo(topic, saying), saying.locale)

/** As it is kept, with ordinary spaces. */
export function said(topic: SpokenTopic, saying: Saying): string {
  return plainText(rendered(topic, saying)).replace(/[\u00a0\u202f\u2009]/g, ' ')
}

export function topic(
  kind: LadderKind | EventName,
  plan?: SpokenTopic['plan'],
  params: EventDetails = {},
): SpokenTopic {
  const planNo = plan?.state.terms.planNo ?? null
  return {
    topic: { obligation: `plan ${planNo}`, planNo, step: kind, kind, about: '2026-03-10' },
    params,
    ...(plan && { plan }),
  }
}

export const two = [paid('2026-01-10', 100_00n), paid('2026-02-10', 100_00n)]
export const five = [...two, paid('2026-03-10', 100_00n), paid('2026-04-10', 100_00n), paid('2026-05-10', 100_00n)]

/** #1 and #2 are paid unless told otherwise: D = 10 March, X = 29 March. */
export function planAt(
  now: string,
  payments: readonly PlanPayment[] = two,
  { terms = plan(), events = [] }: Partial<Pick<PlanRecords, 'terms' | 'events'>> = {},
  policy: Policy = payingPolicy,
): NonNullable<SpokenTopic['plan']> {
  const records: PlanRecords = { terms, payments, events, packageName: 'Start', isHistory: false }
  return { records, state: planState(records, demoOffers, policy, at(now)) }
}

const received = { amount: '100.00', currency: 'EUR', shares_added: 133, bonus_added: 16 }
const restoredByPayment = planAt(
  '2026-04-06 12:00',
  [...two, paid('2026-03-28', 100_00n, { recorded: '2026-04-05 10:00' })],
  {
    events: [
      { kind: 'cancelled', actsOn: '2026-03-30', seq: 3, recordedAt: at('2026-04-02 10:00') },
      { kind: 'restored', actsOn: '2026-04-05', recordedAt: at('2026-04-05 10:00') },
    ],
  },
)

export const ladder = {
  before: topic('before', planAt('2026-03-03 12:00')),
  due_day: topic('due_day', planAt('2026-03-10 12:00')),
  first_late: topic('first_late', planAt('2026-03-11 12:00')),
  late: topic('late', planAt('2026-03-15 12:00')),
  late10: topic('late', planAt('2026-03-20 12:00')),
  late15: topic('late', planAt('2026-03-25 12:00')),
  final_notice: topic('final_notice', planAt('2026-03-28 12:00')),
  last_day: topic('last_day', planAt('2026-03-29 12:00')),
}

/** They ask for a payment, too. */
export const askingEvents = {
  part_paid: topic('part_paid', planAt('2026-03-12 12:00', [...two, paid('2026-03-12', 40_00n)]), {
    amount: '40.00',
    currency: 'EUR',
    seq: 3,
  }),
  reversed: topic(
    'reversed',
    planAt('2026-03-20 15:00', [
      paid('2026-01-10', 100_00n),
      paid('2026-02-10', 100_00n, { reversed: '2026-03-20 10:00' }),
    ]),
    { amount: '100.00', currency: 'EUR' },
  ),
  asked_reminder: topic('asked_reminder', planAt('2026-03-14 12:00')),
}

export const everything = {
  ...ladder,
  ...askingEvents,
  before_last: topic('before', planAt('2026-06-09 12:00', five)),
  too_late: topic('too_late', planAt('2026-03-30 12:00')),
  plan_bought: topic('plan_bought', planAt('2026-01-02 12:00', [])),
  payment_received: topic('payment_received', planAt('2026-02-10 12:00'), received),
  completed: topic('completed', planAt('2026-06-10 12:00', [...five, paid('2026-06-10', 100_00n)])),
  cancelled: topic('cancelled', planAt('2026-04-02 12:00', two, { terms: plan({ cancelledOn: '2026-03-30' }) })),
  cancelled_early: topic('cancelled', planAt('2026-02-20', [], { terms: plan({ cancelledOn: '2026-02-01' }) })),
  restored: topic(
    'restored',
    planAt('2026-04-06 12:00', two, { terms: plan({ cancelledOn: '2026-03-30', restoredOn: '2026-04-05' }) }),
  ),
  restored_by_payment: topic('restored', restoredByPayment),
  balance_idle: topic('balance_idle', planAt('2026-03-04 12:00'), { balance: '120.00', currency: 'EUR' }),
  stuck_verification: topic('onboarding_stuck', undefined, { stage: 'verification' }),
  stuck_topup: topic('onboarding_stuck', undefined, { stage: 'topup' }),
  stuck_package: topic('onboarding_stuck', undefined, { stage: 'package' }),
} satisfies Record<string, SpokenTopic>

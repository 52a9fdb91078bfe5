/** What the words about one thing are made from: the plan as it is now, and whom they are for. */
import type { Offer } from '../../domain/offers/offer.ts'
import type { PlanState } from '../../domain/plan-state.ts'
import type { Policy } from '../../domain/policy.ts'
import type { ScheduledInstallment } from '../../domain/schedule.ts'
import type { EventDetails, SpokenTopic } from '../../nudges/outbox.ts'
import type { MyPlan } from '../answers/my-plans.ts'
import type { Speaker } from '../speaker.ts'

export interface NudgeContext {
  policy: Policy
  offers: readonly Offer[]
}

export interface Telling extends NudgeContext {
  topic: SpokenTopic['topic']
  details: EventDetails
  plan: MyPlan
  speaker: Speaker
  /** A payment may be on its way: nobody has said lately what was paid. */
  mayBePaid: boolean
}

/** The installment that money would go to, with its last moment; none once there is nothing to pay. */
export function wanted({ next, delinquency }: PlanState): Wanted | undefined {
  return next && delinquency && { next, delinquency }
}

export interface Wanted {
  next: ScheduledInstallment
  delinquency: NonNullable<PlanState['delinquency']>
}

/** Nobody is told to count on a payment made now. An arrangement suspends it, whatever X is. */
export const isTooLate = ({ name }: PlanState): boolean => name === 'cancellation_due'

export const isLate = ({ delinquency }: Wanted): boolean => delinquency.daysOverdue > 0

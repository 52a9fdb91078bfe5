/**
 * A payment arrangement as it was agreed: a replacement timetable for all late plans of one currency. Its steps add up to
 * the arrears and to the regular installments that fall due until its end, so that afterwards nothing is past due.
 *
 * #3 = 100.00 is late, #4 and #5 = 100.00 each fall due until 15 May. Agreed on 28 March: 15.00 until 31 March (the
 * deposit), 142.50 on 15 April, 142.50 on 15 May: 300.00, which carries #3, #4 and #5. The plan is settled once it holds
 * 500.00, for #1 and #2 were paid before. (DOMAIN section 9.)
 */
import type { PlainDateIso } from '../calendar.ts'
import type { PlanEvent } from '../plan-event.ts'

export interface TimetableStep {
  /** Kept by money of a value date up to this date. */
  on: PlainDateIso
  amountMinor: bigint
}

export interface CoveredPlan {
  planNo: string
  /** What the plan must hold at the end: its installments up to the last one that the timetable carries. */
  settledAtMinor: bigint
  /** What of that was unpaid when the timetable was made. */
  owedMinor: bigint
  /** X when the timetable was made, and the whole days until then; 0 where it had passed. */
  lastPayableOn: PlainDateIso
  daysLeft: number
}

/** The deposit comes first. In order of date; amounts above zero. */
export type Steps = readonly [TimetableStep, ...TimetableStep[]]

export interface Timetable {
  currency: string
  steps: Steps
  plans: readonly CoveredPlan[]
}

/** The policy's numbers that are part of what was agreed. */
export interface AgreedRules {
  policyVersion: string
  toleranceDays: number
  /** Days in which money that was taken back can be paid again. */
  daysAfterReversal: number
}

export interface Agreement extends Timetable, AgreedRules {
  arrangementNo: string
  memberNo: string
  acceptedAt: Temporal.Instant
  /** Does waiting for the deposit hold the cancellation of one of its plans? */
  holds: boolean
}

export function depositDueOn({ steps: [deposit] }: Pick<Timetable, 'steps'>): PlainDateIso {
  return deposit.on
}

export function endOn({ steps }: Pick<Timetable, 'steps'>): PlainDateIso {
  return (steps.at(-1) ?? steps[0]).on
}

/** What is recorded on each of its plans when it is accepted. */
export function acceptanceEvents(agreement: Agreement): Map<string, PlanEvent> {
  const { arrangementNo, acceptedAt: recordedAt, plans } = agreement
  return new Map(
    plans.map(({ planNo, daysLeft }) => [
      planNo,
      {
        kind: 'arrangement_accepted',
        recordedAt,
        arrangementNo,
        depositDueOn: depositDueOn(agreement),
        daysLeft,
      },
    ]),
  )
}

/**
 * Two or three realistic ways out, which differ in kind. Each is a whole timetable: the deposit, then steps that are never
 * more than the member said they can pay, on dates on which they said they can, and that add up exactly to the arrears and
 * the installments that fall due until its end.
 *
 * - catch_up: alongside the schedule, as soon as the ability allows. Each step carries the installments that have fallen due
 *   and an equal part of the arrears; where that is more than the ability, all steps are alike.
 * - spread: over the longest time (policy; longer for whoever has been a member for long and mostly paid in time), all
 *   steps alike, and smaller than those of catch_up.
 * - pause: nothing but the deposit for a while (policy: 30 days), once, then catching up. Not where no hardship has to pass
 *   (forgotten, or trouble with the way of paying).
 *
 * Which one stands first follows from the reason. Where there are not two, a person takes over, and is told the one.
 *
 * 28 March, arrears 100.00 (#3), #4 to #6 on the 10th of April to June; 142.50 a month, on the 15th. Deposit 15.00 by 31
 * March. catch_up: 142.50 on 15 April (#4 and 42.50), 142.50 on 15 May. spread: with #6 385.00 on 15 April to 15 September,
 * 64.17, 64.17, 64.17, 64.17, 64.16, 64.16. pause: 128.34, 128.33, 128.33 on 15 May, 15 June, 15 July. (DOMAIN section 9.)
 */
import { addDays, addMonths } from '../calendar.ts'
import type { Policy } from '../policy.ts'
import { type Ability, payingDates } from './ability.ts'
import type { Steps, Timetable, TimetableStep } from './agreement.ts'
import { allArrearsMinor, coveredPlans, minDepositMinor } from './burden.ts'
import type { MayOffer } from './may-offer.ts'
import { isTrusted, type PaymentRecord } from './payment-record.ts'
import { alongside, level, longest, soonest, type Task } from './step-shapes.ts'

export type OptionKind = 'catch_up' | 'spread' | 'pause'

/** What happened; nothing is required. */
export type TroubleReason =
  | 'not_said'
  | 'forgotten'
  | 'way_of_paying'
  | 'income_late'
  | 'income_less'
  | 'illness'
  | 'family'
  | 'unexpected_cost'
  | 'other'

export interface ArrangementOption extends Timetable {
  kind: OptionKind
}

export interface Situation {
  ability: Ability
  record: PaymentRecord
  tenureMonths: number
  reason: TroubleReason
}

export type NoOptionReason =
  /** They cannot pay the deposit at once. */
  | 'deposit'
  /** What they can pay does not settle it in the longest time. */
  | 'ability'
  /** There is one way only, which a person may talk about. */
  | 'one_only'

export type Options =
  | { ok: true; options: readonly [ArrangementOption, ArrangementOption, ...ArrangementOption[]] }
  | { ok: false; reason: NoOptionReason; only?: ArrangementOption }

export function arrangementOptions(
  { late, depositDueOn }: Extract<MayOffer, { ok: true }>,
  { ability, record, tenureMonths, reason }: Situation,
  policy: Policy,
): Options {
  const { arrangements } = policy
  const today = late[0]?.today ?? depositDueOn
  const depositMinor = minDepositMinor(allArrearsMinor(late), arrangements.minDeposit)
  if (depositMinor > (ability.atOnceMinor ?? ability.amountMinor)) return { ok: false, reason: 'deposit' }
  const months = isTrusted(record, tenureMonths, policy) ? arrangements.maxMonthsIfTrusted : arrangements.maxMonths
  const dates = payingDates(ability, depositDueOn, addMonths(today, months))
  const task: Task = {
    late,
    deposit: { on: depositDueOn, amountMinor: depositMinor },
    atMostMinor: ability.amountMinor,
  }
  const catchUp = soonest(task, dates)
  if (!catchUp) return { ok: false, reason: 'ability' }
  const pauseEndsOn = addDays(today, arrangements.pauseDays)
  const afterPause = dates.filter((date, place) => place > 0 && date >= pauseEndsOn)
  const pauseDates = isHardship[reason] ? soonest(task, afterPause) : undefined
  const found: Partial<Record<OptionKind, readonly TimetableStep[] | undefined>> = {
    catch_up: alongside(task, catchUp) ?? level(task, catchUp),
    spread: longest(task, dates, catchUp.length),
    pause: pauseDates && level(task, pauseDates),
  }
  const options = orderFor(reason).flatMap((kind) => {
    const steps = found[kind]
    return steps ? [asOption(kind, task, steps)] : []
  })
  const [first, second, ...others] = options
  if (first && second) return { ok: true, options: [first, second, ...others] }
  return { ok: false, reason: 'one_only', ...(first && { only: first }) }
}

const isHardship: Record<TroubleReason, boolean> = {
  not_said: true,
  forgotten: false,
  way_of_paying: false,
  income_late: true,
  income_less: true,
  illness: true,
  family: true,
  unexpected_cost: true,
  other: true,
}

/** Money that comes later asks for a pause, less of it for smaller steps; otherwise the sooner the better. */
function orderFor(reason: TroubleReason): readonly OptionKind[] {
  if (reason === 'income_late' || reason === 'illness') return ['pause', 'catch_up', 'spread']
  if (reason === 'income_less' || reason === 'family') return ['spread', 'catch_up', 'pause']
  return ['catch_up', 'spread', 'pause']
}

function asOption(kind: OptionKind, { late, deposit }: Task, rest: readonly TimetableStep[]): ArrangementOption {
  const steps: Steps = [deposit, ...rest]
  const currency = late[0]?.terms.currency ?? ''
  return { kind, currency, steps, plans: coveredPlans(late, rest.at(-1)?.on ?? deposit.on) }
}

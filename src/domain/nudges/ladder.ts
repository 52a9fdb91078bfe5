/**
 * The ladder of reminders about one installment: which step's day has come, counted in the contract zone.
 *
 * Steps hang on D, the due date of the oldest unpaid installment; the last three hang on X, the last payable date: the
 * final notice on X - 1, the last day on X, and the day after it. With 19 days of grace these are +18, +19 and +20. Once X
 * has moved away from D + grace, the steps after D and before the final notice are not sent for this D.
 *
 * D = 10 March, X = 29 March, today 28 March: the final notice (+18). Was it sent, nothing is right until 29 March. Is
 * today 22 March and +10 of 20 March was not sent, it is right until +15 comes on 25 March; -1 of 9 March was so until
 * 11 March, had the 10th not come, since what is said before D, and +1, grow old in two days (policy). (DOMAIN section 7.)
 */
import { addDays, earliestDate, type PlainDateIso } from '../calendar.ts'
import type { PlanState } from '../plan-state.ts'
import type { LadderStep, Policy } from '../policy.ts'
import { remembered } from '../remembered.ts'

export interface LadderDay {
  step: LadderStep
  /** The date of the contract zone on which its day comes. */
  on: PlainDateIso
  /** The last date on which it may still go out, unless a later step's day comes; none: until it is sent. */
  untilOn?: PlainDateIso
  /** What it hangs on: D, or X. It is sent once for this date. */
  about: PlainDateIso
  kind: LadderKind
}

/** `due_day`, `final_notice` and `last_day` have a deadline of their own day, or of the next. */
export type LadderKind = 'before' | 'due_day' | 'first_late' | 'late' | 'final_notice' | 'last_day' | 'too_late'

type LadderPolicy = Pick<Policy, 'ladder' | 'grace' | 'nudges'>

/** In order of their days; none for a plan that has nothing to pay. */
export function ladderDays({ next, delinquency }: PlanState, policy: LadderPolicy): readonly LadderDay[] {
  if (!next || !delinquency) return []
  const known =
    laddersOf.get(policy) ??
    remembered((dueOn: PlainDateIso, lastPayableOn: PlainDateIso) => makeLadder(dueOn, lastPayableOn, policy))
  laddersOf.set(policy, known)
  return known(next.dueOn, delinquency.lastPayableOn)
}

/** One policy is in force, and hundreds have the same dates. */
const laddersOf = new WeakMap<
  LadderPolicy,
  (dueOn: PlainDateIso, lastPayableOn: PlainDateIso) => readonly LadderDay[]
>()

function makeLadder(dueOn: PlainDateIso, lastPayableOn: PlainDateIso, policy: LadderPolicy): readonly LadderDay[] {
  const graceDays = policy.grace.days
  const hasMoved = lastPayableOn !== addDays(dueOn, graceDays)
  return policy.ladder
    .map((step): LadderDay => ladderDay(step, dueOn, lastPayableOn, policy))
    .filter(({ kind }) => !(hasMoved && (kind === 'first_late' || kind === 'late')))
    .toSorted((a, b) => (a.on < b.on ? -1 : a.on > b.on ? 1 : a.step - b.step))
}

function ladderDay(
  step: LadderStep,
  dueOn: PlainDateIso,
  lastPayableOn: PlainDateIso,
  { grace, nudges }: LadderPolicy,
): LadderDay {
  const kind = kindOf(step, grace.days)
  const isAboutX = step >= grace.days - 1
  const on = isAboutX ? addDays(lastPayableOn, step - grace.days) : addDays(dueOn, step)
  const growsOld = step <= 1 && !isAboutX
  return {
    step,
    on,
    ...(growsOld && { untilOn: addDays(on, nudges.stepDays) }),
    about: isAboutX ? lastPayableOn : dueOn,
    kind,
  }
}

export function kindOf(step: LadderStep, graceDays: number): LadderKind {
  if (step > graceDays) return 'too_late'
  if (step === graceDays) return 'last_day'
  if (step === graceDays - 1) return 'final_notice'
  if (step < 0) return 'before'
  if (step === 0) return 'due_day'
  return step === 1 ? 'first_late' : 'late'
}

/** The ladder of who says nothing else: the last three steps follow the grace. */
export function ladderFor(graceDays: number, usual: readonly LadderStep[]): LadderStep[] {
  return [...usual.filter((step) => step < graceDays - 1 && step <= 15), ...lastSteps(graceDays)]
}

/** Final notice, last day, and the day after it: no ladder goes without. */
export function lastSteps(graceDays: number): LadderStep[] {
  return [graceDays - 1, graceDays, graceDays + 1]
}

/** As the outside writes it: `-7`, `0`, `+18`. */
export function stepName(step: LadderStep): string {
  return step > 0 ? `+${step}` : String(step)
}

/** From which date on somebody who cannot be written to is to be reached by a person: so many days before the final notice. */
export function reachOn({ delinquency }: PlanState, { cancellation }: Pick<Policy, 'cancellation'>) {
  return delinquency && addDays(delinquency.lastPayableOn, -1 - cancellation.unreachableTaskDays)
}

/**
 * The earliest date of the contract zone, today or later, on which any step could be right, whoever it is for: a step with
 * a deadline may have to go out on the day before its own.
 */
export function nextLadderDate(state: PlanState, policy: LadderPolicy & Pick<Policy, 'cancellation'>) {
  const days = ladderDays(state, policy)
  const [first, ...others] = days
    .filter((day, place) => isStillRight(day, days[place + 1], state.today))
    .map(({ kind, on }) => (hasDeadline(kind) ? addDays(on, -1) : on))
  const reach = reachOn(state, policy)
  const dates = [...(first ? [first, ...others] : []), ...(reach && reach >= state.today ? [reach] : [])]
  const [one, ...more] = dates
  if (!one) return undefined
  const earliest = earliestDate(one, ...more)
  return earliest < state.today ? state.today : earliest
}

export function hasDeadline(kind: LadderKind): boolean {
  return kind === 'due_day' || kind === 'final_notice' || kind === 'last_day'
}

/** Is it not yet overtaken on this date, by its age or by the step after it? Its own day may still be to come. */
export function isStillRight({ untilOn }: LadderDay, next: LadderDay | undefined, today: PlainDateIso): boolean {
  if (next && next.on <= today) return false
  return untilOn === undefined || today <= untilOn
}

/** The arrangement of Example 2, and what becomes of it by the rules, in few words. */
import type { Ability } from '../../../src/domain/arrangements/ability.ts'
import { type Acceptance, acceptOption } from '../../../src/domain/arrangements/accept-option.ts'
import { type Agreement, acceptanceEvents } from '../../../src/domain/arrangements/agreement.ts'
import { type ArrangementState, arrangementLife } from '../../../src/domain/arrangements/arrangement-life.ts'
import { type EarlierArrangement, type MayOffer, mayOffer } from '../../../src/domain/arrangements/may-offer.ts'
import {
  type ArrangementOption,
  arrangementOptions,
  type OptionKind,
  type Options,
  type Situation,
} from '../../../src/domain/arrangements/options.ts'
import { eventsToRecord } from '../../../src/domain/arrangements/record-arrangement.ts'
import type { PlanFacts, PlanPayment, PlanTerms } from '../../../src/domain/plan.ts'
import type { PlanEvent } from '../../../src/domain/plan-event.ts'
import { type PlanState, planState } from '../../../src/domain/plan-state.ts'
import { defaultPolicy, type Policy } from '../../../src/domain/policy.ts'
import { at, moscow, paid, plan } from '../case.ts'

/** #1 and #2 are paid; #3 of 10 March is not. */
export const firstTwo = [paid('2026-01-10', 100_00n), paid('2026-02-10', 100_00n)]

/** Each month, best on the 15th. */
export const monthly: Ability = { amountMinor: 142_50n, every: 'month', fromOn: '2026-03-28', preferredDay: 15 }

export const ordinary: Situation = {
  ability: monthly,
  record: { inTime: 2, late: 1 },
  tenureMonths: 3,
  reason: 'not_said',
}

export function factsOf(payments: readonly PlanPayment[] = firstTwo, terms: PlanTerms = plan()): PlanFacts {
  return { terms, payments, events: [] }
}

export interface Question {
  now?: string
  plans?: readonly PlanFacts[]
  earlier?: readonly EarlierArrangement[]
  situation?: Partial<Situation>
  policy?: Policy
}

export interface Answer {
  states: PlanState[]
  may: MayOffer
  options: Options
}

export function optionsAt({ now, plans, earlier, situation, policy }: Question = {}): Answer {
  const rules = policy ?? defaultPolicy
  const instant = at(now ?? '2026-03-28 14:00', rules.contractZone)
  const states = (plans ?? [factsOf()]).map((facts) => planState(facts, [], rules, instant))
  const currency = states[0]?.terms.currency ?? 'EUR'
  const may = mayOffer(currency, states, earlier ?? [], rules)
  const options: Options = may.ok
    ? arrangementOptions(may, { ...ordinary, ...situation }, rules)
    : { ok: false, reason: 'ability' }
  return { states, may, options }
}

export function optionOf({ options }: Answer, kind: OptionKind): ArrangementOption {
  const found = options.ok && options.options.find((option) => option.kind === kind)
  if (!found) throw new Error(`no option ${kind}`)
  return found
}

/** `['2026-03-31 1500', '2026-04-15 14250']` */
export function stepsOf({ steps }: Pick<ArrangementOption, 'steps'>): string[] {
  return steps.map(({ on, amountMinor }) => `${on} ${amountMinor}`)
}

export function agreed(acceptance: Acceptance): Agreement {
  if (!acceptance.ok) throw new Error(acceptance.reason)
  return acceptance.agreement
}

export function acceptAt(now: string, kind: OptionKind, question: Question = {}): Agreement {
  const answer = optionsAt({ ...question, now })
  const numbers = { arrangementNo: 'A-1', memberNo: 'M-1' }
  return agreed(acceptOption(optionOf(answer, kind), answer, numbers, question.policy ?? defaultPolicy, at(now)))
}

/** One plan and its arrangement as a process would lead them: at each look the life is worked out, and its events recorded. */
export class Course {
  readonly agreement: Agreement
  readonly terms: PlanTerms
  payments: PlanPayment[]
  events: PlanEvent[]
  state: ArrangementState | undefined

  constructor(agreement: Agreement, { terms, payments }: PlanFacts = factsOf()) {
    this.agreement = agreement
    this.terms = terms
    this.payments = [...payments]
    this.events = [...acceptanceEvents(agreement).values()].slice(0, 1)
  }

  get facts(): PlanFacts {
    return { terms: this.terms, payments: this.payments, events: this.events }
  }

  /** What is paid is known from its recorded time on. */
  pay(...money: PlanPayment[]): this {
    this.payments.push(...money)
    return this
  }

  lookAt(now: string): ArrangementState {
    const instant = at(now)
    this.state = arrangementLife({ agreement: this.agreement, plans: [this.facts] }, moscow, instant)
    this.events.push(...eventsToRecord(this.agreement.arrangementNo, this.state, this.events, instant))
    return this.state
  }

  planAt(now: string): PlanState {
    const instant = at(now)
    const known = this.payments.filter(({ recordedAt }) => Temporal.Instant.compare(recordedAt, instant) <= 0)
    return planState({ ...this.facts, payments: known }, [], defaultPolicy, instant)
  }

  get recorded(): string[] {
    return this.events.map((event) => ('actsOn' in event ? `${event.kind} ${event.actsOn}` : event.kind))
  }
}

/** Money that does not simply pay an installment: each function enters one case that the product must explain. */
import { type DemoCalendar, dayFromToday } from './demo-calendar.ts'
import { type DatedMoney, type EntryDraft, enterMoney } from './ledger-entries.ts'
import type { PlanDraft } from './plan-drafts.ts'
import { itemAt, type Random } from './random.ts'

interface Cases {
  readonly drafts: readonly PlanDraft[]
  readonly calendar: DemoCalendar
  readonly random: Random
}

const counts = { idleBalance: 6, parked: 2, reversedTopup: 2, afterCancellation: 3, afterCompletion: 2 }

export function enterLedgerCases(cases: Cases): EntryDraft[] {
  return [
    ...enterReversedPayments(cases),
    ...enterIdleBalances(cases),
    ...enterParkedPayments(cases),
    ...enterReversedTopups(cases),
    ...enterMoneyAfterCancellation(cases),
    ...enterMoneyAfterCompletion(cases),
  ]
}

/** The installment at D was paid a day late, and the payment charged back since. */
function enterReversedPayments({ drafts, calendar, random }: Cases): EntryDraft[] {
  return drafts
    .filter(({ situation }) => situation.kind === 'reversed')
    .flatMap((draft) => {
      const { dueOn } = oldestUnpaid(draft)
      return withReversal(
        { ...nextInstallmentOf(draft), kind: 'installment', on: dueOn.add({ days: 1 }) },
        dayFromToday(calendar, -2),
        { drafts, calendar, random },
      )
    })
}

/** Enough for the next installment lies on the balance, and nobody moved it. */
function enterIdleBalances({ drafts, calendar, random }: Cases): EntryDraft[] {
  return singleUpcoming(drafts)
    .slice(0, counts.idleBalance)
    .map((draft) => {
      const { planNo: _, ...money } = nextInstallmentOf(draft)
      const on = dayFromToday(calendar, -random.int(2, 9))
      return enterMoney({ ...money, kind: 'topup', on }, calendar, random)
    })
}

/** An installment that names no plan, from someone with two open plans of its currency. */
function enterParkedPayments({ drafts, calendar, random }: Cases): EntryDraft[] {
  const open = drafts.filter(({ situation, paidCount }) => situation.kind === 'upcoming' && paidCount > 0)
  return open
    .filter((draft, index) => {
      const others = open.slice(index + 1)
      return !draft.person.featured && others.some((other) => isSameMoney(draft, other))
    })
    .slice(0, counts.parked)
    .map((draft) => {
      const { planNo: _, ...money } = nextInstallmentOf(draft)
      return enterMoney({ ...money, kind: 'installment', on: dayFromToday(calendar, -4) }, calendar, random)
    })
}

/** A top-up was moved into the plan and then charged back: the balance is negative. */
function enterReversedTopups(cases: Cases): EntryDraft[] {
  const { calendar, random } = cases
  return singleUpcoming(cases.drafts)
    .slice(counts.idleBalance, counts.idleBalance + counts.reversedTopup)
    .flatMap((draft) => {
      const whole = nextInstallmentOf(draft)
      const amountMinor = whole.amountMinor / 2n
      const { planNo: _, ...money } = { ...whole, amountMinor }
      const move = { ...whole, amountMinor, kind: 'from_balance', on: dayFromToday(calendar, -6) } as const
      return [
        ...withReversal({ ...money, kind: 'topup', on: dayFromToday(calendar, -7) }, dayFromToday(calendar, -1), cases),
        enterMoney(move, calendar, random),
      ]
    })
}

/** Money that came too late for a cancelled plan. */
function enterMoneyAfterCancellation({ drafts, calendar, random }: Cases): EntryDraft[] {
  return drafts
    .filter(({ situation, person }) => situation.kind === 'cancelled' && situation.days > 25 && !person.featured)
    .slice(0, counts.afterCancellation)
    .map((draft) => {
      const on = (draft.cancelledOn ?? calendar.today).add({ days: random.int(0, 4) })
      return enterMoney({ ...nextInstallmentOf(draft), kind: 'installment', on }, calendar, random)
    })
}

/** A standing order went on after the last installment. */
function enterMoneyAfterCompletion({ drafts, calendar, random }: Cases): EntryDraft[] {
  return drafts
    .filter(({ situation, person }) => {
      return situation.kind === 'completed' && situation.lastDueDaysAgo > 35 && !person.featured
    })
    .slice(0, counts.afterCompletion)
    .map((draft) => {
      const last = itemAt(draft.installments, draft.installments.length - 1)
      const on = last.dueOn.add({ months: 1 })
      const money = { ...moneyOf(draft), amountMinor: last.amountMinor, kind: 'installment', on } as const
      return enterMoney(money, calendar, random)
    })
}

function withReversal(money: DatedMoney, reversedOn: Temporal.PlainDate, { calendar, random }: Cases): EntryDraft[] {
  const entry = enterMoney(money, calendar, random)
  const reversal = { ...money, kind: 'reversal', reverses: entry, on: reversedOn, isBareDate: false } as const
  return [entry, enterMoney(reversal, calendar, random)]
}

/** Plans with the next installment ahead and not part-paid, of people who have no other plan. */
function singleUpcoming(drafts: readonly PlanDraft[]): PlanDraft[] {
  return drafts.filter(({ planNo, person, situation, paidCount }) => {
    if (situation.kind !== 'upcoming' || situation.isPartPaid || person.featured || paidCount === 0) return false
    if (situation.dueInDays < 3 || situation.dueInDays > 14) return false
    return drafts.every((other) => other.planNo === planNo || other.person.memberNo !== person.memberNo)
  })
}

function isSameMoney(one: PlanDraft, other: PlanDraft): boolean {
  return one.person.memberNo === other.person.memberNo && one.package.family.currency === other.package.family.currency
}

function nextInstallmentOf(draft: PlanDraft) {
  return { ...moneyOf(draft), amountMinor: oldestUnpaid(draft).amountMinor }
}

function moneyOf({ person, planNo, package: { family } }: PlanDraft) {
  return { person, planNo, currency: family.currency }
}

function oldestUnpaid({ installments, paidCount }: PlanDraft) {
  return itemAt(installments, paidCount)
}

/** How the money of a plan is entered: paid from outside, by way of the balance, or without naming the plan. */
import type { DemoCalendar } from './demo-calendar.ts'
import { type EntryDraft, enterMoney } from './ledger-entries.ts'
import type { PlanDraft } from './plan-drafts.ts'
import type { Random, RandomOf } from './random.ts'

type Way = 'named' | 'by-balance' | 'unnamed'

const moveMinute = 11 * 60

export function enterReceipts(drafts: readonly PlanDraft[], calendar: DemoCalendar, randomOf: RandomOf): EntryDraft[] {
  return drafts.flatMap((draft) => {
    const random = randomOf(draft.planNo)
    const way = drawWay(draft, drafts, random)
    return draft.receipts.flatMap(({ on, amountMinor, isBareDate }) => {
      const { person, planNo } = draft
      const money = { person, currency: draft.package.family.currency, amountMinor, on, isBareDate }
      const isOpen = Temporal.PlainDate.compare(on, draft.acceptedOn) > 0
      if (way === 'unnamed' && isOpen) return [enterMoney({ ...money, kind: 'installment' }, calendar, random)]
      if (way === 'by-balance' && !isBareDate) {
        const toppedUpOn = on.subtract({ days: random.int(1, 4) })
        return [
          enterMoney({ ...money, kind: 'topup', on: toppedUpOn }, calendar, random),
          enterMoney({ ...money, kind: 'from_balance', planNo, minute: moveMinute }, calendar, random),
        ]
      }
      return [enterMoney({ ...money, kind: 'installment', planNo }, calendar, random)]
    })
  })
}

/** Money that names no plan finds it only if its payer has no other. */
function drawWay({ planNo, person, situation }: PlanDraft, drafts: readonly PlanDraft[], random: Random): Way {
  const way = random.weighted([
    ['named', 86],
    ['by-balance', 8],
    ['unnamed', 6],
  ] as const)
  if (way !== 'unnamed') return way
  const isOnlyPlan = drafts.every((other) => other.planNo === planNo || other.person.memberNo !== person.memberNo)
  return isOnlyPlan && (situation.kind === 'upcoming' || situation.kind === 'late') ? 'unnamed' : 'named'
}

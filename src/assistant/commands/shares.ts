/** `/shares`: credited now, coming, and locked until the last payment. (DOMAIN section 5.) */
import { gainOf } from '../../domain/forecast.ts'
import { unpaidMinor } from '../../domain/schedule.ts'
import { button, choices, facts, heading, note, say, text } from '../answers/blocks.ts'
import { aboutMyPlan, type MyPlans, otherPlans } from '../answers/my-plans.ts'
import { bonusShares, planName, shares as sharesInWords } from '../answers/values.ts'
import type { AnsweringCommand, Asking } from '../command.ts'
import type { Block } from '../message.ts'

export const shares: AnsweringCommand = {
  name: 'shares',
  changes: false,
  isFor: ({ member }) => member?.isInvestor ?? false,
  answer: (asking, args, reads) =>
    aboutMyPlan(asking, args, 'shares', reads, (plans) => ({
      blocks: [...sharesOf(asking, plans), ...otherPlans(plans.others, 'shares')],
    })),
}

function sharesOf(asking: Asking, { plan, offers }: MyPlans): Block[] {
  const { state, records } = plan
  const { planNo } = state.terms
  const isSettled = state.next === undefined
  /** Nobody is told to count on shares that a cancellation would take. */
  const isToCome = !isSettled && state.name !== 'cancellation_due'
  return [
    heading(say('shares.heading')),
    facts(
      ['label.plan', planName(records)],
      ['label.sharesTotal', sharesInWords(state.terms.shares)],
      ['label.sharesCredited', sharesInWords(state.shares.credited)],
      [
        'label.sharesComing',
        isToCome && state.shares.fromNextPayments > 0n ? sharesInWords(state.shares.fromNextPayments) : undefined,
      ],
      ['label.sharesLocked', isToCome ? sharesInWords(state.shares.locked) : undefined],
      ['label.bonusSecured', state.bonusSecured > 0n ? bonusShares(state.bonusSecured) : undefined],
    ),
    ...explanation(asking, { plan, offers }),
    !isToCome
      ? choices(button('schedule', planNo), button('support'))
      : choices(button('next', planNo), button('bonus', planNo), button('schedule', planNo)),
  ]
}

function explanation({ policy }: Asking, { plan, offers }: Pick<MyPlans, 'plan' | 'offers'>): Block[] {
  const { state, records } = plan
  if (state.name === 'cancelled') {
    return [text(say(state.shares.credited > 0n ? 'shares.cancelled' : 'next.cancelledNothingCredited'))]
  }
  if (!state.next) return [text(say('shares.completed'))]
  if (state.name === 'cancellation_due') {
    const date = { date: state.delinquency?.lastPayableOn ?? state.today }
    return [text(say('next.cancellationDue', { date }))]
  }
  const gain = gainOf(unpaidMinor(state.next), state, records, offers, policy)
  const adds = { shares: sharesInWords(gain.shares) }
  return [
    ...(gain.shares > 0n ? [text(say(gain.completesPlan ? 'shares.lastAdds' : 'shares.nextAdds', adds))] : []),
    ...(gain.completesPlan ? [] : [note(say('shares.whyFinish', { locked: sharesInWords(state.shares.locked) }))]),
    ...(state.bonusSecured > 0n ? [note(say('shares.bonusApart'))] : []),
  ]
}

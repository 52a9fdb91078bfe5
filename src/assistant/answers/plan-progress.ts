import type { PlanState } from '../../domain/plan-state.ts'
import type { Block } from '../message.ts'
import { say } from './blocks.ts'
import { amount } from './values.ts'

/** How far a plan is: what is paid of its total. */
export function planProgress(state: PlanState): Block {
  const { totalMinor } = state.terms
  const paid = { paid: amount(state.paidMinor, state), total: amount(totalMinor, state) }
  return { block: 'progress', label: say('schedule.progress', paid), done: state.paidMinor, total: totalMinor }
}

import type { Delinquency } from '../../domain/delinquency.ts'
import { say, text } from '../answers/blocks.ts'
import type { Block } from '../message.ts'

/** The last day to pay is over, and nobody is told to count on a payment made now. (DOMAIN section 4.) */
export function timeHasRunOut({ lastPayableOn }: Delinquency): Block {
  return text(say('next.cancellationDue', { date: { date: lastPayableOn } }))
}

/** What somebody answers to a message that nobody asked for, by its buttons. */
import { nudgeActions } from './nudge-actions.ts'

export type NudgeAnswer = { deed: 'paid' | 'tomorrow' | 'help'; planNo: string } | { deed: 'not_me' }

/** No plan has a longer number: Telegram's buttons carry 64 bytes. */
const LONGEST_PLAN_NO = 64

export function readNudgeAnswer(action: string): NudgeAnswer | undefined {
  if (action === nudgeActions.notMe) return { deed: 'not_me' }
  for (const deed of ['paid', 'tomorrow', 'help'] as const) {
    const start = nudgeActions[deed]('')
    const planNo = action.startsWith(start) ? action.slice(start.length).trim() : ''
    if (planNo !== '' && planNo.length <= LONGEST_PLAN_NO) return { deed, planNo }
  }
  return undefined
}

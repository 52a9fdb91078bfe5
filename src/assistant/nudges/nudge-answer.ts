/** What somebody answers to a message that nobody asked for, by its buttons. */
import { nudgeActions } from './nudge-actions.ts'

export type NudgeAnswer =
  /** An empty number means the person's most urgent plan: it was too long for the button, or there was none yet. */
  { deed: 'paid' | 'tomorrow' | 'help'; planNo: string } | { deed: 'not_me' }

/** No plan has a longer number: Telegram's buttons carry 64 bytes. */
const LONGEST_PLAN_NO = 64

export function readNudgeAnswer(action: string): NudgeAnswer | undefined {
  if (action === nudgeActions.notMe) return { deed: 'not_me' }
  for (const deed of ['paid', 'tomorrow', 'help'] as const) {
    const start = nudgeActions[deed]('').trim()
    if (action !== start && !action.startsWith(`${start} `)) continue
    const planNo = action.slice(start.length).trim()
    if (planNo.length <= LONGEST_PLAN_NO) return { deed, planNo }
  }
  return undefined
}

/**
 * What the buttons below unasked messages do. They are commands like any other, but stand in no menu:
 *
 *   nudge paid <plan_no>       "I have paid"
 *   nudge tomorrow <plan_no>   "remind me tomorrow"
 *   nudge help [<plan_no>]     "I need help"
 *   nudge notme                "this is not me"
 *   stop                       what one no longer wants to be told
 *
 * Where a plan's number is too long for a button it is left out, and the person's most urgent plan is meant.
 */
export const nudgeActions = {
  paid: (planNo: string) => withPlan('nudge paid', planNo),
  tomorrow: (planNo: string) => withPlan('nudge tomorrow', planNo),
  help: (planNo?: string) => withPlan('nudge help', planNo),
  notMe: 'nudge notme',
  stop: 'stop',
} as const

/** As much as the channel with the least room carries with a button. */
const LONGEST_ACTION_BYTES = 64

function withPlan(action: string, planNo: string | undefined): string {
  const whole = planNo === undefined ? action : `${action} ${planNo}`
  return new TextEncoder().encode(whole).length <= LONGEST_ACTION_BYTES ? whole : action
}

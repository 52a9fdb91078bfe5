/**
 * The buttons under a message that nobody asked for: "I have paid", "remind me tomorrow", "I need help", "this is not me".
 * Every tap is judged anew by who makes it: a plan of somebody else is answered like one that does not exist.
 */
import { aboutMyPlan } from '../answers/my-plans.ts'
import type { Asking, Outcome } from '../command.ts'
import { notMe } from '../nudges/not-me.ts'
import type { NudgeAnswer } from '../nudges/nudge-answer.ts'
import { remindTomorrow } from '../nudges/remind-tomorrow.ts'
import { sayPaid } from '../nudges/say-paid.ts'
import { wantHelp, wantHelpToBegin } from '../nudges/want-help.ts'
import type { Changes } from '../ports.ts'

const deeds = { paid: sayPaid, tomorrow: remindTomorrow, help: wantHelp }

export async function answerNudge(asking: Asking, answer: NudgeAnswer, changes: Changes): Promise<Outcome> {
  if (answer.deed === 'not_me') return notMe(asking, changes)
  const { deed, planNo } = answer
  const { member } = asking.speaker
  if (deed === 'help' && member && !member.isInvestor) return { reply: await wantHelpToBegin(asking, member, changes) }
  return { reply: await aboutMyPlan(asking, planNo, 'next', changes, (mine) => deeds[deed](asking, mine, changes)) }
}

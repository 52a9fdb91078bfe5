/** "I need help": a person gets in touch. Until they have agreed on something else, every date stays. */
import type { PlanState } from '../../domain/plan-state.ts'
import { installmentTask } from '../../tasks/plan-task.ts'
import type { NewTask } from '../../tasks/task.ts'
import { button, choices, facts, heading, say, text } from '../answers/blocks.ts'
import type { MyPlans } from '../answers/my-plans.ts'
import { supportContactOf } from '../answers/support-contact.ts'
import { lastMinute } from '../answers/values.ts'
import type { Asking } from '../command.ts'
import type { Block, Reply } from '../message.ts'
import type { Changes, MemberProfile, OpenedTask } from '../ports.ts'
import { timeHasRunOut } from './time-has-run-out.ts'

export async function wantHelp(asking: Asking, { plan: { state } }: MyPlans, changes: Changes): Promise<Reply> {
  const opened = await changes.openTask(installmentTask('help_wanted', state), asking.now)
  const buttons = choices(button('next', state.terms.planNo), button('support'))
  return { blocks: [...helpIsComing(opened, asking), ...deadline(asking, state), buttons] }
}

/** From somebody who has no plan yet. */
export async function wantHelpToBegin(asking: Asking, { memberNo }: MemberProfile, changes: Changes): Promise<Reply> {
  const task: NewTask = { kind: 'help_wanted', subject: memberNo, memberNo, planNo: null, details: {} }
  const opened = await changes.openTask(task, asking.now)
  return { blocks: [...helpIsComing(opened, asking), choices(button('support'), button('help'))] }
}

function helpIsComing({ isNew, ownerName }: OpenedTask, asking: Asking): Block[] {
  return [
    heading(say(isNew ? 'nudgeAnswer.help.heading' : 'nudgeAnswer.help.known')),
    text(
      ownerName === null
        ? say('nudgeAnswer.help.supportTeam')
        : say('nudgeAnswer.help.partner', { name: { text: ownerName } }),
    ),
    ...(hasWayToReach(asking) ? [text(say('nudgeAnswer.help.atOnce')), facts(...supportContactOf(asking))] : []),
  ]
}

function hasWayToReach({ policy: { supportContact } }: Asking): boolean {
  return Boolean(supportContact?.phone || supportContact?.email || supportContact?.telegram)
}

function deadline({ speaker }: Asking, { delinquency, name }: PlanState): Block[] {
  if (!delinquency || name === 'arranged') return []
  if (delinquency.isCancellationDue) return [timeHasRunOut(delinquency)]
  return [text(say('nudgeAnswer.help.lastDay', { moment: lastMinute(delinquency.tooLateAt, speaker) }))]
}

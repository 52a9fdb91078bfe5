/** "I need help": a person gets in touch. Until they have agreed on something else, every date stays. */
import type { PlanState } from '../../domain/plan-state.ts'
import { taskAboutInstallment } from '../../nudges/installment-task.ts'
import { button, choices, facts, heading, say, text } from '../answers/blocks.ts'
import type { MyPlans } from '../answers/my-plans.ts'
import { supportContactOf } from '../answers/support-contact.ts'
import { lastMinute } from '../answers/values.ts'
import type { Asking } from '../command.ts'
import type { Block, Reply } from '../message.ts'
import type { Changes } from '../ports.ts'
import { timeHasRunOut } from './time-has-run-out.ts'

export async function wantHelp(asking: Asking, { plan }: MyPlans, changes: Changes): Promise<Reply> {
  const { state } = plan
  const { isNew, ownerName } = await changes.openTask(taskAboutInstallment('help_wanted', state), asking.now)
  return {
    blocks: [
      heading(say(isNew ? 'nudgeAnswer.help.heading' : 'nudgeAnswer.help.known')),
      text(
        ownerName === null
          ? say('nudgeAnswer.help.supportTeam')
          : say('nudgeAnswer.help.partner', { name: { text: ownerName } }),
      ),
      ...(hasWayToReach(asking) ? [text(say('nudgeAnswer.help.atOnce')), facts(...supportContactOf(asking))] : []),
      ...deadline(asking, state),
      choices(button('next', state.terms.planNo), button('support')),
    ],
  }
}

function hasWayToReach({ policy: { supportContact } }: Asking): boolean {
  return Boolean(supportContact?.phone || supportContact?.email || supportContact?.telegram)
}

function deadline({ speaker }: Asking, { delinquency, name }: PlanState): Block[] {
  if (!delinquency || name === 'arranged') return []
  if (delinquency.isCancellationDue) return [timeHasRunOut(delinquency)]
  return [text(say('nudgeAnswer.help.lastDay', { moment: lastMinute(delinquency.tooLateAt, speaker) }))]
}

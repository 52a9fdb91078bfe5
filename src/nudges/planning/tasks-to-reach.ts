/** Whose owners a person must reach, because a message about their plans did not. */
import { reachMemberTask } from '../../tasks/reach-member.ts'
import type { NewTask } from '../../tasks/task.ts'
import type { NudgeMessage } from '../outbox.ts'

/** Only of plans that are late: of the others there is nothing to lose yet. */
export function tasksToReach({ topics }: NudgeMessage): NewTask[] {
  return topics.flatMap(({ plan }) => {
    const isLate = (plan?.state.delinquency?.daysOverdue ?? 0) > 0
    const task = plan && isLate ? reachMemberTask(plan.state) : undefined
    return task ? [task] : []
  })
}

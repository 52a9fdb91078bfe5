/** A task as scripts and the back office read it: ISO dates, `null` for none. */
import type { Task } from './task.ts'

export function taskJson(task: Task) {
  return {
    id: task.id,
    kind: task.kind,
    subject: task.subject,
    member_no: task.memberNo,
    plan_no: task.planNo,
    details: task.details,
    opened_at: task.openedAt.toString(),
    due_on: task.dueOn,
    owner_no: task.ownerNo,
    taken_at: task.takenAt?.toString() ?? null,
    closed_at: task.closedAt?.toString() ?? null,
    outcome: task.outcome,
  }
}

import type { OpenedTask } from '../../assistant/ports.ts'
import type { NewTask } from '../../tasks/task.ts'
import type { Queries } from '../engine/database.ts'
import { openTasks } from './task-store.ts'

/** Opens one, and says whether it was open before, and whose it is. */
export async function openTask(queries: Queries, task: NewTask, now: Temporal.Instant): Promise<OpenedTask> {
  const { kind, subject } = task
  const isOpen = { kind, subject, closedAt: null }
  const known = await queries.task.count({ where: isOpen })
  await openTasks(queries, [task], now)
  const opened = await queries.task.findFirst({ where: isOpen, select: { owner: { select: { fullName: true } } } })
  return { isNew: known === 0, ownerName: opened?.owner?.fullName ?? null }
}

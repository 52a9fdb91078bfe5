import type { TaskDesk } from '../../tasks/task-desk.ts'
import type { Queries } from '../engine/database.ts'
import { closeTask, giveTask, takeTask } from './task-changes.ts'
import { countTasks, loadTask, loadTasks } from './task-reads.ts'

export function taskDeskOn(queries: Queries): TaskDesk {
  return {
    countOpen: (viewer) => countTasks(queries, viewer),
    listOpen: (viewer, part) => loadTasks(queries, viewer, {}, part),
    find: (viewer, id) => loadTask(queries, viewer, id),
    take: (viewer, id, now) => takeTask(queries, viewer, id, now),
    giveToSupport: async (viewer, id, now) => (await giveTask(queries, viewer, id, null, now)).ok,
    close: (viewer, id, outcome, now) => closeTask(queries, viewer, id, outcome, now),
  }
}

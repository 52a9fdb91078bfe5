/** What a viewer asks of tasks and does about them; storage implements it. */
import type { TaskKind } from './kinds.ts'
import type { Task } from './task.ts'
import type { Viewer } from './viewer.ts'

export interface TaskQuestion {
  kind?: TaskKind
  /** Whose: a partner's number, or `null` for the support team's own; everyone's when not given. */
  ownerNo?: string | null
  /** Closed ones, too. */
  isClosedToo?: boolean
}

/** Some of the tasks that answer a question. */
export interface Part {
  offset: number
  limit: number
}

/** A change is `false` where there is no such open task for this viewer. */
export interface TaskDesk {
  countOpen(viewer: Viewer): Promise<number>
  /** Those due first come first, those without a date last. */
  listOpen(viewer: Viewer, part: Part): Promise<Task[]>
  /** Open or closed. */
  find(viewer: Viewer, id: number): Promise<Task | undefined>
  /** It is theirs now, and they are at it. */
  take(viewer: Viewer, id: number, now: Temporal.Instant): Promise<boolean>
  giveToSupport(viewer: Viewer, id: number, now: Temporal.Instant): Promise<boolean>
  close(viewer: Viewer, id: number, outcome: string, now: Temporal.Instant): Promise<boolean>
}

/** The number of a task as somebody wrote it. */
export function parseTaskId(text: string): number | undefined {
  const id = /^[1-9]\d{0,9}$/.test(text) ? Number(text) : Number.NaN
  return id <= LARGEST_ID ? id : undefined
}

const LARGEST_ID = 2_147_483_647

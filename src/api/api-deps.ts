/** What the API works with; the composition root supplies it. */
import type { ReceiveRecords } from '../back-office/importing/receive-records.ts'
import type { RequestStore } from '../back-office/importing/request-store.ts'
import type { Offer } from '../domain/offers/offer.ts'
import type { PlanRecords } from '../domain/plan.ts'
import type { Policy } from '../domain/policy.ts'
import type { LatePlanSource } from '../structure/late-plans.ts'
import type { Task } from '../tasks/task.ts'
import type { Part, TaskQuestion } from '../tasks/task-desk.ts'
import type { DeadEvent } from '../webhooks/dead-event.ts'

export interface ApiKey {
  name: string
  /** `write` reads, too. */
  scope: 'read' | 'write'
  key: string
}

/** A request that was answered: never what it said. */
export interface AccessLine {
  /** The key's name; none when nobody was let in. */
  key: string | null
  method: string
  /** As the document names it: `/api/plans/{plan_no}`. */
  path: string
  status: number
  ms: number
}

export interface PlanQuestion {
  memberNo?: string | undefined
  after?: string | undefined
  limit: number
}

export interface ApiDeps {
  keys: readonly ApiKey[]
  now(): Temporal.Instant
  policy: Policy
  receive: ReceiveRecords
  requests: RequestStore
  plan(planNo: string): Promise<PlanRecords | undefined>
  /** In order of their numbers. */
  plans(question: PlanQuestion): Promise<PlanRecords[]>
  offers(): Promise<Offer[]>
  latePlanSource: LatePlanSource
  isPartner(memberNo: string): Promise<boolean>
  /** Those due first come first. */
  tasks(question: TaskQuestion, part: Part): Promise<Task[]>
  /** In order of their numbers. */
  deadEvents(page: { after: number; limit: number }): Promise<DeadEvent[]>
  /** Sent again, with all attempts before it; false when no dead event has this number. */
  retryEvent(id: number): Promise<boolean>
  onAnswered(line: AccessLine): void
  /** `id` is what the asker was told. */
  onFailure(error: unknown, id: string): void
}

/** What planning needs of a database. `src/storage/` has it. */
import type { PlainDateIso } from '../../domain/calendar.ts'
import type { Topic } from '../../domain/nudges/topic.ts'
import type { NewTask } from '../../tasks/task.ts'
import type { EventDetails } from '../outbox.ts'
import type { PlannerRun } from '../planner-run.ts'
import type { AsOf, PeopleStore, PersonRecords } from './person-records.ts'

export interface NewMessage {
  memberNo: string
  isReminder: boolean
  isAskedFor: boolean
  items: readonly { topic: Topic; params: EventDetails }[]
}

export interface DecisionToKeep {
  memberNo: string
  topic: Topic
  decision: 'send' | 'skip'
  reason: string
}

/** What was decided about some people; written in one transaction. */
export interface Planned {
  messages: readonly NewMessage[]
  decisions: readonly DecisionToKeep[]
  /** Written only where nothing changed the plan since it was looked at. */
  plansLookAt: readonly { planNo: string; seen: SeenPlan; lookAt: Temporal.Instant | null }[]
  eventsLookAt: readonly { id: number; lookAt: Temporal.Instant | null }[]
  tasks: readonly NewTask[]
}

/** By which it is known whether a plan changed: whatever happens to it moves at least one of the two. */
export interface SeenPlan {
  /** When it was to be looked at. */
  lookAt: Temporal.Instant | null
  /** When it was last projected. */
  asOf: Temporal.Instant
}

/** Some people, and how their plans were known before their records were read. */
export interface SeenPeople {
  people: PersonRecords[]
  /** By plan. */
  seen: ReadonlyMap<string, SeenPlan>
}

export interface PlannerStore extends PeopleStore {
  /** `busy` while another process plans. */
  exclusively<T>(work: () => Promise<T>): Promise<{ ok: true; value: T } | { ok: false; reason: 'busy' }>
  isPaused(): Promise<boolean>
  /** The numbers of those for whom something's time has come, at most so many, each once. */
  membersInTurn(now: Temporal.Instant, most: number): Promise<string[]>
  lookAt(memberNos: readonly string[], at: AsOf): Promise<SeenPeople>
  save(planned: Planned, policyVersion: string, now: Temporal.Instant): Promise<void>
  noteRun(run: PlannerRun): Promise<void>
  /** Looks once on each date who has come no further since so many days, and leaves word for them. */
  noteStuckNewcomers(today: PlainDateIso, stuckDays: number, now: Temporal.Instant): Promise<void>
}

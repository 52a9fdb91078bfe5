/**
 * Plans what people are told: those for whom something's time has come are found once a run, and looked at portion by
 * portion; the domain decides; what is to be sent stands in the outbox when the portion's transaction ends, with the reason
 * of every yes and no. (DOMAIN section 7, HOUSE "Out".)
 */
import { dateAt } from '../../domain/calendar.ts'
import type { Decision } from '../../domain/nudges/choose-message.ts'
import type { PlanState } from '../../domain/plan-state.ts'
import type { Policy } from '../../domain/policy.ts'
import { inPortions } from '../../domain/portions.ts'
import { reachMemberTask } from '../../tasks/reach-member.ts'
import { type ConsideredPerson, chooseFor, considerPerson } from './consider-person.ts'
import { paramsOf } from './item-params.ts'
import { asOf, type Common, type PersonRecords } from './person-records.ts'
import type { Planned, PlannerStore, SeenPlan } from './planner-store.ts'

export interface PlanningOrder {
  store: PlannerStore
  policy: Policy
  now(): Temporal.Instant
  /** Of one person, told while the others go on. */
  onError(error: unknown): void
  onDecision?(decision: 'send' | 'skip', reason: string): void
}

export type PlanningOutcome =
  | { ok: true; considered: number; planned: number }
  | { ok: false; reason: 'busy' | 'paused' }

/** Selected at once: their numbers alone. */
const MOST_MEMBERS = 100_000
const PEOPLE_AT_ONCE = 250

export async function planNudges(order: PlanningOrder): Promise<PlanningOutcome> {
  const { store } = order
  const done = await store.exclusively(async (): Promise<PlanningOutcome> => {
    if (await store.isPaused()) return { ok: false, reason: 'paused' }
    const today = dateAt(order.now(), order.policy.contractZone)
    await store.noteStuckNewcomers(today, order.policy.partners.stuckDays, order.now())
    const run = await planAll(order)
    await store.noteRun({ ...run, at: order.now() })
    return { ok: true, ...run }
  })
  return done.ok ? done.value : done
}

/** Whose time comes meanwhile is for the next run, and so is whose records changed under our hands. */
async function planAll(order: PlanningOrder): Promise<{ considered: number; planned: number }> {
  const { store } = order
  let common: Common | undefined
  const startedAt = order.now()
  const seen = new Set<string>()
  let planned = 0
  for (;;) {
    const memberNos = await store.membersInTurn(startedAt, MOST_MEMBERS)
    const fresh = memberNos.filter((memberNo) => !seen.has(memberNo))
    for (const portion of inPortions(fresh, PEOPLE_AT_ONCE)) {
      common ??= await store.common()
      planned += await planPortion(order, portion, common)
    }
    for (const memberNo of fresh) seen.add(memberNo)
    if (memberNos.length < MOST_MEMBERS || fresh.length === 0) return { considered: seen.size, planned }
  }
}

/** Gives how many messages were planned. */
async function planPortion(order: PlanningOrder, memberNos: readonly string[], common: Common): Promise<number> {
  const { store, policy } = order
  const now = order.now()
  const { people, seen } = await store.lookAt(memberNos, asOf(now, policy))
  const portion = plannedFor(
    people.map((records) => considerPerson(records, common, policy, now)),
    seen,
  )
  await saveAll(order, portion, people, now)
  for (const { decision, reason } of portion.decisions) order.onDecision?.(decision, reason)
  return portion.messages.length
}

/** One person whose decisions cannot be written must not keep the others from theirs. */
async function saveAll(
  { store, policy, onError }: PlanningOrder,
  planned: Planned,
  people: readonly PersonRecords[],
  now: Temporal.Instant,
): Promise<void> {
  try {
    return await store.save(planned, policy.version, now)
  } catch (error) {
    if (people.length === 1) throw error
  }
  for (const { recipient, plans, events } of people) {
    const planNos = new Set(plans.map(({ terms }) => terms.planNo))
    const eventIds = new Set(events.map(({ id }) => id))
    const { memberNo } = recipient
    const theirs: Planned = {
      messages: planned.messages.filter((message) => message.memberNo === memberNo),
      decisions: planned.decisions.filter((decision) => decision.memberNo === memberNo),
      plansLookAt: planned.plansLookAt.filter(({ planNo }) => planNos.has(planNo)),
      eventsLookAt: planned.eventsLookAt.filter(({ id }) => eventIds.has(id)),
      tasks: planned.tasks.filter((task) => task.memberNo === memberNo),
    }
    await store.save(theirs, policy.version, now).catch(onError)
  }
}

function plannedFor(people: readonly ConsideredPerson[], seen: ReadonlyMap<string, SeenPlan>): Planned {
  const chosen = people.map((considered) => ({ ...considered, chosen: chooseFor(considered) }))
  return {
    messages: chosen.flatMap(({ records, states, chosen: { decisions, isReminder, isAskedFor } }) => {
      const told = spoken(decisions)
      if (told.length === 0) return []
      const items = told.map((topic) => ({ topic, params: paramsOf(topic, states, records) }))
      return [{ memberNo: records.recipient.memberNo, isReminder, isAskedFor, items }]
    }),
    decisions: chosen.flatMap(({ records, chosen: { decisions } }) =>
      decisions.map((topic) => {
        const { decision, reason } = topic
        return { memberNo: records.recipient.memberNo, topic, decision, reason }
      }),
    ),
    plansLookAt: chosen.flatMap(({ chosen: { plansLookAt } }) =>
      [...plansLookAt].flatMap(([planNo, lookAt]) => {
        const known = seen.get(planNo)
        return known ? [{ planNo, lookAt, seen: known }] : []
      }),
    ),
    eventsLookAt: chosen.flatMap(({ chosen: { eventsLookAt } }) =>
      [...eventsLookAt].map(([id, lookAt]) => ({ id, lookAt })),
    ),
    tasks: chosen.flatMap(({ chosen: { toReach } }) => toReach.flatMap(({ state }) => reachTask(state))),
  }
}

/** What goes into the message, what leads it first. */
export function spoken(decisions: readonly Decision[]): Decision[] {
  return decisions.filter(({ place }) => place !== undefined).toSorted((a, b) => Number(a.place) - Number(b.place))
}

function reachTask(state: PlanState) {
  const task = reachMemberTask(state)
  return task ? [task] : []
}

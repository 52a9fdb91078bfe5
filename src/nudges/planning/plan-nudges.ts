/**
 * Plans what people are told: those for whom something's time has come are looked at, portion by portion; the domain
 * decides; what is to be sent stands in the outbox when the portion's transaction ends, with the reason of every yes and no.
 * (DOMAIN section 7, HOUSE "Out".)
 */
import { dateAt } from '../../domain/calendar.ts'
import type { Decision } from '../../domain/nudges/choose-message.ts'
import type { PlanState } from '../../domain/plan-state.ts'
import type { Policy } from '../../domain/policy.ts'
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

async function planAll(order: PlanningOrder): Promise<{ considered: number; planned: number }> {
  const { store, policy } = order
  const seen = new Set<string>()
  let common: Common | undefined
  let planned = 0
  for (;;) {
    const now = order.now()
    const { people, seen: seenPlans } = await store.inTurn(asOf(now, policy), PEOPLE_AT_ONCE)
    // Somebody comes up again where their records changed under our hands: the next run has them.
    const fresh = people.filter(({ recipient }) => !seen.has(recipient.memberNo))
    if (fresh.length === 0) return { considered: seen.size, planned }
    common ??= await store.common()
    const inCommon = common
    const portion = plannedFor(
      fresh.map((records) => considerPerson(records, inCommon, policy, now)),
      seenPlans,
    )
    await saveAll(order, portion, fresh, now)
    for (const { decision, reason } of portion.decisions) order.onDecision?.(decision, reason)
    for (const { recipient } of fresh) seen.add(recipient.memberNo)
    planned += portion.messages.length
    // Whose time has come meanwhile is for the next run.
    if (people.length < PEOPLE_AT_ONCE) return { considered: seen.size, planned }
  }
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

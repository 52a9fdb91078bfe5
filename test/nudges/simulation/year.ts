/**
 * A seeded year of a project, lived through with the real planner, delivery, claims, cancellations and ledger on a real
 * database and the Bot API over HTTP. Only the clock, the people and the troubles are made up.
 *
 * Every hour the worker looks when something's time has come. What has a deadline is looked at to the minute, as the worker
 * that looks every minute does: whether it leaves the promised hours hangs on that.
 */
import { createRandom } from '../../../src/demo/random.ts'
import { dateAt, type PlainDateIso } from '../../../src/domain/calendar.ts'
import { defaultPolicy, type Policy } from '../../../src/domain/policy.ts'
import type { Finding } from '../../../src/ledger/examine.ts'
import type { Database } from '../../../src/storage/engine/database.ts'
import { shareJobs } from '../../../src/storage/engine/shared-jobs.ts'
import { type BackOffice, backOfficeOn } from '../../back-office/back-office.ts'
import type { FaultScript } from '../../support/bot-api/faults.ts'
import { type BotApi, startBotApi } from '../../support/bot-api/start-bot-api.ts'
import { changeMinds, type Doings, maybeConfirm, reachSome, saySomething } from './doings.ts'
import { Payers } from './payers.ts'
import type { SimulatedPerson } from './people.ts'
import { paymentFiles, peopleFiles, planFiles } from './project-files.ts'
import { CALM_DAYS, makeTroubles } from './troubles.ts'
import { createWorker, type Look, type SimulatedWorker } from './worker.ts'

export interface Spell {
  from: Temporal.Instant
  to: Temporal.Instant
}

/** A message that the platform took. */
export interface Accepted {
  at: Temporal.Instant
  /** Plans that its text names. */
  planNos: readonly string[]
}

/** The year as the simulation knows it, for the checks. */
export interface LivedYear extends Doings {
  people: readonly SimulatedPerson[]
  now: Temporal.Instant
  /** When the worker stood still, the clock leapt or the platform failed. */
  outages: Spell[]
  /** When payments were imported; each said that they are complete up to then. */
  importedAt: Temporal.Instant[]
  /** What the platform accepted, by chat, as it counts itself. */
  accepted: Map<number, Accepted[]>
  /** Calls over the Bot API, accepted or not. */
  calls: number
  runs: number
  findings: Finding[]
}

export interface YearOrder {
  seed: number
  people: readonly SimulatedPerson[]
  days: number
  /** Told at each import, before anything of it is known. */
  check(year: LivedYear): Promise<void>
}

const PLAN_NO = /S-\d{5}-\d/g
const TOKEN = '4242:TEST-token-of-the-double'
export const FIRST_ON: PlainDateIso = '2026-01-05'
const IMPORT_HOUR = 6
/** Cancellations are looked at after each import, and at this hour of the contract zone besides. */
const CANCELLING_HOUR = 18

/** Few may be cancelled in a day, so that a person is asked now and then. */
function policyFor(people: number): Policy {
  return {
    ...defaultPolicy,
    nudges: { ...defaultPolicy.nudges, messagesPerSecond: 1000 },
    cancellation: {
      ...defaultPolicy.cancellation,
      ceilingShare: { numerator: 0n, denominator: 1n },
      ceilingPlans: Math.ceil(people / 400),
    },
  }
}

export async function liveThroughYear(database: Database, order: YearOrder): Promise<LivedYear> {
  const { people, seed, days } = order
  const policy = policyFor(people.length)
  const firstAt = Temporal.PlainDate.from(FIRST_ON).toZonedDateTime(policy.contractZone).toInstant()
  const year: LivedYear = {
    database,
    people,
    payers: new Payers(people, seed),
    policy,
    seed,
    minds: {
      optedOutAt: new Map(),
      heldFrom: new Map(),
      askedFor: new Set(),
      letGoAt: new Map(),
      refusedOn: new Set(),
    },
    now: firstAt,
    outages: [],
    importedAt: [],
    accepted: new Map(),
    calls: 0,
    runs: 0,
    findings: [],
  }
  const api = await startBotApi({
    token: TOKEN,
    admitsAnyChat: true,
    recordCalls: false,
    nowMs: () => year.now.epochMilliseconds,
    onAccepted({ chat, text = '' }) {
      const accepted = { at: year.now, planNos: text.match(PLAN_NO) ?? [] }
      year.accepted.set(chat.id, [...(year.accepted.get(chat.id) ?? []), accepted])
    },
  })
  // Its tables are looked at for batches that somebody carries; here nobody does.
  const jobs = await shareJobs(database, () => {})()
  const worker = createWorker({ database, policy, token: TOKEN, apiRoot: api.url, now: () => year.now })
  try {
    const backOffice = backOfficeOn(database)
    await backOffice.imported(peopleFiles(people), { now: year.now, asOf: year.now })
    await linkChats(database, people, year.now)
    await liveThroughHours({ year, order, api, worker, backOffice, firstAt, days })
    year.calls = api.counts.get('sendMessage') ?? 0
    year.findings = (await backOffice.examine(year.now)).filter(({ ok }) => !ok)
    return year
  } finally {
    await worker.end()
    await jobs.close()
    await api.close()
  }
}

interface Living {
  year: LivedYear
  order: YearOrder
  api: BotApi
  worker: SimulatedWorker
  backOffice: BackOffice
  firstAt: Temporal.Instant
  days: number
}

async function liveThroughHours({ year, order, api, worker, backOffice, firstAt, days }: Living): Promise<void> {
  const { database, policy, seed } = year
  const random = createRandom(seed, 'troubles')
  const troubles = makeTroubles(random, days)
  let hourAt = firstAt
  let importedOn: PlainDateIso | undefined
  let mayCancel = true
  let ahead: Ahead | undefined
  const look = async (hour: number) => {
    const isCalm = hour >= (days - CALM_DAYS) * 24
    const isAway = troubles.isPlatformAway(hour)
    const faults = isAway ? [nobodyThere] : isCalm ? [] : troubles.faultsOf(random)
    await lookOnce(year, api, worker, faults, { mayCancel, mayBeLeft: ahead?.mayBeLeft ?? true })
    mayCancel = false
    ahead = undefined
  }
  for (let hour = 0; hour < days * 24; hour++) {
    const jump = troubles.jumps.get(hour) ?? 0
    const leapsAt = year.now
    hourAt = hourAt.add({ minutes: 60 + jump })
    // What the last look took; only a clock that is set goes back.
    if (jump !== 0 || Temporal.Instant.compare(year.now, hourAt) < 0) year.now = hourAt
    if (jump > 0) year.outages.push({ from: leapsAt, to: hourAt })
    const nextHourAt = hourAt.add({ hours: 1 })
    const today = dateAt(year.now, policy.contractZone)
    const moscow = year.now.toZonedDateTimeISO(policy.contractZone)
    if (moscow.hour >= IMPORT_HOUR && today !== importedOn && !(importedOn && today < importedOn)) {
      await order.check(year)
      await liveThroughDay(year, backOffice, importedOn, today, troubles.isImportAway(hour))
      importedOn = today
      mayCancel = true
      ahead = undefined
    }
    mayCancel ||= moscow.hour === CANCELLING_HOUR
    if (troubles.isWorkerAway(hour)) {
      // It ends between planning and sending; what it planned is found by the next one.
      if (!troubles.isWorkerAway(hour - 1)) await worker.planAndEnd()
      ahead = undefined
      year.outages.push({ from: hourAt, to: nextHourAt })
      continue
    }
    ahead ??= await lookAhead(database, year.now)
    if (mayCancel || isAtOrBefore(ahead.anyAt, year.now)) await look(hour)
    if (troubles.isPlatformAway(hour)) {
      year.outages.push({ from: hourAt, to: nextHourAt })
      continue
    }
    for (;;) {
      ahead ??= await lookAhead(database, year.now)
      if (!ahead.deadlineAt || !isAtOrBefore(ahead.deadlineAt, nextHourAt.subtract({ minutes: 1 }))) break
      // What is left over from the last look comes with the next one, a minute later.
      const soonest = year.now.add({ minutes: 1 })
      year.now = isAtOrBefore(ahead.deadlineAt, soonest) ? soonest : ahead.deadlineAt
      if (!isAtOrBefore(year.now, nextHourAt)) break
      await look(hour)
    }
  }
  await order.check(year)
}

const nobodyThere: FaultScript = { kind: 'dropBeforeAccepting', times: Number.POSITIVE_INFINITY }

/** People live through the day before, and what they did is imported. */
async function liveThroughDay(
  year: LivedYear,
  backOffice: BackOffice,
  lastOn: PlainDateIso | undefined,
  today: PlainDateIso,
  isImportAway: boolean,
): Promise<void> {
  const { database, payers, people } = year
  payers.cancelledFrom = await cancelledPlans(database)
  await noteReminded(year)
  payers.liveThrough(today)
  await changeMinds(year, today, year.now)
  const plans = planFiles(people, lastOn ?? '2000-01-01', today)
  if (isImportAway) {
    // Payments stay away; what was bought does not.
    if (Object.keys(plans).length > 0) await backOffice.imported(plans, { now: year.now })
    return
  }
  const { payments, reversals } = payers.arriving(today, year.now.epochMilliseconds)
  const files = { ...plans, ...paymentFiles(payments, reversals, today) }
  await backOffice.imported(files, { now: year.now, asOf: year.now })
  year.importedAt.push(year.now)
  await saySomething(year, today, year.now)
  await reachSome(year, today, year.now)
}

async function lookOnce(
  year: LivedYear,
  api: BotApi,
  worker: SimulatedWorker,
  faults: readonly FaultScript[],
  what: Look,
): Promise<void> {
  const { policy, people } = year
  const startedAt = year.now
  const today = dateAt(startedAt, policy.contractZone)
  api.faults.clear()
  const planned = faults.map((fault) => api.faults.add(fault))
  for (const { blocksOn, chats } of people) {
    if (!blocksOn || blocksOn > today) continue
    for (const chatId of chats) api.faults.add({ kind: 'forbidden', chatId, times: 100 })
  }
  const cancelling = await worker.run(what)
  year.runs += 1
  if (planned.some(({ hitCount }) => hitCount > 0)) year.outages.push({ from: startedAt, to: year.now })
  if ((cancelling?.waiting.ceiling ?? 0) > 0) await maybeConfirm(year, dateAt(year.now, policy.contractZone), year.now)
}

function isAtOrBefore(one: Temporal.Instant | undefined, other: Temporal.Instant): boolean {
  return one !== undefined && Temporal.Instant.compare(one, other) <= 0
}

interface Ahead {
  anyAt: Temporal.Instant | undefined
  /** Of plans whose last payable date is near, and of messages that wait. */
  deadlineAt: Temporal.Instant | undefined
  /** Messages wait, or are in hand. */
  mayBeLeft: boolean
}

/** Most hours of a year have nothing in them. */
async function lookAhead({ prisma }: Database, now: Temporal.Instant): Promise<Ahead> {
  const today = now.toString()
  const [found] = await prisma.$queryRaw<{ any: Date | null; deadline: Date | null; waiting: Date | null }[]>`
    WITH waiting AS (
      SELECT min(send_at) AS at FROM outbox_message WHERE state IN ('pending', 'sending')
    )
    SELECT least((SELECT min(nudge_look_at) FROM plan_projection), (SELECT min(look_at) FROM nudge_event),
        (SELECT at FROM waiting)) AS any,
      least((SELECT min(nudge_look_at) FROM plan_projection
        WHERE last_payable_on BETWEEN ${today}::date AND ${today}::date + 2), (SELECT at FROM waiting)) AS deadline, (SELECT at FROM waiting) AS waiting`
  const instant = (at: Date | null | undefined) =>
    at ? Temporal.Instant.fromEpochMilliseconds(at.getTime()) : undefined
  return { anyAt: instant(found?.any), deadlineAt: instant(found?.deadline), mayBeLeft: found?.waiting !== null }
}

async function linkChats(
  { prisma }: Database,
  people: readonly SimulatedPerson[],
  now: Temporal.Instant,
): Promise<void> {
  await prisma.chatLink.createMany({
    data: people.flatMap(({ memberNo, chats }) =>
      chats.map((chatId, place) => ({
        channel: 'telegram',
        chatId: String(chatId),
        memberNo,
        linkedAt: new Date(now.epochMilliseconds - place * 1000),
      })),
    ),
  })
  for (const { memberNo, hour } of people) {
    if (hour !== undefined) await prisma.member.update({ where: { memberNo }, data: { contactHour: hour } })
  }
}

async function cancelledPlans({ prisma }: Database): Promise<Map<string, PlainDateIso>> {
  const rows = await prisma.$queryRaw<{ planNo: string; on: PlainDateIso }[]>`
    SELECT DISTINCT ON (j.plan_no) j.plan_no AS "planNo", e.details ->> 'actsOn' AS on
    FROM plan_projection j JOIN plan_event e ON e.plan_no = j.plan_no AND e.kind = 'cancelled'
    WHERE j.state = 'cancelled' ORDER BY j.plan_no, e.id DESC`
  return new Map(rows.map(({ planNo, on }) => [planNo, on]))
}

/** A message makes some people pay. */
async function noteReminded({ database: { prisma }, payers, now }: LivedYear): Promise<void> {
  const items = await prisma.outboxItem.findMany({
    where: { message: { state: 'sent', stateAt: { gt: new Date(now.epochMilliseconds - 24 * 3_600_000) } } },
    select: { planNo: true },
  })
  for (const { planNo } of items) if (planNo !== null) payers.reminded.add(planNo)
}

/**
 * A seeded year of a project, lived through hour by hour with the real planner, delivery, cancellations and ledger on a real
 * database and the Bot API over HTTP. Only the clock, the people and the troubles are made up: workers that stand still,
 * imports that stay away, a clock that jumps, a platform that fails in every way it can.
 */

import { createTelegramCarry } from '../../../src/channels/telegram/carry-nudge.ts'
import { cancellationsOf } from '../../../src/composition/cancellations.ts'
import { createNudgeWriter } from '../../../src/composition/nudge-writer.ts'
import { createRandom, type Random } from '../../../src/demo/random.ts'
import { dateAt, type PlainDateIso } from '../../../src/domain/calendar.ts'
import { formatAmount } from '../../../src/domain/money.ts'
import type { Policy } from '../../../src/domain/policy.ts'
import { defaultPolicy } from '../../../src/domain/policy.ts'
import { loadLocales } from '../../../src/i18n/locales.ts'
import { createRenderer } from '../../../src/i18n/render-reply.ts'
import { createChannelPauses } from '../../../src/nudges/delivery/channel-pauses.ts'
import { type BatchParts, deliverBatch } from '../../../src/nudges/delivery/deliver-batch.ts'
import { createInFlight } from '../../../src/nudges/delivery/in-flight.ts'
import { recover } from '../../../src/nudges/delivery/recover.ts'
import { planNudges } from '../../../src/nudges/planning/plan-nudges.ts'
import { recheckMessages } from '../../../src/nudges/planning/recheck.ts'
import { tasksToReach } from '../../../src/nudges/planning/tasks-to-reach.ts'
import { toInstantColumn } from '../../../src/storage/engine/columns.ts'
import type { Database } from '../../../src/storage/engine/database.ts'
import { shareJobs } from '../../../src/storage/engine/shared-jobs.ts'
import { openOutboxStore } from '../../../src/storage/nudges/outbox-delivery.ts'
import { openRecoveryStore } from '../../../src/storage/nudges/outbox-recovery.ts'
import { openPlannerStore } from '../../../src/storage/nudges/planner-store.ts'
import { openRecheckStore } from '../../../src/storage/nudges/recheck-store.ts'
import { backOfficeOn, csv, type Files } from '../../back-office/back-office.ts'
import type { FaultScript } from '../../support/bot-api/faults.ts'
import { type BotApi, startBotApi } from '../../support/bot-api/start-bot-api.ts'
import { Payers } from './payers.ts'
import { type SimulatedPerson, simulatePeople } from './people.ts'

export interface SimulatedYear {
  database: Database
  people: readonly SimulatedPerson[]
  /** What was found wrong while it was lived through. */
  violations: string[]
  /** Sent over the Bot API, accepted or not. */
  calls: number
  hours: number
}

export interface YearOrder {
  seed: number
  people: number
  days: number
  /** Told of messages that went out since it was last told, with what was imported by then. */
  check(database: Database, payers: Payers, now: Temporal.Instant): Promise<string[]>
}

const TOKEN = '4242:TEST-token-of-the-double'
const FIRST_ON: PlainDateIso = '2026-01-05'
const policy: Policy = { ...defaultPolicy, nudges: { ...defaultPolicy.nudges, messagesPerSecond: 1000 } }
const IMPORT_HOUR = 6
/** Cancellations come with the planner, and at least so often. */
const CANCELLING_HOURS = 6

export async function liveThroughYear(database: Database, order: YearOrder): Promise<SimulatedYear> {
  const people = simulatePeople(order.seed, order.people, FIRST_ON)
  const payers = new Payers(people, order.seed)
  const random = createRandom(order.seed, 'troubles')
  let now = Temporal.PlainDate.from(FIRST_ON).toZonedDateTime(policy.contractZone).toInstant()
  const clock = () => now
  const api = await startBotApi({
    token: TOKEN,
    admitsAnyChat: true,
    recordCalls: false,
    nowMs: () => now.epochMilliseconds,
  })
  // Its tables are looked at for batches that somebody carries; here nobody does.
  const jobs = await shareJobs(database, () => {})()
  const worker = createWorker(database, api, clock)
  const backOffice = backOfficeOn(database)
  const year: SimulatedYear = { database, people, violations: [], calls: 0, hours: 0 }
  try {
    await backOffice.imported(projectFiles(people), { now, asOf: now })
    await linkChats(database, people, now)
    const troubles = makeTroubles(random, order.days)
    let importedOn: PlainDateIso | undefined
    for (let hour = 0; hour < order.days * 24; hour++) {
      now = now.add({ minutes: 60 + (troubles.jumps.get(hour) ?? 0) })
      year.hours += 1
      const today = dateAt(now, policy.contractZone)
      const moscow = now.toZonedDateTimeISO(policy.contractZone)
      if (today !== importedOn && moscow.hour >= IMPORT_HOUR) {
        importedOn = today
        payers.liveThrough(today)
        await changeMinds(database, people, today, now)
        if (!troubles.importAway(hour)) await importPayments(backOffice, payers, today, now)
      }
      if (troubles.workerAway(hour)) continue
      api.faults.clear()
      for (const fault of troubles.faultsOf(random)) api.faults.add(fault)
      for (const person of people) if (person.blocksOn && person.blocksOn <= today) blockChats(api, person)
      const isIdle = !(await isAnythingDue(database, now))
      if (isIdle && hour % CANCELLING_HOURS !== 0) continue
      await worker.run(async (minutes) => {
        now = now.add({ minutes })
      })
      year.violations.push(...(await order.check(database, payers, now)))
      await noteReminded(database, payers, now)
    }
    year.calls = api.counts.get('sendMessage') ?? 0
    return year
  } finally {
    await worker.end()
    await jobs.close()
    await api.close()
  }
}

/** Planner, delivery and cancellations as the worker runs them, with the clock in the simulation's hands. */
function createWorker(database: Database, api: BotApi, now: () => Temporal.Instant) {
  const queued: string[] = []
  const queue = async (_transaction: unknown, batchIds: readonly string[]) => {
    queued.push(...batchIds)
  }
  const run = { database, worker: crypto.randomUUID(), policyVersion: policy.version, now }
  const recheckStore = openRecheckStore(database, policy.grace.days)
  const recheck = (ids: readonly number[]) => recheckMessages(recheckStore, policy, ids, now())
  const locales = loadLocales()
  const languages = locales.map(({ tag }) => tag)
  const write = createNudgeWriter({ renderer: createRenderer(locales), policy, languages })
  const recovery = openRecoveryStore(run, queue)
  const onError = (error: unknown) => {
    throw error
  }
  const inFlight = createInFlight(50)
  const parts: BatchParts = {
    store: openOutboxStore(run),
    recheck,
    write,
    channels: new Map([['telegram', createTelegramCarry({ token: TOKEN, apiRoot: api.url, timeoutSeconds: 2 })]]),
    toReach: tasksToReach,
    pauses: createChannelPauses(),
    pace: async () => {},
    inFlight,
    partSize: 100,
    now,
    onWait: () => {},
    onOutcome: () => {},
    onRefused: () => {},
    onError,
    stop: new AbortController().signal,
    stopping: new AbortController().signal,
  }
  const planner = { store: openPlannerStore(database, queue), policy, now }
  const cancellations = cancellationsOf({ database, policy, now })
  return {
    async run(advance: (minutes: number) => Promise<void>): Promise<void> {
      await planNudges(planner)
      for (let turn = 0; turn < 4; turn++) {
        await recover({ store: recovery, recheck, toReach: tasksToReach, onError, onInterrupted: () => {} })
        if (queued.length === 0) break
        for (const batchId of queued.splice(0)) await deliverBatch(parts, batchId)
        await inFlight.empty()
        await advance(2)
      }
      await cancellations.run()
    },
    async end() {
      await inFlight.empty()
    },
  }
}

interface Troubles {
  workerAway(hour: number): boolean
  importAway(hour: number): boolean
  /** Minutes that the clock jumps at the beginning of an hour. */
  jumps: ReadonlyMap<number, number>
  faultsOf(random: Random): FaultScript[]
}

function makeTroubles(random: Random, days: number): Troubles {
  const spells = (count: number, least: number, most: number) =>
    Array.from({ length: count }, () => {
      const from = random.int(0, days * 24)
      return { from, to: from + random.int(least, most) }
    })
  const workerSpells = spells(Math.ceil(days / 30), 3, 60)
  const importSpells = spells(Math.ceil(days / 60), 24, 150)
  const isIn = (all: readonly { from: number; to: number }[], hour: number) =>
    all.some(({ from, to }) => from <= hour && hour < to)
  const jumps = new Map(
    Array.from({ length: Math.ceil(days / 40) }, () => [
      random.int(1, days * 24),
      random.pick([-110, -60, 180, 600, 2_000]),
    ]),
  )
  return {
    workerAway: (hour) => isIn(workerSpells, hour),
    importAway: (hour) => isIn(importSpells, hour),
    jumps,
    faultsOf: (stream) =>
      stream.chance(25)
        ? [
            stream.pick<FaultScript>([
              { kind: 'tooManyRequests', retryAfterSeconds: stream.int(1, 90) },
              { kind: 'serverError', times: stream.int(1, 3) },
              { kind: 'serverError', errorCode: 502 },
              { kind: 'dropAfterAccepting', times: stream.int(1, 2) },
              { kind: 'dropBeforeAccepting', times: stream.int(1, 3) },
              { kind: 'badRequest', reason: 'message text is odd' },
            ]),
          ]
        : [],
  }
}

function blockChats(api: BotApi, { chats }: SimulatedPerson): void {
  for (const chatId of chats) api.faults.add({ kind: 'forbidden', chatId, times: 100 })
}

function projectFiles(people: readonly SimulatedPerson[]): Files {
  const plans = people.flatMap((person) => person.plans.map((plan) => ({ person, plan })))
  const amount = (minor: bigint) => formatAmount({ minor, currency: 'EUR' })
  return {
    'members.csv': csv(
      'members.csv',
      'S-PARTNER,Partner,,,en,Europe/Madrid,,2025-01-01,2025-01-02,2025-01-03,',
      ...people.map(
        ({ memberNo, language, zone }) =>
          `${memberNo},Person ${memberNo},,,${language},${zone},S-PARTNER,2025-02-01,2025-02-02,,`,
      ),
    ),
    'packages.csv': csv('packages.csv', 'K,Classic,2,EUR,600.00,1000.00,2000,6,2025-01-01,'),
    'plans.csv': csv(
      'plans.csv',
      ...plans.map(({ person, plan: { planNo, installments, acceptedOn } }) => {
        const total = installments.reduce((sum, { amountMinor }) => sum + amountMinor, 0n)
        return `${planNo},${person.memberNo},K,EUR,${amount(total)},2000,${acceptedOn},,`
      }),
    ),
    'installments.csv': csv(
      'installments.csv',
      ...plans.flatMap(({ plan: { planNo, installments } }) =>
        installments.map(({ seq, dueOn, amountMinor }) => `${planNo},${seq},${dueOn},${amount(amountMinor)}`),
      ),
    ),
  }
}

async function importPayments(
  backOffice: ReturnType<typeof backOfficeOn>,
  payers: Payers,
  today: PlainDateIso,
  now: Temporal.Instant,
): Promise<void> {
  const { payments, reversals } = payers.arriving(today)
  const amount = (minor: bigint) => formatAmount({ minor, currency: 'EUR' })
  const rows = [
    ...payments.map(
      ({ paymentId, memberNo, planNo, minor, valueOn }) =>
        `${paymentId},installment,${memberNo},${planNo},,EUR,${amount(minor)},${valueOn},,`,
    ),
    ...reversals.map(
      ({ paymentId, memberNo, planNo, minor }) =>
        `R-${paymentId},reversal,${memberNo},${planNo},${paymentId},EUR,${amount(minor)},${today},,`,
    ),
  ]
  await backOffice.imported({ 'payments.csv': csv('payments.csv', ...rows) }, { now, asOf: now })
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

/** Who wants no more of something, and whom the support team lets alone from this date on. */
async function changeMinds(
  { prisma }: Database,
  people: readonly SimulatedPerson[],
  today: PlainDateIso,
  now: Temporal.Instant,
): Promise<void> {
  for (const { memberNo, optsOut, held, chats } of people) {
    if (optsOut?.on === today) {
      await prisma.consent.createMany({
        data: optsOut.categories.map((category) => ({
          memberNo,
          category,
          isGiven: false,
          at: toInstantColumn(now),
          channel: 'telegram',
          chatId: String(chats[0] ?? 0),
          words: '/stop',
          locale: 'en',
        })),
      })
    }
    if (held?.on === today) {
      const data = {
        reason: 'bereavement',
        since: toInstantColumn(now),
        untilOn: new Date(`${held.untilOn}T00:00:00Z`),
        setBy: 'support',
      }
      await prisma.contactHold.upsert({ where: { memberNo }, create: { memberNo, ...data }, update: data })
    }
  }
}

/** Most hours of a year have nothing in them. */
async function isAnythingDue({ prisma }: Database, now: Temporal.Instant): Promise<boolean> {
  const [found] = await prisma.$queryRaw<{ due: boolean }[]>`
    SELECT EXISTS (SELECT FROM plan_projection WHERE nudge_look_at <= ${now.toString()}::timestamptz)
      OR EXISTS (SELECT FROM nudge_event WHERE look_at <= ${now.toString()}::timestamptz)
      OR EXISTS (SELECT FROM outbox_message WHERE state IN ('pending', 'sending')) AS due`
  return found?.due ?? false
}

/** A message makes some people pay. */
async function noteReminded({ prisma }: Database, payers: Payers, now: Temporal.Instant): Promise<void> {
  const items = await prisma.outboxItem.findMany({
    where: { message: { state: 'sent', stateAt: { gt: toInstantColumn(now.subtract({ hours: 3 })) } } },
    select: { planNo: true },
  })
  for (const { planNo } of items) if (planNo !== null) payers.reminded.add(planNo)
}

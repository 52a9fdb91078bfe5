/**
 * What people do besides paying: they want no more of something, say that they have paid, ask to be reminded. What
 * partners and the support team do: reach people, let them alone, give their word for more cancellations than usual.
 */
import { createRandom } from '../../../src/demo/random.ts'
import { addDays, type PlainDateIso, startOfDate } from '../../../src/domain/calendar.ts'
import type { Policy } from '../../../src/domain/policy.ts'
import { fromDateColumn } from '../../../src/storage/engine/columns.ts'
import type { Database } from '../../../src/storage/engine/database.ts'
import { addReminder } from '../../../src/storage/nudges/asked-reminders.ts'
import { addClaim, lastClaim } from '../../../src/storage/nudges/claims.ts'
import { addConsents } from '../../../src/storage/nudges/consents.ts'
import { holdMember } from '../../../src/storage/nudges/holds.ts'
import { closeTask } from '../../../src/storage/tasks/task-changes.ts'
import type { Payers } from './payers.ts'
import type { SimulatedPerson } from './people.ts'
import { PARTNER } from './project-files.ts'

/** What was said of what people may be told and of which plans may go, and when. */
export interface ChangedMinds {
  optedOutAt: Map<string, Temporal.Instant>
  heldFrom: Map<string, Temporal.Instant>
  /** Reminders that people asked for: the plan and the date on which its installment is due. */
  askedFor: Set<string>
  /** From when on more plans than usual may go on this date. */
  letGoAt: Map<PlainDateIso, Temporal.Instant>
  /** Dates on which that was refused. */
  refusedOn: Set<PlainDateIso>
}

export interface Doings {
  database: Database
  people: readonly SimulatedPerson[]
  payers: Payers
  policy: Policy
  seed: number
  minds: ChangedMinds
}

export async function changeMinds(
  { database: { prisma }, people, minds }: Doings,
  today: PlainDateIso,
  now: Temporal.Instant,
): Promise<void> {
  for (const { memberNo, optsOut, held, chats, language } of people) {
    if (optsOut && optsOut.on <= today && !minds.optedOutAt.has(memberNo)) {
      minds.optedOutAt.set(memberNo, now)
      const chat = { channel: 'telegram', chatId: String(chats[0] ?? 0) }
      const said = { memberNo, isGiven: false, at: now, chat, words: '/stop', locale: language }
      await addConsents(
        prisma,
        optsOut.categories.map((category) => ({ ...said, category })),
      )
    }
    if (held && held.on <= today && !minds.heldFrom.has(memberNo)) {
      minds.heldFrom.set(memberNo, now)
      const hold = { memberNo, reason: 'bereavement', untilOn: held.untilOn, setBy: 'support' } as const
      await holdMember(prisma, hold, now, today)
    }
  }
}

/** Who has to pay about now, and could: some say that they have, some ask to be reminded. */
export async function saySomething(
  { database: { prisma }, people, payers, policy, seed, minds }: Doings,
  today: PlainDateIso,
  now: Temporal.Instant,
): Promise<void> {
  const due = await prisma.planProjection.findMany({
    where: {
      state: { in: ['active', 'overdue'] },
      nextDueOn: { gte: new Date(addDays(today, -16)), lte: new Date(addDays(today, 1)) },
    },
    select: { planNo: true, nextDueOn: true },
  })
  const dueOf = new Map(due.map(({ planNo, nextDueOn }) => [planNo, nextDueOn && fromDateColumn(nextDueOn)]))
  for (const { memberNo, plans, zone, chats, blocksOn, optsOut } of people) {
    if (chats.length === 0 || (blocksOn && blocksOn <= today)) continue
    for (const { planNo, installments } of plans) {
      const dueOn = dueOf.get(planNo)
      const seq = installments.find((installment) => installment.dueOn === dueOn)?.seq
      if (!dueOn || seq === undefined) continue
      const random = createRandom(seed, `${planNo} ${today} says`)
      if (random.chance(payers.isOnItsWay(planNo) ? 25 : 2)) {
        const before = await lastClaim(prisma, planNo, dueOn)
        if (before && before.outcome !== 'seen') continue
        const holdUntil = now.add({ hours: 24 * policy.promises.claimHoldDays })
        await prisma.$transaction((transaction) =>
          addClaim(transaction, { memberNo, planNo, dueOn, claimedAt: now, holdUntil }),
        )
      } else if (random.chance(2) && !(optsOut && minds.optedOutAt.has(memberNo))) {
        const on = addDays(now.toZonedDateTimeISO(zone).toPlainDate().toString() as PlainDateIso, 1)
        const at = Temporal.PlainDate.from(on)
          .toZonedDateTime({ timeZone: zone, plainTime: Temporal.PlainTime.from('10:00') })
          .toInstant()
        const until = startOfDate(addDays(on, 1), zone)
        await addReminder(prisma, { memberNo, planNo, on, dueOn, seq, at, until })
        minds.askedFor.add(`${planNo} ${dueOn}`)
      }
    }
  }
}

/** A partner looks after some of the people that they are asked to reach. */
export async function reachSome(
  { database: { prisma }, seed }: Doings,
  today: PlainDateIso,
  now: Temporal.Instant,
): Promise<void> {
  const open = await prisma.task.findMany({ where: { kind: 'reach_member', closedAt: null, ownerNo: PARTNER } })
  for (const { id, subject } of open) {
    if (!createRandom(seed, `${subject} ${today} reached`).chance(20)) continue
    await closeTask(prisma, { role: 'partner', memberNo: PARTNER }, id, 'spoke on the phone', now)
  }
}

/** More plans wait than may go in a day: now and then somebody of the support team says whether they may. */
export async function maybeConfirm(
  { database: { prisma }, seed, minds }: Doings,
  today: PlainDateIso,
  now: Temporal.Instant,
): Promise<void> {
  const task = await prisma.task.findFirst({
    where: { kind: 'cancellation_ceiling', subject: today, closedAt: null },
  })
  if (!task || !createRandom(seed, `${today} confirmed`).chance(60)) return
  // In turns, so that a year has both.
  const isLetGo = minds.letGoAt.size <= minds.refusedOn.size
  const outcome = isLetGo ? 'confirmed' : 'the import has to be looked at first'
  if (!(await closeTask(prisma, { role: 'support' }, task.id, outcome, now))) return
  if (isLetGo) minds.letGoAt.set(today, now)
  else minds.refusedOn.add(today)
}

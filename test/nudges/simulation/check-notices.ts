/**
 * Before a plan is cancelled its final notice was accepted by the platform, or somebody was asked to reach its owner and
 * did, or has had three days for it. The product's own word that a notice was delivered counts for nothing here.
 * (DOMAIN section 4.)
 */
import type { PlainDateIso } from '../../../src/domain/calendar.ts'
import { fromDateColumn, fromInstantColumn } from '../../../src/storage/engine/columns.ts'
import type { SimulatedPerson } from './people.ts'
import type { LivedYear } from './year.ts'

/** A final notice that the outbox says was sent. */
export interface SentNotice {
  planNo: string
  lastPayableOn: PlainDateIso
  at: Temporal.Instant
}

/** Of somebody asked to reach a plan's owner. */
export interface ReachTask {
  subject: string
  openedAt: Date
  closedAt: Date | null
  isByPerson: boolean
}

export interface Warnings {
  notices: readonly SentNotice[]
  tasks: readonly ReachTask[]
}

const RIPE_MS = 3 * 86_400_000

export async function loadWarnings({ database: { prisma } }: Pick<LivedYear, 'database'>): Promise<Warnings> {
  const items = await prisma.outboxItem.findMany({
    where: { step: '+18', message: { state: 'sent' } },
    include: { message: { select: { stateAt: true } } },
  })
  const tasks = await prisma.task.findMany({
    where: { kind: 'reach_member' },
    include: { history: { where: { action: 'closed' } } },
  })
  return {
    notices: items.map(({ planNo, dueOn, message }) => ({
      planNo: planNo ?? '',
      lastPayableOn: fromDateColumn(dueOn),
      at: fromInstantColumn(message.stateAt),
    })),
    tasks: tasks.map(({ subject, openedAt, closedAt, history }) => {
      return { subject, openedAt, closedAt, isByPerson: history.some(({ actor }) => actor !== 'kisht') }
    }),
  }
}

export interface Cancellation {
  planNo: string
  at: Temporal.Instant
  lastPayableOn: PlainDateIso
}

/** Was its owner warned before, on one of their chats or by a person? */
export function isWarned(
  { planNo, at, lastPayableOn }: Cancellation,
  { chats }: Pick<SimulatedPerson, 'chats'>,
  { notices, tasks }: Warnings,
  accepted: LivedYear['accepted'],
): boolean {
  const isNoticed = notices.some(
    (notice) =>
      notice.planNo === planNo &&
      notice.lastPayableOn === lastPayableOn &&
      Temporal.Instant.compare(notice.at, at) < 0 &&
      isAccepted(notice, chats, accepted),
  )
  return isNoticed || tasks.some((task) => task.subject === `${planNo} ${lastPayableOn}` && isLookedAfter(task, at))
}

/** The platform's own count has a message about this plan at the moment at which it is said to have been sent. */
function isAccepted({ planNo, at }: SentNotice, chats: readonly number[], accepted: LivedYear['accepted']): boolean {
  return chats.some((chatId) =>
    accepted
      .get(chatId)
      ?.some((message) => message.planNos.includes(planNo) && Temporal.Instant.compare(message.at, at) === 0),
  )
}

function isLookedAfter({ openedAt, closedAt, isByPerson }: ReachTask, at: Temporal.Instant): boolean {
  const isHandled = isByPerson && closedAt !== null && closedAt.getTime() <= at.epochMilliseconds
  return isHandled || at.epochMilliseconds - openedAt.getTime() >= RIPE_MS
}

/**
 * When a plan is cancelled, and which money it then does not take.
 *
 * `cancelled_on` and `restored_on` of the back office are facts that act from 00:00 of their date, whenever imported, and
 * win over what was recorded here. A cancellation that was recorded here is dated X + 1 and acts from its recorded time:
 * what was recorded before it counts as usual. Of what was recorded after it, nothing counts while the plan is
 * cancelled; once it is restored, money valued up to X counts in its place, and later money stays on the balance.
 *
 * X = 29 March, recorded as cancelled on 2 April. 100.00 valued 28 March and imported on 5 April restore the plan and
 * count; 50.00 valued 31 March and imported on 3 April stay on the balance. (DOMAIN sections 3 and 4.)
 */
import { dateAt, type PlainDateIso } from './calendar.ts'
import type { PlanFacts, PlanPayment, PlanTerms } from './plan.ts'
import { recordedBy } from './plan-event.ts'

export interface ClosedPeriod {
  /** Money of a value date from here on does not count ... */
  fromOn: PlainDateIso
  /** ... until this date; none: the plan is not reopened. */
  reopenedOn?: PlainDateIso
  /** For a cancellation recorded here: only money recorded after this instant is kept out. */
  recordedAt?: Temporal.Instant
  /** When a restoration was recorded here: later money is not kept out. */
  reopenedAt?: Temporal.Instant
}

/** As of the instant, by what was recorded until then. */
export function closedPeriods(
  { terms, events }: Pick<PlanFacts, 'terms' | 'events'>,
  asOf: Temporal.Instant,
): ClosedPeriod[] {
  const stated = statedPeriod(terms)
  const periods: ClosedPeriod[] = stated ? [stated] : []
  if (events.length === 0) return periods
  for (const event of recordedBy(events, asOf)) {
    const open = periods.at(-1)
    if (event.kind === 'cancelled' && !isSettledByBackOffice(event.actsOn, terms)) {
      const reopenedOn = terms.restoredOn !== undefined && terms.restoredOn >= event.actsOn && terms.restoredOn
      periods.push({ fromOn: event.actsOn, recordedAt: event.recordedAt, ...(reopenedOn && { reopenedOn }) })
    } else if (event.kind === 'restored' && open?.recordedAt && !open.reopenedOn) {
      open.reopenedOn = event.actsOn
      open.reopenedAt = event.recordedAt
    }
  }
  return periods
}

/** Is the plan cancelled on this date? */
export function isClosedOn(periods: readonly ClosedPeriod[], date: PlainDateIso): boolean {
  return periods.some(({ fromOn, reopenedOn }) => fromOn <= date && (reopenedOn === undefined || date < reopenedOn))
}

/** Since when the plan is cancelled, as of an instant whose contract date is `today`. A recorded restoration acts at once. */
export function cancelledSince(periods: readonly ClosedPeriod[], today: PlainDateIso): PlainDateIso | undefined {
  return periods.find(
    ({ fromOn, reopenedOn, reopenedAt }) =>
      reopenedAt === undefined && fromOn <= today && (reopenedOn === undefined || today < reopenedOn),
  )?.fromOn
}

/** Does this money stay out of the plan? `valueOn` is its value date. */
export function isKeptOut(
  { recordedAt }: Pick<PlanPayment, 'recordedAt'>,
  valueOn: PlainDateIso,
  periods: readonly ClosedPeriod[],
): boolean {
  return periods.some((period) => {
    if (period.recordedAt === undefined) return isClosedOn([period], valueOn)
    if (Temporal.Instant.compare(recordedAt, period.recordedAt) <= 0) return false
    if (period.reopenedOn === undefined) return true
    if (valueOn < period.fromOn) return false
    return period.reopenedAt
      ? Temporal.Instant.compare(recordedAt, period.reopenedAt) <= 0
      : valueOn < period.reopenedOn
  })
}

/** The dates on which the plan was reopened, by this date. */
export function restorationDates(
  { terms, events }: Pick<PlanFacts, 'terms' | 'events'>,
  asOf: Temporal.Instant,
  contractZone: string,
): PlainDateIso[] {
  const today = dateAt(asOf, contractZone)
  const recorded = recordedBy(events, asOf).flatMap((event) => (event.kind === 'restored' ? [event.actsOn] : []))
  const { restoredOn } = terms
  return restoredOn !== undefined && restoredOn <= today ? [restoredOn, ...recorded] : recorded
}

/** What the back office says; a restoration reopens the plan from its own date. */
function statedPeriod({ cancelledOn, restoredOn }: PlanTerms): ClosedPeriod | undefined {
  if (cancelledOn === undefined) return undefined
  const isReopened = restoredOn !== undefined && restoredOn >= cancelledOn
  return { fromOn: cancelledOn, ...(isReopened && { reopenedOn: restoredOn }) }
}

/** The back office has said when this plan was cancelled; only a cancellation after its restoration is news. */
function isSettledByBackOffice(actsOn: PlainDateIso, { cancelledOn, restoredOn }: PlanTerms): boolean {
  if (cancelledOn === undefined) return false
  const isReopened = restoredOn !== undefined && restoredOn >= cancelledOn
  return !isReopened || actsOn <= restoredOn
}

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
import { compareInstants, dateAt, type PlainDateIso } from './calendar.ts'
import type { PlanFacts, PlanPayment, PlanTerms } from './plan.ts'
import { recordedBy } from './plan-event.ts'

export interface ClosedPeriod {
  /** Money of a value date from here on does not count ... */
  fromOn: PlainDateIso
  /** ... until this date of the back office. */
  reopenedOn?: PlainDateIso
  /** For a cancellation recorded here: only money recorded after this instant is kept out. */
  recordedAt?: Temporal.Instant
  /** A restoration recorded here: it reopened the plan on this date, and money recorded after it is not kept out. */
  restored?: { on: PlainDateIso; recordedAt: Temporal.Instant }
}

/** As of the instant, by what was recorded until then; what the back office states acts on it once `today` has come. */
export function closedPeriods(
  { terms, events }: Pick<PlanFacts, 'terms' | 'events'>,
  asOf: Temporal.Instant,
  today: PlainDateIso,
): ClosedPeriod[] {
  const stated = statedPeriod(terms)
  const periods: ClosedPeriod[] = stated ? [stated] : []
  if (events.length === 0) return periods
  const { cancelledOn, restoredOn } = factsBy(today, terms)
  for (const event of recordedBy(events, asOf)) {
    const open = periods.at(-1)
    if (event.kind === 'cancelled' && !isSettledByBackOffice(event.actsOn, { cancelledOn, restoredOn })) {
      const reopenedOn = restoredOn !== undefined && restoredOn >= event.actsOn && restoredOn
      periods.push({ fromOn: event.actsOn, recordedAt: event.recordedAt, ...(reopenedOn && { reopenedOn }) })
    } else if (event.kind === 'restored' && open?.recordedAt && !open.restored) {
      open.restored = { on: event.actsOn, recordedAt: event.recordedAt }
    }
  }
  return periods
}

/** Is the plan cancelled on this date? */
export function isClosedOn(periods: readonly ClosedPeriod[], date: PlainDateIso): boolean {
  return periods.some(
    ({ fromOn, reopenedOn, restored }) =>
      fromOn <= date && (reopenedOn === undefined || date < reopenedOn) && (!restored || date < restored.on),
  )
}

/** Since when the plan is cancelled, as of an instant whose contract date is `today`. A recorded restoration acts at once. */
export function cancelledSince(periods: readonly ClosedPeriod[], today: PlainDateIso): PlainDateIso | undefined {
  return periods.find(
    ({ fromOn, reopenedOn, restored }) =>
      !restored && fromOn <= today && (reopenedOn === undefined || today < reopenedOn),
  )?.fromOn
}

/** Does this money stay out of the plan? `valueOn` is its value date. */
export function isKeptOut(
  { recordedAt }: Pick<PlanPayment, 'recordedAt'>,
  valueOn: PlainDateIso,
  periods: readonly ClosedPeriod[],
): boolean {
  return periods.some((period) => {
    const { fromOn, reopenedOn, restored } = period
    if (period.recordedAt === undefined) return isClosedOn([period], valueOn)
    if (compareInstants(recordedAt, period.recordedAt) <= 0) return false
    if (reopenedOn === undefined && !restored) return true
    if (valueOn < fromOn || (reopenedOn !== undefined && valueOn >= reopenedOn)) return false
    return !restored || compareInstants(recordedAt, restored.recordedAt) <= 0
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

type BackOfficeFacts = Partial<Record<'cancelledOn' | 'restoredOn', PlainDateIso | undefined>>

/** Those that have come by this date. */
function factsBy(today: PlainDateIso, { cancelledOn, restoredOn }: PlanTerms): BackOfficeFacts {
  const ifCome = (date: PlainDateIso | undefined) => (date !== undefined && date <= today ? date : undefined)
  return { cancelledOn: ifCome(cancelledOn), restoredOn: ifCome(restoredOn) }
}

/** The back office has said when this plan was cancelled; only a cancellation after its restoration is news. */
function isSettledByBackOffice(actsOn: PlainDateIso, { cancelledOn, restoredOn }: BackOfficeFacts): boolean {
  if (cancelledOn === undefined) return false
  const isReopened = restoredOn !== undefined && restoredOn >= cancelledOn
  return !isReopened || actsOn <= restoredOn
}

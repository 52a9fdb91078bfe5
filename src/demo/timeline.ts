/**
 * Where a plan's installments lie on the calendar so that it is in its situation today, and which of them are paid.
 *
 * Due dates follow by the month from the first one, clamped to the end of shorter months. The situation fixes one due
 * date (say 18 days ago), so only as many installments may lie before it as lead back to a first date from which the
 * month's arithmetic arrives there again: 31 March is never the second installment of a plan.
 */
import { type DemoCalendar, dayFromToday } from './demo-calendar.ts'
import type { Random } from './random.ts'
import type { Situation } from './situations.ts'

export interface Timeline {
  /** One installment's due date; all others follow from it. */
  readonly anchor: { readonly seq: number; readonly dueOn: Temporal.PlainDate }
  /** Installments paid in full, from the first on. */
  readonly paidCount: number
  /** Of these, the ones that one payment of this date paid. */
  readonly lump?: {
    readonly fromSeq: number
    readonly toSeq: number
    readonly on: Temporal.PlainDate
    readonly isBareDate?: boolean
  }
  readonly isPartPaid?: boolean
  readonly cancelledOn?: Temporal.PlainDate
  readonly restoredOn?: Temporal.PlainDate
}

const cancelledAfterDays = 20

export function layOutTimeline(
  situation: Situation,
  count: number,
  calendar: DemoCalendar,
  random: Random,
  wantedPaid?: number,
): Timeline {
  const day = (days: number) => dayFromToday(calendar, days)
  /** At least `least` paid before the one due on `dueOn`, at most `most`. */
  const unpaidSince = (dueOn: Temporal.PlainDate, least: number, most = count - 1) => {
    const paidCount = wantedPaid ?? monthsThatLeadBack(dueOn, random.int(least, most), least, most)
    return { anchor: { seq: paidCount + 1, dueOn }, paidCount }
  }
  const partPaid = 'isPartPaid' in situation && situation.isPartPaid ? { isPartPaid: true } : {}
  switch (situation.kind) {
    case 'upcoming':
      return { ...unpaidSince(day(situation.dueInDays), 0), ...partPaid }
    case 'late':
      return { ...unpaidSince(day(-situation.days), count > 1 && random.chance(85) ? 1 : 0), ...partPaid }
    case 'reversed':
      return unpaidSince(day(-situation.days), 1)
    case 'cancelled': {
      const dueOn = day(-situation.days)
      const least = count > 1 ? Math.max(1, Math.floor(count / 3)) : 0
      return { ...unpaidSince(dueOn, least), ...partPaid, cancelledOn: dueOn.add({ days: cancelledAfterDays }) }
    }
    case 'paid-today': {
      const paid = unpaidSince(calendar.today, 0, count - 2)
      const seq = paid.anchor.seq
      return {
        anchor: paid.anchor,
        paidCount: seq,
        lump: { fromSeq: seq, toSeq: seq, on: calendar.today, isBareDate: true },
      }
    }
    case 'prepaid': {
      const { anchor } = unpaidSince(day(random.int(2, 26)), situation.isDouble ? 1 : 0, count - 2)
      const seq = anchor.seq
      const previousOn = anchor.dueOn.subtract({ months: 1 })
      const on = situation.isDouble ? previousOn.subtract({ days: random.int(1, 4) }) : day(-random.int(1, 8))
      return { anchor, paidCount: seq, lump: { fromSeq: situation.isDouble ? seq - 1 : seq, toSeq: seq, on } }
    }
    case 'completed': {
      const lastOn = day(-situation.lastDueDaysAgo)
      return { anchor: { seq: count, dueOn: lastOn.day > 28 ? lastOn.with({ day: 28 }) : lastOn }, paidCount: count }
    }
    case 'repaid-early': {
      const on = day(-situation.daysAgo)
      const { anchor } = unpaidSince(on.add({ days: random.int(0, 6) }), 0, count - 3)
      return { anchor, paidCount: count, lump: { fromSeq: anchor.seq, toSeq: count, on } }
    }
    case 'restored':
      return situation.isSettled ? settledAgain() : restoredLately()
  }

  /** Cancelled a month ago, restored a week later, and the two installments then past due paid. */
  function settledAgain(): Timeline {
    const { anchor, paidCount } = unpaidSince(day(-50), 0, count - 3)
    const seq = anchor.seq
    const restoredOn = day(-17)
    return {
      anchor,
      paidCount: paidCount + 2,
      lump: { fromSeq: seq, toSeq: seq + 1, on: restoredOn.add({ days: random.int(0, 3) }) },
      cancelledOn: anchor.dueOn.add({ days: cancelledAfterDays }),
      restoredOn,
    }
  }

  /** Cancelled 6 days ago, restored 2 days ago, not paid since: payable until 7 days after the restoration. */
  function restoredLately(): Timeline {
    const dueOn = day(-26)
    return {
      ...unpaidSince(dueOn, 1),
      cancelledOn: dueOn.add({ days: cancelledAfterDays }),
      restoredOn: day(-2),
    }
  }
}

/** The number of months nearest to `wanted` that lead back from the date and forward to it again. */
function monthsThatLeadBack(dueOn: Temporal.PlainDate, wanted: number, least: number, most: number): number {
  const leadsBack = (months: number) => dueOn.subtract({ months }).add({ months }).equals(dueOn)
  for (let months = wanted; months >= least; months--) if (leadsBack(months)) return months
  for (let months = wanted + 1; months <= most; months++) if (leadsBack(months)) return months
  throw new RangeError(`no plan of ${least} to ${most} months leads to ${dueOn}`)
}

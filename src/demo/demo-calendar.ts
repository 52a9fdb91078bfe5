/** The moment the demo project is made for; its dates are relative to it, in the contract zone. */
export interface DemoCalendar {
  readonly now: Temporal.Instant
  readonly contractZone: string
  readonly today: Temporal.PlainDate
  /** The first moment of a date in the contract zone, in epoch milliseconds. */
  startOf(date: Temporal.PlainDate): number
}

export function createCalendar(now: Temporal.Instant, contractZone: string): DemoCalendar {
  const starts = new Map<string, number>()
  const startOf = (date: Temporal.PlainDate) => {
    const key = date.toString()
    const start = starts.get(key) ?? date.toZonedDateTime(contractZone).epochMilliseconds
    starts.set(key, start)
    return start
  }
  return { now, contractZone, today: now.toZonedDateTimeISO(contractZone).toPlainDate(), startOf }
}

/** The date so many days after today, before it when negative. */
export function dayFromToday({ today }: DemoCalendar, days: number): Temporal.PlainDate {
  return today.add({ days })
}

export function earlier(one: Temporal.PlainDate, other: Temporal.PlainDate): Temporal.PlainDate {
  return Temporal.PlainDate.compare(other, one) < 0 ? other : one
}

export function later(one: Temporal.PlainDate, other: Temporal.PlainDate): Temporal.PlainDate {
  return Temporal.PlainDate.compare(other, one) > 0 ? other : one
}

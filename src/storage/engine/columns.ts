/** Between the database's types and the domain's. */
import type { PlainDateIso } from '../../domain/calendar.ts'

export function toDateColumn(date: PlainDateIso): Date {
  return new Date(`${date}T00:00:00Z`)
}

export function fromDateColumn(column: Date): PlainDateIso {
  return column.toISOString().slice(0, 10) as PlainDateIso
}

export function toInstantColumn(instant: Temporal.Instant): Date {
  return new Date(instant.epochMilliseconds)
}

export function fromInstantColumn(column: Date): Temporal.Instant {
  return Temporal.Instant.fromEpochMilliseconds(column.getTime())
}

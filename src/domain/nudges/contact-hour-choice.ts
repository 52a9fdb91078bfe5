/** What one can choose from when it comes to the hour, and when who chose none is written to. (DOMAIN section 7.) */
import type { ContactHours } from './contact-hours.ts'

/** The full hours of a day that lie within the allowed ones. */
export function hoursToChoose({ from, to }: ContactHours): number[] {
  return Array.from({ length: 24 }, (_, hour) => hour).filter((hour) => {
    const time = fullHour(hour)
    return from <= time && time < to
  })
}

/** `09:00` */
export function fullHour(hour: number): string {
  return `${String(hour).padStart(2, '0')}:00`
}

/** The times of day between which messages go to who chose no hour. */
export function usualTimes({ from, to, spreadMinutes }: ContactHours): { from: string; to: string } {
  const last = Temporal.PlainTime.from(from).add({ minutes: spreadMinutes }).toString({ smallestUnit: 'minute' })
  // A spread that goes beyond the allowed hours, or the day, ends with them.
  return { from, to: last < from || to < last ? to : last }
}

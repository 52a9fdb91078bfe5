/** A drawn history as a few lines that can be read against DOMAIN.md, with clock times of the contract zone. */
import type { NaiveHistory } from './naive-history.ts'

export interface Drawn {
  history: NaiveHistory
  nowMs: number
}

export function readableHistory({ history, nowMs }: Drawn): string {
  const { zone, installments, payments, events, offers, cancelledOn, restoredOn } = history
  const when = (ms: number) => clockTime(ms, zone)
  const lines = [
    `zone ${zone}, now ${when(nowMs)}`,
    `grace ${history.graceDays}, after reversal ${history.daysAfterReversal}, after restoration ` +
      `${history.daysAfterRestoration}, after lapse ${history.minDaysAfterLapse}, ` +
      `held back ${history.heldBack.join('/')} of ${history.shares} shares`,
    ...installments.map(({ dueOn, amount }, i) => `#${i + 1}: ${amount} due ${dueOn}`),
    ...(cancelledOn === undefined ? [] : [`back office: cancelled on ${cancelledOn}`]),
    ...(restoredOn === undefined ? [] : [`back office: restored on ${restoredOn}`]),
    ...payments.map(
      ({ id, amount, valueAtMs, recordedAtMs, reversedAtMs }) =>
        `${id}: ${amount} valued ${when(valueAtMs)}, recorded ${when(recordedAtMs)}` +
        (reversedAtMs === undefined ? '' : `, reversed ${when(reversedAtMs)}`),
    ),
    ...events.map(({ recordedAtMs, ...event }) => `recorded ${when(recordedAtMs)}: ${words(event)}`),
    ...offers.flatMap(({ code, kind, versions }) =>
      versions.map(
        ({ recordedAtMs, ...version }) => `${code} ${kind}: ${words(version)}, recorded ${when(recordedAtMs)}`,
      ),
    ),
  ]
  return `\n${lines.map((line) => `  ${line}`).join('\n')}\n`
}

/** `2026-03-30 00:00`, with what is beyond the minute only where there is any. */
export function clockTime(ms: number, zone: string): string {
  const time = Temporal.Instant.fromEpochMilliseconds(ms).toZonedDateTimeISO(zone).toPlainDateTime()
  return time.toString({ smallestUnit: ms % 60_000 === 0 ? 'minute' : 'millisecond' }).replace('T', ' ')
}

export function words(record: Readonly<Record<string, unknown>>): string {
  return Object.entries(record)
    .map(([name, value]) => `${name} ${value}`)
    .join(', ')
}

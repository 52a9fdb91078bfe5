import { parseInstant } from '../domain/calendar.ts'
import { type Arguments, WrongUsage } from './command.ts'

/** The instant that an option names; `undefined` when it was not given. */
export function instantOption(args: Arguments, name: string): Temporal.Instant | undefined {
  const text = args.options[name]
  if (typeof text !== 'string') return undefined
  const instant = parseInstant(text)
  if (instant) return instant
  throw new WrongUsage(
    `--${name} takes an ISO 8601 instant with its offset, like 2026-03-10T09:00:00+03:00; not "${text}"`,
  )
}

/** The instant a question is about: `--at`, or the clock of the one who asks, or now. */
export function questionInstant(args: Arguments, now: Temporal.Instant): Temporal.Instant {
  const clock = args.clock === undefined ? undefined : parseInstant(args.clock)
  return instantOption(args, 'at') ?? clock ?? now
}

/**
 * Does the sending go on? Red are two things, each while nudges are on and nobody paused them: the planner has not looked
 * for three minutes, and a message that may go has waited for fifteen. Both are measured on the process's clock; one that
 * has just started gives the planner three minutes, since the last look may be from before an outage.
 */
import type { PlannerRun } from './planner-run.ts'

/** As the database has it. */
export interface NudgingState {
  pausedSince: Temporal.Instant | undefined
  plannerRun: PlannerRun | undefined
  /** Of the messages that may go, since when the first one may: calls that did not arrive do not begin it anew. */
  oldestPendingAt: Temporal.Instant | undefined
  /** Messages that wait, also those whose time is still to come. */
  pending: number
  /** Messages of which nobody knows whether they arrived. */
  unknown: number
}

export interface Moment {
  isOn: boolean
  startedAt: Temporal.Instant
  now: Temporal.Instant
}

/** As `/health` tells it: `null` where the database did not say. */
export interface NudgingCondition {
  on: boolean
  paused: boolean | null
  planner_last_run: string | null
  oldest_pending_seconds: number | null
  unknown: number | null
}

const PLANNER_SILENCE_SECONDS = 180
const LONGEST_WAIT_SECONDS = 900

export function isGoingOn({ pausedSince, plannerRun, oldestPendingAt }: NudgingState, moment: Moment): boolean {
  const { isOn, startedAt, now } = moment
  if (!isOn || pausedSince) return true
  const at = plannerRun?.at.epochMilliseconds ?? Number.NEGATIVE_INFINITY
  // Of a clock that has been set back since, nothing can be told.
  const lookedAt = at > now.epochMilliseconds ? Number.NEGATIVE_INFINITY : at
  const silentSinceMs = Math.max(startedAt.epochMilliseconds, lookedAt)
  const isSilent = now.epochMilliseconds - silentSinceMs > PLANNER_SILENCE_SECONDS * 1000
  return !isSilent && (secondsSince(oldestPendingAt, now) ?? 0) <= LONGEST_WAIT_SECONDS
}

export function describeNudging(state: NudgingState | undefined, { isOn, now }: Moment): NudgingCondition {
  return {
    on: isOn,
    paused: state ? state.pausedSince !== undefined : null,
    planner_last_run: state?.plannerRun?.at.toString() ?? null,
    oldest_pending_seconds: secondsSince(state?.oldestPendingAt, now),
    unknown: state?.unknown ?? null,
  }
}

/** Whole seconds; none where there is no such instant. */
export function secondsSince(at: Temporal.Instant | undefined, now: Temporal.Instant): number | null {
  return at ? Math.floor((now.epochMilliseconds - at.epochMilliseconds) / 1000) : null
}

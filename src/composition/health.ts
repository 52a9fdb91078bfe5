/** What `/health` and `/metrics` tell of the nudges: soon, also where the database does not answer. */
import { Counter, Gauge } from 'prom-client'
import { describeNudging, isGoingOn, type NudgingState, secondsSince } from '../nudges/condition.ts'
import { loadNudgingState } from '../storage/nudges/nudging-state.ts'
import type { NudgeMeter, Parts } from './parts.ts'
import { within } from './within.ts'

export interface Observed {
  health(): Promise<{ ok: boolean } & Record<string, unknown>>
  meter: NudgeMeter
}

/** Whoever asks gives up soon after. */
const PATIENCE_MS = 3_000
/** So long nobody asks a silent database again. */
const SILENCE_MS = 10_000

export function observe({ database, metrics, now, areNudgesOn }: Parts): Observed {
  const startedAt = now()
  let underWay: Promise<NudgingState | undefined> | undefined
  /** Those who ask at the same time are answered together. */
  const state = () => {
    underWay ??= within(SILENCE_MS, loadNudgingState(database.prisma, now())).finally(() => {
      underWay = undefined
    })
    return within(PATIENCE_MS, underWay)
  }
  measure({ metrics, now }, state)
  return {
    async health() {
      const found = await state()
      const moment = { isOn: areNudgesOn, startedAt, now: now() }
      return {
        ok: found !== undefined && isGoingOn(found, moment),
        database: database.engine,
        nudges: describeNudging(found, moment),
      }
    },
    meter: meterOn({ metrics }),
  }
}

/** What is not known is no number: the other metrics are wanted all the more then. */
function measure({ metrics, now }: Pick<Parts, 'metrics' | 'now'>, state: () => Promise<NudgingState | undefined>) {
  const gauge = (name: string, help: string, read: (state: NudgingState) => number) =>
    new Gauge({
      name,
      help,
      registers: [metrics],
      async collect() {
        const found = await state()
        this.set(found ? read(found) : Number.NaN)
      },
    })
  gauge(
    'kisht_nudges_planner_last_run_timestamp_seconds',
    'When the planner last looked, by the process clock; 0: never',
    ({ plannerRun }) => (plannerRun ? plannerRun.at.epochMilliseconds / 1000 : 0),
  )
  gauge(
    'kisht_nudges_oldest_pending_seconds',
    'For how long the oldest message has waited that may be sent now',
    ({ oldestPendingAt }) => secondsSince(oldestPendingAt, now()) ?? 0,
  )
  gauge('kisht_nudges_pending', 'Messages that wait, also those whose time is still to come', ({ pending }) => pending)
  gauge('kisht_nudges_unknown', 'Messages of which nobody knows whether they arrived', ({ unknown }) => unknown)
}

function meterOn({ metrics }: Pick<Parts, 'metrics'>): NudgeMeter {
  const registers = [metrics]
  const outcomes = new Counter({
    name: 'kisht_nudges_outcomes_total',
    help: 'What attempts to send came to',
    labelNames: ['outcome'],
    registers,
  })
  const decisions = new Counter({
    name: 'kisht_nudges_decisions_total',
    help: 'Decisions to send or to skip, by reason',
    labelNames: ['decision', 'reason'],
    registers,
  })
  return {
    countOutcome: (outcome, count = 1) => outcomes.inc({ outcome }, count),
    countDecision: (decision, reason, count = 1) => decisions.inc({ decision, reason }, count),
  }
}

/** What journeys about unasked messages share: moving on in time, who was told what, and what the operator sees of it. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect } from 'vitest'
import type { InboxMessage } from '../support/bot-api/chat-view.ts'
import type { Person } from '../support/bot-api/person.ts'
import type { Ran } from '../support/kisht-process.ts'
import type { Journey } from './journey.ts'

/** Starts are slow when everything is tested at once. */
const PATIENCE_MS = 30_000

/** Stops it, starts it at another moment, and waits until it has looked what is due and nothing is left that may go. */
export async function moveTo(journey: Journey, clock: string, added?: Readonly<Record<string, string>>): Promise<void> {
  await restartAt(journey, clock, added)
  await untilLooked(journey, clock)
}

/** The same, where Telegram lets nothing through: waits until it has been tried. */
export async function moveToHeldUp(journey: Journey, clock: string, hasTried: () => boolean): Promise<void> {
  await restartAt(journey, clock)
  await expect.poll(hasTried, { timeout: PATIENCE_MS }).toBe(true)
}

async function restartAt(journey: Journey, clock: string, added?: Readonly<Record<string, string>>): Promise<void> {
  // What Telegram does not know to be answered it brings again.
  await expect.poll(() => journey.api.pendingUpdateCount, { timeout: PATIENCE_MS }).toBe(0)
  await journey.kisht().stop()
  await journey.startAgain(clock, added)
}

/** By an operator's own signs of it: what `/health` and `/metrics` say. */
export async function untilLooked(journey: Journey, since: string): Promise<void> {
  const from = Temporal.Instant.from(since).epochMilliseconds
  const look = async () => {
    const { nudges } = await healthOf(journey)
    const lookedAt = nudges.planner_last_run === null ? 0 : Date.parse(nudges.planner_last_run)
    const metrics = await (await fetch(`${journey.kisht().address}/metrics`)).text()
    const planned = sumOf(metrics, 'kisht_nudges_decisions_total{decision="send"')
    return {
      hasLooked: lookedAt >= from,
      waiting: nudges.oldest_pending_seconds,
      underWay: Math.max(0, planned - sumOf(metrics, 'kisht_nudges_outcomes_total{')),
    }
  }
  await expect.poll(look, { timeout: PATIENCE_MS }).toEqual({ hasLooked: true, waiting: null, underWay: 0 })
}

function sumOf(metrics: string, beginning: string): number {
  return metrics
    .split('\n')
    .filter((line) => line.startsWith(beginning))
    .reduce((sum, line) => sum + Number(line.slice(line.lastIndexOf(' '))), 0)
}

interface Health {
  ok: boolean
  nudges: {
    on: boolean
    paused: boolean
    planner_last_run: string | null
    oldest_pending_seconds: number | null
    unknown: number
  }
}

export async function healthOf(journey: Journey): Promise<Health> {
  const answer = await fetch(`${journey.kisht().address}/health`)
  return (await answer.json()) as Health
}

/** Gives what arrived in a chat since the last time it was asked about it. */
export function createReader(): (person: Person) => InboxMessage[] {
  const seen = new Map<Person, number>()
  return (person) => {
    const last = seen.get(person) ?? 0
    const unread = person.inbox.filter(({ id }) => id > last)
    seen.set(person, Math.max(last, ...unread.map(({ id }) => id)))
    return unread
  }
}

export interface Rehearsed {
  member_no: string
  plan_no: string | null
  step: string
  decision: string
  reason: string
  channel: string | null
  language: string | null
  text: string | null
}

/** `nudge --dry-run --json`, line by line. */
export async function rehearse(journey: Journey, ...options: string[]): Promise<Rehearsed[]> {
  return jsonLines((await journey.typed('nudge', '--dry-run', '--json', ...options)).out)
}

export async function openTasks(journey: Journey, kind: string): Promise<Record<string, unknown>[]> {
  return jsonLines((await journey.typed('tasks', '--kind', kind, '--json')).out)
}

export async function planOf(journey: Journey, planNo: string): Promise<Record<string, unknown>> {
  const [plan] = jsonLines<Record<string, unknown>>((await journey.typed('plan', planNo, '--json')).out)
  return plan ?? {}
}

/** What the back office brings, as files. */
export type Files = Readonly<Record<string, string>>

/** Run as it likes: by whoever calls, with the arguments of `kisht`. */
export async function importFiles(files: Files, asOf: string, run: (...args: string[]) => Promise<Ran>): Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), 'kisht-files-'))
  for (const [name, content] of Object.entries(files)) writeFileSync(join(folder, name), content)
  const { exitCode, out, err } = await run('import', folder, '--as-of', asOf)
  rmSync(folder, { recursive: true })
  expect(exitCode, `${out}${err}`).toBe(0)
}

/** While it is stopped, at this moment, up to which the payments are complete; moving on starts it again. */
export function importAt(journey: Journey, moment: string, ...rows: readonly PaymentRow[]): Promise<void> {
  return importFiles(paymentFiles(...rows), moment, (...args) => journey.stopAndRun(moment, ...args))
}

/** Id, member, plan, currency, amount, date. */
export type PaymentRow = readonly [string, string, string, string, string, string]

export function paymentFiles(...rows: readonly PaymentRow[]): Files {
  const lines = rows.map(([id, memberNo, planNo, currency, amount, valueAt]) =>
    [id, 'installment', memberNo, planNo, '', currency, amount, valueAt, '', 'transfer'].join(','),
  )
  return { 'payments.csv': [paymentColumns, ...lines, ''].join('\n') }
}

const paymentColumns = 'payment_id,kind,member_no,plan_no,reverses,currency,amount,value_at,received_at,method'

export const labelsOf = ({ buttons }: InboxMessage): string[] => buttons.flat().map(({ text }) => text)

export function jsonLines<Line>(out: string): Line[] {
  return out
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => JSON.parse(line) as Line)
}

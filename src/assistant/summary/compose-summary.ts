/** The morning summary in words, for whoever is in the support team's chat: numbers, and no name of anybody. */
import { isEventName } from '../../domain/nudges/catalogue.ts'
import { isStale } from '../../domain/nudges/refusal.ts'
import type { Policy } from '../../domain/policy.ts'
import type { DaySummary, DueSummary } from '../../nudges/day-summary.ts'
import { button, choices, facts, heading, note, say, text } from '../answers/blocks.ts'
import type { Block, Content, Reply } from '../message.ts'

export function composeSummary(
  summary: DaySummary,
  { about }: Pick<DueSummary, 'about'>,
  policy: Policy,
  now: Temporal.Instant,
): Reply {
  const { pausedSince, needsConfirmation, tasks } = summary
  const moment = (instant: Temporal.Instant): Content => ({ instant: instant.toString(), zone: policy.contractZone })
  return {
    blocks: [
      heading(say('summary.heading', { date: { weekday: about } })),
      ...(pausedSince ? [note(say('summary.paused', { moment: moment(pausedSince) }))] : []),
      ...messagesOf(summary),
      heading(say('summary.plans')),
      facts(
        ['summary.plansCancelled', number(summary.plansCancelled)],
        ['summary.plansRestored', number(summary.plansRestored)],
      ),
      ...(needsConfirmation ? [note(say('summary.needsConfirmation'))] : []),
      heading(say('summary.tasks')),
      facts(
        ['summary.opened', number(tasks.opened)],
        ['summary.closed', number(tasks.closed)],
        ['summary.open', number(tasks.open)],
      ),
      heading(say('summary.payments')),
      ...paymentsOf(summary, policy, now, moment),
      choices(button('tasks')),
    ],
  }
}

function messagesOf({ sent, skipped, unknown, failed, cancelledMessages }: DaySummary): Block[] {
  const isTrouble = unknown + failed + cancelledMessages > 0
  return [
    ...(sent.length === 0 ? [text(say('summary.nothingSent'))] : [heading(say('summary.sent'))]),
    ...counted(sent.map(({ step, messages }) => [stepName(step), messages])),
    ...(skipped.length === 0 ? [] : [heading(say('summary.skipped'))]),
    ...counted(skipped.map(({ reason, decisions }) => [say(`summary.reason.${reason}`), decisions])),
    ...(isTrouble
      ? [
          heading(say('summary.trouble')),
          facts(
            ['summary.unknown', number(unknown)],
            ['summary.failed', number(failed)],
            ['summary.withdrawn', number(cancelledMessages)],
          ),
        ]
      : []),
  ]
}

function paymentsOf(
  { paymentsCompleteTo }: DaySummary,
  policy: Policy,
  now: Temporal.Instant,
  moment: (instant: Temporal.Instant) => Content,
): Block[] {
  if (!paymentsCompleteTo) return [note(say('summary.neverStated'))]
  return [
    facts(['summary.completeTo', moment(paymentsCompleteTo)]),
    ...(isStale({ paymentsCompleteTo, policy, now }) ? [note(say('summary.stale'))] : []),
  ]
}

function stepName(step: string): Content {
  return isEventName(step) ? say(`summary.event.${step}`) : say('summary.step', { step: { text: step } })
}

function counted(rows: readonly (readonly [label: Content, count: number])[]): Block[] {
  if (rows.length === 0) return []
  return [{ block: 'facts', facts: rows.map(([label, count]) => ({ label, value: number(count) })) }]
}

function number(count: number): Content {
  return { number: count }
}

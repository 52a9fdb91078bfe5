/** `nudge --dry-run`: who would be told what, who would not and why, and then the messages as these people would read them. */
import type { Nudging } from '../../nudges/pause.ts'
import { type RehearsedNudge, rehearsalJson } from '../../nudges/rehearsal.ts'
import { type CliCommand, exitCodes, WrongUsage } from '../command.ts'
import { questionInstant } from '../instant-option.ts'
import { textTable } from '../text-table.ts'

const usage = 'nudge --dry-run [--at <instant>] [--json]'

export const nudge: CliCommand = {
  name: 'nudge',
  usage,
  description: 'who would get what now, and who would not and why; sends nothing',
  options: { 'dry-run': { type: 'boolean' }, at: { type: 'string' } },
  positionals: { least: 0, most: 0 },
  async run(args, { out }, services) {
    if (args.options['dry-run'] !== true) {
      throw new WrongUsage(`Usage: kisht ${usage}\nThe assistant sends by itself, where NUDGES=on.`)
    }
    const rehearsed = await services.rehearseNudges(questionInstant(args, services.now()))
    const lines = args.options.json
      ? rehearsed.map((each) => JSON.stringify(rehearsalJson(each)))
      : [...table(rehearsed), ...messages(rehearsed), ...counts(rehearsed), ...whetherSent(await services.nudging())]
    lines.forEach(out)
    return exitCodes.done
  },
}

function table(rehearsed: readonly RehearsedNudge[]): string[] {
  if (rehearsed.length === 0) return []
  return textTable(
    ['member', 'plan', 'step', 'decision', 'reason', 'next look', 'channel', 'language'],
    rehearsed.map((each) => [
      nameOf(each),
      each.planNo ?? '',
      each.step,
      each.decision,
      each.reason,
      each.lookAt ? ownTime(each.lookAt) : '',
      each.channel ?? '',
      each.language ?? '',
    ]),
  )
}

/** As their own clock shows it, for it is on that clock that they are let alone. */
function ownTime(at: Temporal.ZonedDateTime): string {
  return `${at.toPlainDate()} ${at.toPlainTime().toString({ smallestUnit: 'minute' })}`
}

/** Person by person, each message below who gets it. */
function messages(rehearsed: readonly RehearsedNudge[]): string[] {
  const sent = rehearsed.filter(({ decision, text }) => decision === 'send' && text !== null)
  return [...Map.groupBy(sent, ({ memberNo }) => memberNo).values()].flatMap((ofOne) =>
    ofOne.flatMap((each, place) => [
      '',
      ...(place === 0 ? [`${nameOf(each)}, ${each.channel ?? ''}, ${each.language ?? ''}`] : []),
      ...(each.text ?? '').split('\n').map((line) => `  ${line}`.trimEnd()),
    ]),
  )
}

function counts(rehearsed: readonly RehearsedNudge[]): string[] {
  if (rehearsed.length === 0) return ['There is nothing to be told to anybody.']
  const groups = Map.groupBy(rehearsed, ({ decision, reason }) => `${decision}  ${reason.replaceAll('_', ' ')}`)
  const rows = [...groups].map(([name, { length }]) => ({ name, length })).toSorted((a, b) => b.length - a.length)
  const width = String(rows[0]?.length).length
  return ['', ...rows.map(({ name, length }) => `${String(length).padStart(width)}  ${name}`)]
}

function whetherSent({ isOn, pausedSince }: Nudging): string[] {
  if (!isOn) return ['', 'NUDGES is off: nothing of this goes out now.']
  return pausedSince ? ['', `Sending is paused since ${pausedSince}: nothing of this goes out now.`] : []
}

function nameOf({ memberName, memberNo }: RehearsedNudge): string {
  return `${memberName} (${memberNo})`
}

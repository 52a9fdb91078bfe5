/** `hold`: the support team has a person let alone, until a last date of silence or until somebody ends it. */
import { dateAt, type PlainDateIso, parsePlainDate } from '../../domain/calendar.ts'
import { type Hold, type HoldReason, holdReasons, isHoldReason } from '../../nudges/holds.ts'
import { type Arguments, type CliCommand, type ExitCode, exitCodes, type Output, WrongUsage } from '../command.ts'
import type { Services } from '../services.ts'
import { textTable } from '../text-table.ts'

const usage = `hold <member_no> --reason ${holdReasons.join('|')} [--until <date>] | <member_no> --end | --list [--json]`

export const hold: CliCommand = {
  name: 'hold',
  usage,
  description: 'lets a person alone (--until: the last date of silence), ends that, or lists who is let alone',
  options: {
    reason: { type: 'string' },
    until: { type: 'string' },
    end: { type: 'boolean' },
    list: { type: 'boolean' },
  },
  positionals: { least: 0, most: 1 },
  async run(args, output, services) {
    const { reason, until, end, list } = args.options
    const [memberNo] = args.positionals
    const ways = [list === true, end === true, reason !== undefined].filter((isAsked) => isAsked).length
    const isConfused = ways !== 1 || (list === true) === (memberNo !== undefined)
    if (isConfused || (until !== undefined && reason === undefined)) throw new WrongUsage(`Usage: kisht ${usage}`)
    if (memberNo === undefined) return listAll(args, output, services)
    if (end === true) return endOne(memberNo, args, output, services)
    const untilOn = until === undefined ? null : untilOption(until, services)
    return holdOne({ memberNo, reason: reasonOption(String(reason)), untilOn }, args, output, services)
  },
}

async function holdOne(
  held: Pick<Hold, 'memberNo' | 'reason' | 'untilOn'>,
  { options }: Arguments,
  { out, err }: Output,
  services: Services,
): Promise<ExitCode> {
  const { memberNo, reason, untilOn } = held
  if (!(await services.holdMember(held))) return noMember(memberNo, err)
  const how = untilOn ? `through ${untilOn} (${services.policy.contractZone})` : 'until you end it with --end'
  out(options.json ? json({ member_no: memberNo, reason, until: untilOn }) : `${memberNo} is let alone ${how}.`)
  return exitCodes.done
}

async function endOne(
  memberNo: string,
  { options }: Arguments,
  { out, err }: Output,
  services: Services,
): Promise<ExitCode> {
  const ended = await services.endHold(memberNo)
  if (ended === 'no_member') return noMember(memberNo, err)
  const isEnded = ended === 'ended'
  if (options.json) out(json({ member_no: memberNo, ended: isEnded }))
  else out(isEnded ? `${memberNo} is no longer let alone.` : `${memberNo} was not let alone.`)
  return exitCodes.done
}

async function listAll({ options }: Arguments, { out }: Output, services: Services): Promise<ExitCode> {
  const holds = await services.holds()
  const lines = options.json
    ? holds.map(({ memberNo, reason, since, untilOn, setBy }) =>
        json({ member_no: memberNo, reason, since: since.toString(), until: untilOn, by: setBy }),
      )
    : textTable(
        ['member', 'reason', 'since', 'last date', 'by'],
        holds.map(({ memberNo, memberName, reason, since, untilOn, setBy }) => [
          `${memberName} (${memberNo})`,
          reason,
          dateAt(since, services.policy.contractZone),
          untilOn ?? '',
          setBy,
        ]),
      )
  lines.forEach(out)
  return exitCodes.done
}

function noMember(memberNo: string, err: Output['err']): ExitCode {
  err(`There is no member ${memberNo}.`)
  return exitCodes.refused
}

function reasonOption(text: string): HoldReason {
  if (isHoldReason(text)) return text
  throw new WrongUsage(`--reason takes one of: ${holdReasons.join(', ')}; not "${text}"`)
}

function untilOption(text: string | boolean, { now, policy }: Services): PlainDateIso {
  const date = parsePlainDate(String(text))
  const today = dateAt(now(), policy.contractZone)
  if (date && date >= today) return date
  throw new WrongUsage(`--until takes the last date of silence, today (${today}) or later; not "${text}"`)
}

function json(row: Readonly<Record<string, unknown>>): string {
  return JSON.stringify(row)
}

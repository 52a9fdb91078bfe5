import { dateAt } from '../../domain/calendar.ts'
import { isTaskKind, type TaskKind, taskKindNames } from '../../tasks/kinds.ts'
import type { Task, TaskNote } from '../../tasks/task.ts'
import { parseTaskId } from '../../tasks/task-desk.ts'
import { taskJson } from '../../tasks/task-json.ts'
import { type Arguments, type CliCommand, type ExitCode, exitCodes, type Output, WrongUsage } from '../command.ts'
import type { Services } from '../services.ts'
import { textTable } from '../text-table.ts'

const usage =
  'tasks [--all] [--kind <kind>] [--owner <member_no>] | --close <id> --outcome <text> | --history <id> [--json]'

export const tasks: CliCommand = {
  name: 'tasks',
  usage,
  description: 'open tasks (--all: closed ones, too; --owner support: the team’s own), close one, what was done',
  options: {
    all: { type: 'boolean' },
    kind: { type: 'string' },
    owner: { type: 'string' },
    close: { type: 'string' },
    outcome: { type: 'string' },
    history: { type: 'string' },
  },
  positionals: { least: 0, most: 0 },
  async run(args, output, services) {
    const { all, kind, owner, close, outcome, history } = args.options
    const isList = close === undefined && history === undefined
    const isFiltered = all !== undefined || kind !== undefined || owner !== undefined
    const isConfused = (close !== undefined && history !== undefined) || (!isList && isFiltered)
    if (isConfused || (close === undefined) !== (outcome === undefined)) throw new WrongUsage(`Usage: kisht ${usage}`)
    if (close !== undefined) return closeOne(idOption(close), String(outcome).trim(), args, output, services)
    if (history !== undefined) return showHistory(idOption(history), args, output, services)
    const found = await services.tasks({
      isClosedToo: all === true,
      ...(kind !== undefined && { kind: kindOption(kind) }),
      ...(owner !== undefined && { ownerNo: owner === 'support' ? null : String(owner) }),
    })
    const lines = args.options.json
      ? found.map((task) => JSON.stringify(taskJson(task)))
      : taskTable(found, services.policy.contractZone, all === true)
    lines.forEach(output.out)
    return exitCodes.done
  },
}

async function closeOne(
  id: number,
  outcome: string,
  { options }: Arguments,
  { out, err }: Output,
  services: Services,
): Promise<ExitCode> {
  if (outcome === '') throw new WrongUsage('--outcome takes what came of it, in words')
  if (!(await services.closeTask(id, outcome))) {
    err(`There is no open task ${id}.`)
    return exitCodes.refused
  }
  out(options.json ? JSON.stringify({ id, outcome }) : `Task ${id} is closed.`)
  return exitCodes.done
}

async function showHistory(
  id: number,
  { options }: Arguments,
  { out, err }: Output,
  services: Services,
): Promise<ExitCode> {
  const notes = (await services.taskHistory(id)).map(noteJson)
  if (notes.length === 0) {
    err(`There is no task ${id}.`)
    return exitCodes.refused
  }
  const lines = options.json
    ? notes.map((note) => JSON.stringify(note))
    : textTable(
        ['at', 'who', 'what', ''],
        notes.map(({ at, actor, action, text }) => [at, actor, action, text ?? '']),
      )
  lines.forEach(out)
  return exitCodes.done
}

function idOption(text: string | boolean): number {
  const id = parseTaskId(String(text))
  if (id === undefined) throw new WrongUsage(`A task is named by its number, as tasks lists it; not "${text}"`)
  return id
}

function kindOption(text: string | boolean): TaskKind {
  if (typeof text === 'string' && isTaskKind(text)) return text
  throw new WrongUsage(`--kind takes one of: ${taskKindNames.join(', ')}; not "${text}"`)
}

function taskTable(found: readonly Task[], contractZone: string, isClosedToo: boolean): string[] {
  const person = (name: string | null, memberNo: string | null) => (memberNo === null ? '' : `${name} (${memberNo})`)
  return textTable(
    ['id', 'kind', 'about', 'opened', 'due', 'owner', ...(isClosedToo ? ['outcome'] : [])],
    found.map((task) => [
      String(task.id),
      task.kind.replaceAll('_', ' '),
      person(task.memberName, task.memberNo) || task.subject,
      dateAt(task.openedAt, contractZone),
      task.dueOn ?? '',
      person(task.ownerName, task.ownerNo) || 'support',
      ...(isClosedToo ? [task.outcome ?? ''] : []),
    ]),
  )
}

function noteJson({ at, actor, action, text }: TaskNote) {
  return { at: at.toString(), actor, action, text }
}

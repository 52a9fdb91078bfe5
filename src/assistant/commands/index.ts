/** The registry: menus, help and the platforms' command lists are made from it. */
import type { Command, CommandName } from '../command.ts'
import type { Speaker } from '../speaker.ts'
import { bonus } from './bonus.ts'
import { help } from './help.ts'
import { language } from './language.ts'
import { next } from './next.ts'
import { overdue } from './overdue.ts'
import { pay } from './pay.ts'
import { schedule } from './schedule.ts'
import { settings } from './settings.ts'
import { shares } from './shares.ts'
import { start } from './start.ts'
import { stop } from './stop.ts'
import { support } from './support.ts'
import { tasks } from './tasks.ts'

/** In the order of the menu. */
const commands: readonly Command[] = [
  next,
  schedule,
  shares,
  bonus,
  pay,
  overdue,
  tasks,
  support,
  settings,
  language,
  help,
  start,
  stop,
]

export function findCommand(name: CommandName): Command {
  const command = commands.find((candidate) => candidate.name === name)
  if (!command) throw new Error(`no command ${name}`)
  return command
}

/** The commands that this person is offered. */
export function commandsFor(speaker: Speaker): CommandName[] {
  return commands.filter((command) => command.isFor(speaker)).map(({ name }) => name)
}

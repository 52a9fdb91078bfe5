/** From what was typed to an exit code: finds the command, checks its arguments, runs it. */
import { parseArgs } from 'node:util'
import { type Arguments, type CliCommand, type ExitCode, exitCodes, type Output, WrongUsage } from './command.ts'
import { cliCommands } from './commands/index.ts'
import type { Services } from './services.ts'

export interface Typed {
  argv: readonly string[]
  workingDir: string
  clock?: string
}

export type Understood = { ok: true; command: CliCommand; args: Arguments } | { ok: false; message: string }

export function understand({ argv, workingDir, clock }: Typed): Understood {
  const [name, ...rest] = argv
  const command = cliCommands.find((candidate) => candidate.name === name)
  if (!command)
    return { ok: false, message: `${name ? `There is no command "${name}".` : 'Which command?'}\n\n${usage()}` }
  try {
    const { values, positionals } = parseArgs({
      args: rest,
      options: { ...command.options, json: { type: 'boolean' } },
      allowPositionals: true,
    })
    const { least, most } = command.positionals
    if (positionals.length < least || positionals.length > most) return misused(command)
    const options = values as Arguments['options']
    return { ok: true, command, args: { positionals, options, workingDir, ...(clock !== undefined && { clock }) } }
  } catch (error) {
    return misused(command, error instanceof Error ? error.message : String(error))
  }
}

export async function runCommand(typed: Typed, output: Output, services: Services): Promise<ExitCode> {
  const understood = understand(typed)
  if (!understood.ok) {
    output.err(understood.message)
    return exitCodes.wrongUsage
  }
  try {
    return await understood.command.run(understood.args, output, services)
  } catch (error) {
    if (!(error instanceof WrongUsage)) throw error
    output.err(error.message)
    return exitCodes.wrongUsage
  }
}

export function usage(): string {
  const width = Math.min(LONGEST_IN_LINE, Math.max(...cliCommands.map((command) => command.usage.length)))
  return [
    'npm start                          runs the assistant',
    'npm run kisht -- <command>         one of:',
    '',
    ...cliCommands.map((command) => `  ${command.usage.padEnd(width)}  ${command.description}`),
    '',
    'With --json, standard output carries JSON lines and nothing else.',
  ].join('\n')
}

/** A longer usage stands out rather than pushing all descriptions to the right. */
const LONGEST_IN_LINE = 60

function misused(command: CliCommand, why = ''): Understood {
  return { ok: false, message: [why, `Usage: kisht ${command.usage}`].filter((line) => line !== '').join('\n') }
}

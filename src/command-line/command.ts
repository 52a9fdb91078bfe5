/** A command of the command line: what it takes, and what it does with the services of an open installation. */
import type { Services } from './services.ts'

/** Where a command writes, and what it knows of the terminal it writes to. */
export interface Output {
  out(line: string): void
  err(line: string): void
  /** How far long work is: one line that replaces the one before, on a terminal only. */
  status(line: string): void
}

export interface Arguments {
  positionals: readonly string[]
  options: Readonly<Record<string, string | boolean | undefined>>
  /** Paths are taken from here: the folder in which the command was typed. */
  workingDir: string
  /** `CLOCK` of the one who typed the command, if it was set. */
  clock?: string
}

export const exitCodes = { done: 0, refused: 1, wrongUsage: 2, internal: 3, busy: 75 } as const
export type ExitCode = (typeof exitCodes)[keyof typeof exitCodes]

export interface CliCommand {
  name: string
  /** After `kisht`: `plan <plan_no>... | --all [--at <instant>]`. */
  usage: string
  description: string
  options: Readonly<Record<string, { type: 'string' | 'boolean' }>>
  positionals: { least: number; most: number }
  run(args: Arguments, output: Output, services: Services): Promise<ExitCode>
}

/** Something typed wrongly, found while the command ran. */
export class WrongUsage extends Error {}

/** The composition root's door: reads what was typed and the environment, and hands over. */
import { existsSync } from 'node:fs'
import { startClock } from './clock.ts'
import { type ExitCode, exitCodes, type Output } from './command-line/command.ts'
import { checkPolicy } from './command-line/commands/check-policy.ts'
import { callRunning } from './command-line/control-socket.ts'
import { runCommand, type Typed, understand } from './command-line/run-command.ts'
import { openBase } from './composition/open-base.ts'
import { createServices } from './composition/services.ts'
import { isForDemo, startAssistant } from './composition/start-assistant.ts'
import { type Config, readConfig } from './config.ts'
import { demoPolicy } from './demo/demo-policy.ts'
import { createLogger } from './logger.ts'
import { readPolicyFile } from './policy/read-policy.ts'
import type { Base } from './storage/base-marker.ts'

const output: Output = {
  out: (line) => process.stdout.write(`${line}\n`),
  err: (line) => process.stderr.write(`${line}\n`),
}

export async function main(argv: readonly string[]): Promise<void> {
  if (existsSync('.env')) process.loadEnvFile('.env')
  try {
    process.exitCode = await run(argv)
  } catch (error) {
    output.err(`Kisht failed: ${describe(error)}`)
    createLogger(process.env.LOG_LEVEL || 'info').debug({ error }, 'failed')
    process.exitCode = exitCodes.internal
  }
}

/** In words where a person can mend it. */
function describe(error: unknown): string {
  const { code, message, address } = error as NodeJS.ErrnoException & { address?: string }
  if (code === 'EADDRINUSE') return 'something listens on this port already; set HTTP_PORT to another one, or to 0.'
  if (code === 'EADDRNOTAVAIL') return `this machine has no address ${address}; see HTTP_HOST.`
  if (code === 'ECONNREFUSED') return 'the database does not answer; see DATABASE_URL.'
  return message ?? String(error)
}

async function run(argv: readonly string[]): Promise<ExitCode> {
  const clock = process.env.CLOCK
  const typed: Typed = { argv, workingDir: process.cwd(), ...(clock && { clock }) }
  const isStart = argv.length === 1 && argv[0] === 'start'
  const understood = isStart ? undefined : understand(typed)
  if (understood && !understood.ok) {
    output.err(understood.message)
    return exitCodes.wrongUsage
  }
  if (understood?.command.name === checkPolicy.name) return checkPolicy.run(understood.args, output)

  const read = readConfig(process.env)
  if (!read.ok) {
    for (const { name, value, expected } of read.problems) output.err(`${name}=${value}: expected ${expected}`)
    return exitCodes.wrongUsage
  }
  return isStart ? start(read.config) : carryOut(typed, read.config)
}

async function carryOut(typed: Typed, config: Config): Promise<ExitCode> {
  const policy = readPolicyFile(config.policyFile)
  if (!policy.ok) return refusePolicy(config, policy.problems)
  const opened = await openBase(config)
  if (!opened.ok) {
    const exit = await callRunning(config.database.dataDir, typed, output)
    if (exit !== undefined) return exit
    output.err(`Another process has ${config.database.dataDir} open, and it does not take commands just now.`)
    return exitCodes.busy
  }
  const { database, base } = opened
  const effective = base.kind === 'demo' && !config.policyFile ? demoPolicy : policy.policy
  const clock = startClock(config.clock)
  try {
    const services = createServices({
      database,
      base,
      policy: effective,
      now: () => clock.now(),
      botName: () => undefined,
    })
    return await runCommand(typed, output, services)
  } finally {
    await database.close()
  }
}

async function start(config: Config): Promise<ExitCode> {
  const policy = readPolicyFile(config.policyFile)
  if (!policy.ok) return refusePolicy(config, policy.problems)
  const opened = await openBase(config)
  if (!opened.ok) {
    output.err(`Another process has ${config.database.dataDir} open already.`)
    return exitCodes.busy
  }
  const { database, base } = opened
  const conflict = demoConflict(config, base)
  if (conflict) {
    await database.close()
    output.err(conflict)
    return exitCodes.refused
  }
  if (base.kind === 'new' && isForDemo({ config, base }))
    output.out('Making the demo project: this takes a few seconds, once.')
  const clock = startClock(config.clock)
  const logger = createLogger(config.logLevel)
  const running = await startAssistant({ config, database, base, policy: policy.policy, clock, logger }).catch(
    async (error) => {
      await database.close()
      throw error
    },
  )
  output.out(
    running.playgroundAddress ? `Playground: ${running.playgroundAddress}` : `Kisht is running at ${running.address}`,
  )
  await untilToldToStop()
  await running.stop()
  return exitCodes.done
}

/** Demo and real never mix. */
function demoConflict({ telegram, demo }: Config, base: Base): string | undefined {
  if (base.kind !== 'demo') return undefined
  if (telegram) return 'This is a demo base: it never speaks to real people. Choose another DATA_DIR for your bot.'
  if (demo === 'off') return 'This is a demo base, and DEMO is off. Choose another DATA_DIR.'
  return undefined
}

function refusePolicy({ policyFile }: Config, problems: readonly { path: string; expected: string }[]): ExitCode {
  for (const { path, expected } of problems) output.err(`${policyFile}${path ? `, ${path}` : ''}: expected ${expected}`)
  return exitCodes.refused
}

function untilToldToStop(): Promise<void> {
  return new Promise((resolve) => {
    for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => resolve())
  })
}

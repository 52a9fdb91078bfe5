/** The composition root's door: reads what was typed and the environment, and hands over. */
import { existsSync } from 'node:fs'
import { type ExitCode, exitCodes, type Output } from './command-line/command.ts'
import { checkPolicy } from './command-line/commands/check-policy.ts'
import { type Typed, understand, usage } from './command-line/run-command.ts'
import { readConfig } from './config.ts'
import { createLogger } from './logger.ts'
import { readPolicyFile } from './policy/read-policy.ts'

const { isTTY } = process.stderr
let hasStatus = false

const output: Output = {
  out(line) {
    clearStatus()
    process.stdout.write(`${line}\n`)
  },
  err(line) {
    clearStatus()
    process.stderr.write(`${line}\n`)
  },
  status(line) {
    if (!isTTY) return
    clearStatus()
    process.stderr.write(line)
    hasStatus = true
  },
}

function clearStatus(): void {
  if (hasStatus) process.stderr.write(CLEAR_LINE)
  hasStatus = false
}

const CLEAR_LINE = '\r\x1b[K'

export async function main(argv: readonly string[]): Promise<void> {
  // What we write is people's data: for nobody else on this machine.
  process.umask(0o077)
  // Whoever reads our output may stop reading: `| head`.
  process.stdout.on('error', (error: NodeJS.ErrnoException) =>
    process.exit(error.code === 'EPIPE' ? exitCodes.done : exitCodes.internal),
  )
  if (existsSync('.env')) process.loadEnvFile('.env')
  try {
    process.exitCode = await run(argv)
  } catch (error) {
    output.err(`Kisht failed: ${describe(error)}`)
    createLogger(process.env.LOG_LEVEL || 'info').debug({ error }, 'failed')
    process.exitCode = exitCodes.internal
  }
  // Everything is closed; a timer that the schema engine leaves behind would hold the process for seconds.
  process.stdout.write('', () => process.exit())
}

/** In words where a person can mend it. */
function describe(error: unknown): string {
  const { code, message, address } = error as NodeJS.ErrnoException & { address?: string }
  if (code === 'EADDRINUSE') return 'something listens on this port already; set HTTP_PORT to another one, or to 0.'
  if (code === 'EADDRNOTAVAIL') return `this machine has no address ${address}; see HTTP_HOST.`
  if (code === 'ENOTDIR' || code === 'EACCES' || code === 'EROFS') return `${message}; see DATA_DIR.`
  if (code === 'ECONNREFUSED') return 'the database does not answer; see DATABASE_URL.'
  return message ?? String(error)
}

async function run(argv: readonly string[]): Promise<ExitCode> {
  const clock = process.env.CLOCK
  const typed: Typed = { argv, workingDir: process.cwd(), ...(clock && { clock }) }
  if (argv.some((word) => word === '--help' || word === '-h')) {
    output.out(usage())
    return exitCodes.done
  }
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
  const { config } = read
  const policy = readPolicyFile(config.policyFile)
  if (!policy.ok) {
    for (const { path, expected } of policy.problems) {
      output.err(`POLICY_FILE=${config.policyFile}${path ? `, ${path}` : ''}: expected ${expected}`)
    }
    return exitCodes.refused
  }
  // Loaded only now: what was typed wrongly is answered without waiting for databases and channels to load.
  if (isStart) return (await import('./composition/start.ts')).start(config, policy.policy, output)
  return (await import('./composition/carry-out.ts')).carryOut(typed, config, policy.policy, output)
}

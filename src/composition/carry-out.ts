/** One command: here, or by the running assistant that has the embedded database open. */
import { setFlagsFromString } from 'node:v8'
import { startClock } from '../clock.ts'
import { type ExitCode, exitCodes, type Output } from '../command-line/command.ts'
import { callRunning } from '../command-line/control-socket.ts'
import { runCommand, type Typed } from '../command-line/run-command.ts'
import type { Config } from '../config.ts'
import type { Policy } from '../domain/policy.ts'
import { openWebhookStore } from '../storage/webhooks/webhook-store.ts'
import { areNudgesOn, lookAtBase, openInstallation } from './installation.ts'
import { createServices } from './services.ts'

/** Bringing data in projects it under a policy; trying that out changes nothing. */
function decidesPolicy({ argv }: Typed): boolean {
  return argv[0] === 'import' && !argv.includes('--dry-run')
}

export async function carryOut(typed: Typed, config: Config, policy: Policy, output: Output): Promise<ExitCode> {
  // A command works through much and keeps little: what it no longer needs is given back sooner.
  setFlagsFromString('--heap-growing-percent=15')
  const clock = startClock(config.clock)
  const opened = await openInstallation(config, policy, clock.now(), decidesPolicy(typed))
  if (!opened.ok) {
    const exit = await callRunning(config.database.dataDir, typed, output)
    if (exit !== undefined) return exit
    output.err(`Another process has ${config.database.dataDir} open, and it does not take commands just now.`)
    return exitCodes.busy
  }
  const { installation } = opened
  try {
    // Written without jobs: a running assistant, or the next one, finds them within a minute.
    const addWebhookEvents = config.webhook && openWebhookStore().addWebhookEvents
    const now = () => clock.now()
    const services = createServices({
      ...installation,
      now,
      isRunning: false,
      addWebhookEvents,
      areNudgesOn: areNudgesOn(config, installation.base),
    })
    const exit = await runCommand(typed, output, services)
    // What came along was projected under its own policy, and what an older version had projected may be gone.
    const isRestored = typed.argv[0] === 'restore' && exit === exitCodes.done
    if (isRestored) await lookAtBase(installation.database, config, policy, now())
    return exit
  } finally {
    await installation.database.close()
  }
}

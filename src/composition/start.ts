/** `npm start`: opens the installation, makes the demo where it is wanted, and runs until it is told to stop. */
import { startClock } from '../clock.ts'
import { type ExitCode, exitCodes, type Output } from '../command-line/command.ts'
import type { Config } from '../config.ts'
import type { Policy } from '../domain/policy.ts'
import { createLogger } from '../logger.ts'
import type { Base } from '../storage/base/base-marker.ts'
import { openInstallation, wantsDemo } from './installation.ts'
import { startAssistant } from './start-assistant.ts'

export async function start(config: Config, policy: Policy, output: Output): Promise<ExitCode> {
  const clock = startClock(config.clock)
  const opened = await openInstallation(config, policy, clock.now(), true)
  if (!opened.ok) {
    output.err(`Another process has ${config.database.dataDir} open already.`)
    return exitCodes.busy
  }
  const { database, base } = opened.installation
  try {
    const conflict = demoConflict(config, base)
    if (conflict) {
      output.err(conflict)
      return exitCodes.refused
    }
    const isNewDemo = wantsDemo(config, base)
    if (isNewDemo) output.out('Making the demo project: this takes a few seconds, once.')
    const installation =
      isNewDemo || base.kind === 'demo'
        ? await (await import('./make-demo.ts')).makeDemo(opened.installation, config, () => clock.now())
        : opened.installation
    const running = await startAssistant(installation, config, clock, createLogger(config.logLevel))
    const { address, playgroundAddress } = running
    output.out(playgroundAddress ? `Playground: ${playgroundAddress}` : `Kisht is running at ${address}`)
    await untilToldToStop()
    await running.stop()
    return exitCodes.done
  } finally {
    await database.close()
  }
}

/** Demo and real never mix. */
function demoConflict({ telegram, webhook, apiKeys, demo }: Config, base: Base): string | undefined {
  if (base.kind !== 'demo') return undefined
  if (telegram) return 'This is a demo base: it never speaks to real people. Choose another DATA_DIR for your bot.'
  if (webhook) return 'This is a demo base: a back office is not told what was made up. Choose another DATA_DIR.'
  if (apiKeys.length > 0)
    return 'This is a demo base: no back office ever writes to it. Choose another DATA_DIR, or leave API_KEYS empty.'
  if (demo === 'off') return 'This is a demo base, and DEMO is off. Choose another DATA_DIR.'
  return undefined
}

function untilToldToStop(): Promise<void> {
  return new Promise((resolve) => {
    for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => resolve())
  })
}

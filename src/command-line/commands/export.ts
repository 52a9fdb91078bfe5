import { resolve } from 'node:path'
import type { NotHeld } from '../../back-office/exporting/export-store.ts'
import { type CliCommand, exitCodes } from '../command.ts'

export const exportCommand: CliCommand = {
  name: 'export',
  usage: 'export <folder> [--json]',
  description: 'writes the same files back',
  options: {},
  positionals: { least: 1, most: 1 },
  async run({ positionals: [given = ''], options, workingDir }, output, services) {
    const folder = resolve(workingDir, given)
    const exported = await services.exportTo(folder).catch((error: NodeJS.ErrnoException) => {
      if (error.syscall === undefined) throw error
      output.err(`${given}: expected a folder that can be written, in one that exists (${error.code}).`)
      return undefined
    })
    if (!exported) return exitCodes.refused
    const { files, notHeld } = exported
    if (options.json) {
      output.out(JSON.stringify({ folder, files: [...files.keys()], not_held: notHeld }))
      return exitCodes.done
    }
    output.out(`Written to ${folder}: ${[...files.keys()].join(', ')}`)
    const missing = Object.entries(notHeld).filter(([, count]) => count > 0)
    if (missing.length > 0) output.out('These files do not hold:')
    for (const [what, count] of missing) output.out(`  ${count} ${inWords[what as keyof NotHeld]}`)
    return exitCodes.done
  },
}

const inWords: Record<keyof NotHeld, string> = {
  chatLinks: 'links of chats to members',
  chosenLanguages: 'languages chosen in a chat',
  quarantinedPayments: 'payments in quarantine',
  recordedTimes: 'times at which payments were recorded',
  decidedPlans: 'decisions for payments that named no plan',
  olderOfferVersions: 'earlier versions of offers',
  historyPlans: 'marks of plans that are history',
  asOfStatement: 'statement up to when payments are complete',
}

import type { Finding } from '../../ledger/examine.ts'
import { type CliCommand, exitCodes } from '../command.ts'

export const doctor: CliCommand = {
  name: 'doctor',
  usage: 'doctor [--json]',
  description: 'is this installation healthy, do projections equal the ledger?',
  options: {},
  positionals: { least: 0, most: 0 },
  async run({ options }, output, services) {
    const examined = await services.examine()
    if (!examined.ok) {
      output.err('An import is under way. Try again when it is done.')
      return exitCodes.busy
    }
    const { findings } = examined
    for (const finding of findings) {
      if (options.json) output.out(JSON.stringify(finding))
      else {
        output.out(`${verdict(finding)}  ${finding.check.replaceAll('_', ' ')}`)
        for (const detail of finding.details) output.out(`        ${describe(detail)}`)
      }
    }
    return findings.every(({ ok }) => ok) ? exitCodes.done : exitCodes.refused
  },
}

/** What waits for a person is no fault of the installation, but it should be seen. */
function verdict({ ok, details }: Finding): string {
  if (!ok) return 'FAULT'
  return details.length > 0 ? 'look ' : 'ok   '
}

function describe(detail: Finding['details'][number]): string {
  return Object.entries(detail)
    .map(([name, value]) => `${name.replaceAll('_', ' ')} ${value}`)
    .join(', ')
}

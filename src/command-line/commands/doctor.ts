import { type CliCommand, exitCodes } from '../command.ts'

export const doctor: CliCommand = {
  name: 'doctor',
  usage: 'doctor [--json]',
  description: 'is this installation healthy, do projections equal the ledger?',
  options: {},
  positionals: { least: 0, most: 0 },
  async run({ options }, output, services) {
    const findings = await services.examine()
    for (const finding of findings) {
      if (options.json) output.out(JSON.stringify(finding))
      else {
        output.out(`${finding.ok ? 'ok  ' : 'LOOK'}  ${finding.check}`)
        for (const detail of finding.details) output.out(`        ${detail}`)
      }
    }
    return findings.every(({ ok }) => ok) ? exitCodes.done : exitCodes.refused
  },
}

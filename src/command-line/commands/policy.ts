import { writePolicy } from '../../policy/read-policy.ts'
import { type CliCommand, exitCodes } from '../command.ts'

export const policy: CliCommand = {
  name: 'policy',
  usage: 'policy [--json]',
  description: 'the effective policy',
  options: {},
  positionals: { least: 0, most: 0 },
  async run({ options }, output, services) {
    const document = writePolicy(services.policy)
    output.out(options.json ? JSON.stringify(JSON.parse(document)) : document)
    return exitCodes.done
  },
}

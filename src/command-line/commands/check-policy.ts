import { resolve } from 'node:path'
import { readPolicyFile } from '../../policy/read-policy.ts'
import { type Arguments, type ExitCode, exitCodes, type Output } from '../command.ts'

/** Needs no installation, so it runs anywhere. */
export const checkPolicy = {
  name: 'check-policy',
  usage: 'check-policy <file> [--json]',
  description: 'is this policy valid?',
  options: {},
  positionals: { least: 1, most: 1 },
  async run({ positionals: [file = ''], options, workingDir }: Arguments, output: Output): Promise<ExitCode> {
    const read = readPolicyFile(resolve(workingDir, file))
    if (options.json) {
      const problems = read.ok ? [] : read.problems
      output.out(JSON.stringify({ file, valid: read.ok, problems }))
    } else if (read.ok) output.out(`${file} is valid (version ${read.policy.version}).`)
    if (read.ok) return exitCodes.done
    if (!options.json)
      for (const { path, expected } of read.problems) output.err(`${path || file}: expected ${expected}`)
    return exitCodes.refused
  },
}

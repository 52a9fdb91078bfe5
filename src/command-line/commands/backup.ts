import { resolve } from 'node:path'
import { type CliCommand, exitCodes } from '../command.ts'

export const backup: CliCommand = {
  name: 'backup',
  usage: 'backup <file> [--json]',
  description: 'writes everything into one new file',
  options: {},
  positionals: { least: 1, most: 1 },
  async run({ positionals: [given = ''], options, workingDir }, output, services) {
    const file = resolve(workingDir, given)
    const outcome = await services.backUpTo(file)
    if (!outcome.ok) {
      output.err(
        outcome.reason === 'file_exists'
          ? `${given} is there already; a backup is never written over anything.`
          : `${given}: expected a file that can be written, in a folder that exists (${outcome.code}).`,
      )
      return exitCodes.refused
    }
    const { madeAt, base, rows } = outcome
    if (options.json) output.out(JSON.stringify({ file, made_at: madeAt, base, rows }))
    else {
      const count = Object.values(rows).reduce((sum, each) => sum + each, 0)
      output.out(`Written to ${file}: ${count} rows of ${Object.keys(rows).length} tables of a ${base} base.`)
    }
    return exitCodes.done
  },
}

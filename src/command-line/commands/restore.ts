import { resolve } from 'node:path'
import type { Restored } from '../../backup/restore.ts'
import { type CliCommand, exitCodes } from '../command.ts'

export const restore: CliCommand = {
  name: 'restore',
  usage: 'restore <file> [--json]',
  description: 'fills a new base from a backup',
  options: {},
  positionals: { least: 1, most: 1 },
  async run({ positionals: [given = ''], options, workingDir }, output, services) {
    const file = resolve(workingDir, given)
    const outcome = await services.restoreFrom(file)
    if (!outcome.ok) {
      output.err(`${describe(outcome, given)} Nothing was restored.`)
      return exitCodes.refused
    }
    const { base, made_at } = outcome.header
    if (options.json) output.out(JSON.stringify({ file, made_at, base }))
    else output.out(`Restored from ${file}: a ${base} base as it was at ${made_at}.`)
    return exitCodes.done
  },
}

type Refusal = Exclude<Restored, { ok: true }> | { ok: false; reason: 'running' }

function describe(refusal: Refusal, file: string): string {
  switch (refusal.reason) {
    case 'running':
      return 'The assistant is running on this base; a restoration needs a new one that nobody has open.'
    case 'not_new':
      return 'This base has been used already; choose a new DATA_DIR, or an empty database.'
    case 'not_readable':
      return `${file} is not a file that can be read (${refusal.code}).`
    case 'not_a_backup':
      return `${file} is not a backup.`
    case 'newer_format':
      return `${file} was made by a newer version of Kisht, in a format that this one does not know.`
    case 'newer_version':
      return `${file} was made by a newer version of Kisht: this one does not know ${refusal.migrations.join(', ')}.`
    case 'damaged':
      return `${file} is damaged: it was cut off or altered after it was made.`
    case 'other_tables':
      return `${file} has other tables or columns than the version of Kisht that it names.`
  }
}

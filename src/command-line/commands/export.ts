import { mkdir, writeFile } from 'node:fs/promises'
import { join, resolve } from 'node:path'
import { type CliCommand, exitCodes } from '../command.ts'

export const exportCommand: CliCommand = {
  name: 'export',
  usage: 'export <folder> [--json]',
  description: 'writes the same files back',
  options: {},
  positionals: { least: 1, most: 1 },
  async run({ positionals: [given = ''], options, workingDir }, output, services) {
    const { files, notHeld } = await services.exportFiles()
    const folder = resolve(workingDir, given)
    await mkdir(folder, { recursive: true, mode: 0o700 })
    for (const [name, content] of files) await writeFile(join(folder, name), content, { mode: 0o600 })
    if (options.json) output.out(JSON.stringify({ folder, files: [...files.keys()], not_held: notHeld }))
    else {
      output.out(`Written to ${folder}: ${[...files.keys()].join(', ')}`)
      output.out('These files do not hold:')
      for (const what of notHeld) output.out(`  - ${what}`)
    }
    return exitCodes.done
  },
}

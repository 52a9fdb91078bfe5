/** The database's content as the back office's six files; import, export, import changes nothing. (CONTRACT.) */
import { mkdir, rename, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { Policy } from '../../domain/policy.ts'
import type { ExportStore, NotHeld } from './export-store.ts'
import { writeFiles } from './write-files.ts'

export interface Export {
  /** Text by file name: always all six. */
  files: ReadonlyMap<string, string>
  notHeld: NotHeld
}

export async function exportFiles({ store, policy }: { store: ExportStore; policy: Policy }): Promise<Export> {
  return store.inSnapshot(async (records) => {
    const content = {
      members: await records.members(),
      packages: await records.packages(),
      plans: await records.plans(),
      installments: await records.installments(),
      entries: await records.allEntries(),
      offers: await records.currentOffers(),
    }
    return { files: writeFiles(content, policy.contractZone), notHeld: await records.notHeld() }
  })
}

/** Each file appears whole or not at all; other files of the folder stay. */
export async function exportFolder(order: { store: ExportStore; policy: Policy; folder: string }): Promise<Export> {
  const { folder } = order
  const exported = await exportFiles(order)
  // Not recursive: on some file systems that never ends.
  await mkdir(folder, { mode: 0o700 }).catch((error: NodeJS.ErrnoException) => {
    if (error.code !== 'EEXIST') throw error
  })
  for (const [name, text] of exported.files) {
    const path = join(folder, name)
    await writeFile(`${path}.part`, text, { mode: 0o600 })
    await rename(`${path}.part`, path)
  }
  return exported
}

/** The back office's files into the database. (CONTRACT "Import format".) */
import { type BackOfficeFiles, fileNames } from '../back-office-files.ts'
import { csvSource } from '../sources/csv-source.ts'
import type { ImportOutcome } from './import-outcome.ts'
import { type ImportOrder, importRecords } from './import-records.ts'

export type FolderOrder = Omit<ImportOrder, 'sources' | 'ignoredFiles'> & { files: BackOfficeFiles }

export async function importFolder({ files, ...order }: FolderOrder): Promise<ImportOutcome> {
  const sources = fileNames.flatMap((file) => {
    const content = files.get(file)
    return content === undefined ? [] : [csvSource(file, content)]
  })
  const known: readonly string[] = fileNames
  if (sources.length === 0) {
    const problem = { file: '', line: 0, column: null, value: null, expected: `at least one of ${known.join(', ')}` }
    return { ok: false, reason: 'refused', problems: [problem], problemCount: 1 }
  }
  const ignoredFiles = [...files.keys()].filter((name) => !known.includes(name))
  return importRecords({ ...order, sources, ignoredFiles })
}

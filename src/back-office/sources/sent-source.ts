/** Records that came in a request, as rows of text. (CONTRACT "Import format": same names, same rules.) */
import type { FileName } from '../back-office-files.ts'
import type { Fields } from '../record-schema.ts'
import { headerProblems } from './read-header.ts'
import type { RecordSource } from './record-source.ts'

export function sentSource(file: FileName, records: readonly Fields[]): RecordSource {
  return {
    file,
    async *read({ columns }) {
      yield records.map((fields, index) => {
        const [problem] = headerProblems(Object.keys(fields), { columns, requiredColumns: [] })
        return { line: index + 1, fields, ...(problem && { problem }) }
      })
      return { isBroken: false }
    },
  }
}

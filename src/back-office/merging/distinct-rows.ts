/** A key that appears twice in one file with the same content counts once, with other content it is malformed. */
import type { Problems } from '../problem.ts'
import type { Located, RecordSchema } from '../record-schema.ts'

export function distinctRows<Row>(
  rows: readonly Located<Row>[],
  { file, keyColumns }: RecordSchema<Row>,
  problems: Problems,
): Located<Row>[] {
  const firsts = new Map<string, { located: Located<Row>; content: string }>()
  for (const located of rows) {
    const fields = Object.entries(located.row as Record<string, unknown>)
    const key = JSON.stringify(keyColumns.map((column) => String(fields.find(([name]) => name === column)?.[1])))
    const content = JSON.stringify(fields.map(([, value]) => (value === null ? null : String(value))))
    const first = firsts.get(key)
    if (!first) firsts.set(key, { located, content })
    else if (first.content !== content) {
      problems.add({
        file,
        line: located.line,
        column: keyColumns.at(-1) ?? null,
        value: (JSON.parse(key) as string[]).join(' '),
        expected: `each ${keyColumns.join(' and ')} once, or with the same content as in line ${first.located.line}`,
      })
    }
  }
  return [...firsts.values()].map(({ located }) => located)
}

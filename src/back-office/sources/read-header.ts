/** The first line names the columns, in any order. (CONTRACT "Import format".) */
import type { FieldProblem } from '../problem.ts'
import type { Columns } from './record-source.ts'

export function headerProblems(header: readonly string[], schema: Columns): FieldProblem[] {
  const twice = header
    .filter((name, index) => schema.columns.includes(name) && header.indexOf(name) !== index)
    .map((name) => ({ column: name, value: name, expected: `the column ${name} once` }))
  const missing = schema.requiredColumns
    .filter((name) => !header.includes(name))
    .map((name) => ({ column: name, value: null, expected: `the column ${name}` }))
  return [...unknownColumns(header, schema), ...twice, ...missing]
}

export function unknownColumns(names: readonly string[], { columns }: Columns): FieldProblem[] {
  return names
    .filter((name) => !columns.includes(name))
    .map((name) => ({ column: name, value: name, expected: `a known column, perhaps ${nearest(name, columns)}` }))
}

/** The known name that takes the fewest changes of a letter to reach. */
export function nearest(name: string, known: readonly string[]): string {
  const [best = ''] = known.toSorted((a, b) => editDistance(name, a) - editDistance(name, b))
  return best
}

/** Levenshtein's, on the first letters of very long names. */
function editDistance(from: string, to: string): number {
  const letters = [...from.slice(0, 50).toLowerCase()]
  let row = Array.from({ length: to.length + 1 }, (_, index) => index)
  letters.forEach((letter, done) => {
    const next = [done + 1]
    for (let column = 1; column <= to.length; column++) {
      const replaced = (row[column - 1] ?? 0) + (letter === to[column - 1] ? 0 : 1)
      next.push(Math.min(replaced, (row[column] ?? 0) + 1, (next[column - 1] ?? 0) + 1))
    }
    row = next
  })
  return row[to.length] ?? 0
}

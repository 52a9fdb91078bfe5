/** What is wrong with the input, and where. The first 1,000 are listed, all are counted. (CONTRACT "Import format".) */

export interface Problem {
  file: string
  /** Of the row's beginning; 1 is the header, 0 where it is not about a line. */
  line: number
  column: string | null
  value: string | null
  /** What would have been right, in English. */
  expected: string
}

/** Of one record, wherever it came from. */
export type FieldProblem = Pick<Problem, 'column' | 'value' | 'expected'>

const MAX_LISTED = 1_000
const MAX_VALUE_LENGTH = 200

export class Problems {
  readonly listed: Problem[] = []
  count = 0

  add({ file, line, column, value, expected }: Problem): void {
    this.count++
    if (this.listed.length >= MAX_LISTED) return
    this.listed.push({ file, line, column: column && shortened(column), value: value && shortened(value), expected })
  }
}

function shortened(value: string): string {
  return value.length > MAX_VALUE_LENGTH ? `${value.slice(0, MAX_VALUE_LENGTH)}...` : value
}

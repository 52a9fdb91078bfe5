/** The object around the records: which lists there are, and up to when the payments are complete. */
import { type FileName, fileNames } from '../../back-office/back-office-files.ts'
import { instant } from '../../back-office/cell.ts'
import { type Problem, Problems } from '../../back-office/problem.ts'
import { nearest } from '../../back-office/sources/read-header.ts'
import { problemWith, type Refusal } from '../answer.ts'
import { type Json, JsonNumber, readJson } from './read-json.ts'

/** What one path takes: lists of records, and perhaps `as_of`. */
export interface Taken {
  files: readonly FileName[]
  asOf: boolean
}

export interface Envelope {
  lists: ReadonlyMap<FileName, readonly Json[]>
  asOf?: Temporal.Instant
}

export const MOST_RECORDS = 10_000

export type ReadEnvelope = { ok: true; envelope: Envelope } | { ok: false; refusal: Refusal }

/** `payments.csv` holds what `payments` does. */
export function listName(file: FileName): string {
  return file.replace('.csv', '')
}

export function readEnvelope(bytes: Uint8Array, taken: Taken): ReadEnvelope {
  const text = decode(bytes)
  if (text === undefined) return refused('invalid_json', 'The body is not text in UTF-8.')
  const read = readJson(text)
  if (!read.ok) {
    const place = `line ${read.line}, character ${read.character}`
    return refused('invalid_json', `The body is not the JSON that it should be: at ${place} expected ${read.expected}.`)
  }
  const lists = new Map<FileName, readonly Json[]>()
  const problems = new Problems()
  if (!(read.value instanceof Map)) {
    problems.add(problemWith(null, kindOf(read.value), `an object with ${listsIn(taken)}`))
  } else {
    for (const [name, value] of read.value) {
      const file = fileNames.find((each) => listName(each) === name && taken.files.includes(each))
      if (file && Array.isArray(value)) lists.set(file, value)
      else if (file) problems.add(problemWith(name, kindOf(value), 'a list of records'))
      else if (name !== 'as_of' || !taken.asOf) problems.add(unknownMember(name, taken))
    }
    if (lists.size === 0 && problems.count === 0) problems.add(problemWith(null, null, `at least ${listsIn(taken)}`))
  }
  if (problems.count > 0) return refused('invalid_request', 'The body is not what this path takes.', problems)
  return complete(lists, read.value as ReadonlyMap<string, Json>)
}

function complete(lists: ReadonlyMap<FileName, readonly Json[]>, members: ReadonlyMap<string, Json>): ReadEnvelope {
  const problems = new Problems()
  const count = [...lists.values()].reduce((sum, { length }) => sum + length, 0)
  if (count > MOST_RECORDS) {
    problems.add(problemWith(null, `${count} records`, `at most ${MOST_RECORDS} records in a request`))
    return refused('too_many_records', 'Send the records in several requests.', problems, 422)
  }
  const given = members.get('as_of') ?? null
  if (given === null) return { ok: true, envelope: { lists } }
  const asOf = typeof given === 'string' ? instant(given) : undefined
  if (asOf?.ok) return { ok: true, envelope: { lists, asOf: asOf.value } }
  problems.add(problemWith('as_of', kindOf(given), asOf?.expected ?? `a string: ${instant.form.expected}`))
  return refused('refused', 'Nothing was taken in.', problems, 422)
}

/** What a value is, for whoever sent another than was expected. */
export function kindOf(value: Json): string {
  if (typeof value === 'string') return value
  if (value instanceof JsonNumber) return value.source
  if (value instanceof Map) return '(an object)'
  return Array.isArray(value) ? '(a list)' : String(value)
}

function unknownMember(name: string, taken: Taken): Problem {
  const known = [...taken.files.map(listName), ...(taken.asOf ? ['as_of'] : [])]
  return problemWith(name, name, `a known member, perhaps ${nearest(name, known)}`)
}

function listsIn({ files }: Taken): string {
  return files.length === 1 ? `the list ${files.map(listName)}` : `one of the lists ${files.map(listName).join(', ')}`
}

function decode(bytes: Uint8Array): string | undefined {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes)
  } catch {
    return undefined
  }
}

function refused(code: string, message: string, { listed, count } = new Problems(), status = 400): ReadEnvelope {
  return { ok: false, refusal: { status, code, message, problems: listed, problemCount: count } }
}

/** What the API answers when it does not do what it was asked: always of this form, never a trace of the inside. */
import type { Context } from 'hono'
import type { ContentfulStatusCode } from 'hono/utils/http-status'
import type { KeptAnswer } from '../back-office/importing/request-store.ts'
import type { Problem } from '../back-office/problem.ts'

export interface Refusal {
  status: number
  code: string
  message: string
  /** The first 1,000; `problemCount` counts all. */
  problems?: readonly Problem[]
  problemCount?: number
  headers?: Readonly<Record<string, string>>
}

export function refusalAnswer({ status, code, message, problems = [], problemCount }: Refusal): KeptAnswer {
  const error = { code, message, problems, problem_count: problemCount ?? problems.length }
  return { status, body: JSON.stringify({ error }) }
}

export function refuse(context: Context, refusal: Refusal): Response {
  return send(context, refusalAnswer(refusal), refusal.headers)
}

export function send(context: Context, { status, body }: KeptAnswer, headers: Readonly<Record<string, string>> = {}) {
  return context.body(body, status as ContentfulStatusCode, { 'Content-Type': 'application/json', ...headers })
}

/** Of something that is not a record: a parameter, a header, a member of the body. */
export function problemWith(column: string | null, value: string | null, expected: string): Problem {
  return { file: '', line: 0, column, value, expected }
}

/** Records come in: each path takes some of the six lists, `/api/records` all of them. */
import { createHash } from 'node:crypto'
import { z } from '@hono/zod-openapi'
import type { Context } from 'hono'
import type { KeptAnswer, RequestName } from '../../back-office/importing/request-store.ts'
import { Problems } from '../../back-office/problem.ts'
import { type Refusal, refuse, send } from '../answer.ts'
import type { ApiDeps } from '../api-deps.ts'
import type { ApiEnvironment } from '../guard.ts'
import { outcomeAnswer, recordsRefused } from '../outcome-json.ts'
import { readBody } from '../requests/read-body.ts'
import { type Envelope, readEnvelope, type Taken } from '../requests/read-envelope.ts'
import { type RecordSchemas, readFields } from '../requests/read-fields.ts'

export const writePaths: Readonly<Record<string, Taken & { summary: string }>> = {
  '/api/members': { files: ['members.csv'], asOf: false, summary: 'Members' },
  '/api/packages': { files: ['packages.csv'], asOf: false, summary: 'Packages' },
  '/api/offers': { files: ['offers.csv'], asOf: false, summary: 'Promo offers' },
  '/api/plans': { files: ['plans.csv', 'installments.csv'], asOf: false, summary: 'Plans and their installments' },
  '/api/payments': { files: ['payments.csv'], asOf: true, summary: 'Payments' },
  '/api/records': {
    files: ['members.csv', 'packages.csv', 'plans.csv', 'installments.csv', 'payments.csv', 'offers.csv'],
    asOf: true,
    summary: 'Records of every kind, taken in together',
  },
}

export const writeQuery = z.strictObject({
  dry_run: z
    .enum(['true', 'false'], { error: 'true or false' })
    .optional()
    .openapi({ description: '`true`: answers what would happen, and keeps nothing. It takes a key of its own.' }),
})

export const writeHeaders = z.object({
  'Idempotency-Key': z
    .string({ error: 'a key of your own for this request: it is repeated with the same one' })
    .regex(/^[!-~]{1,255}$/, { error: '1 to 255 visible ASCII characters' })
    .openapi({
      description:
        'Your own key for this request. The same request with the same key takes effect once and gets the very same ' +
        'answer for 7 days; another request with it is refused.',
      example: 'members-2026-03-10-1',
    }),
})

export function writeHandler(deps: ApiDeps, taken: Taken, schemas: RecordSchemas) {
  return async (context: Context<ApiEnvironment>): Promise<Response> => {
    const body = await readBody(context.req.raw)
    if (!body.ok) return refuse(context, body.refusal)
    const read = readEnvelope(body.bytes, taken)
    if (!read.ok) return refuse(context, read.refusal)
    const name = { keyName: context.var.asker.name, idempotencyKey: context.req.header('idempotency-key') ?? '' }
    const begun = await deps.requests.begin(name, hashOf(context, body.bytes), deps.now())
    if (begun.state === 'answered') return send(context, begun.answer, { 'Idempotent-Replayed': 'true' })
    if (begun.state !== 'ours') return refuse(context, begun.state === 'reused' ? reused : inProgress)
    try {
      const dryRun = context.req.query('dry_run') === 'true'
      const answer = await takeIn(deps, schemas, read.envelope, dryRun, name)
      return answer ? send(context, answer) : refuse(context, busy)
    } finally {
      await begun.end()
    }
  }
}

/**
 * What is wrong with the records by themselves is found without the database, everything else by the import; no answer
 * while another import does not end.
 */
async function takeIn(
  { receive, requests }: ApiDeps,
  schemas: RecordSchemas,
  { lists, asOf }: Envelope,
  dryRun: boolean,
  name: RequestName,
): Promise<KeptAnswer | undefined> {
  const problems = new Problems()
  const records = readFields(lists, schemas, problems)
  if (problems.count > 0) {
    return requests.keep(name, recordsRefused({ problems: problems.listed, problemCount: problems.count }))
  }
  const outcome = await receive(records, { dryRun, request: name, ...(asOf && { asOf }) })
  if (!outcome.ok && outcome.reason === 'busy') return undefined
  // An effect keeps its answer with it; here one is kept that had none.
  return requests.keep(name, outcomeAnswer(outcome, dryRun))
}

/** Equal for equal requests: method, path, query and body. */
function hashOf({ req }: Context, body: Uint8Array): string {
  const { pathname, search } = new URL(req.url)
  return createHash('sha256').update(`${req.method} ${pathname}${search}\n`).update(body).digest('hex')
}

const reused: Refusal = {
  status: 422,
  code: 'idempotency_key_reused',
  message: 'This Idempotency-Key was used for another request before. Nothing was taken in.',
}

const busy: Refusal = {
  status: 503,
  code: 'busy',
  message: 'Another import is under way. Nothing was taken in; send this request again later.',
  headers: { 'Retry-After': '5' },
}

const inProgress: Refusal = {
  status: 409,
  code: 'in_progress',
  message: 'The first request with this Idempotency-Key is being carried out. Ask again for its answer.',
  headers: { 'Retry-After': '1' },
}

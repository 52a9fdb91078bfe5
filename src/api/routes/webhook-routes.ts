/** Events that could not be delivered: what they are, and sending them again. */
import { z } from '@hono/zod-openapi'
import type { Context } from 'hono'
import { refuse, send } from '../answer.ts'
import type { ApiDeps } from '../api-deps.ts'
import type { ApiEnvironment } from '../guard.ts'
import { afterQuery, limitQuery, readPage } from './page-query.ts'

export const deadEventsQuery = z.strictObject({
  state: z.enum(['dead'], { error: 'dead' }).openapi({ description: 'Given up after the last attempt.' }),
  after: afterQuery,
  limit: limitQuery,
})
export const eventParams = z.object({
  id: z
    .string()
    .regex(/^[1-9]\d{0,8}$/, { error: "an event's number, as the list has it" })
    .openapi({ example: '1042' }),
})

export function webhookHandlers({ deadEvents, retryEvent }: Pick<ApiDeps, 'deadEvents' | 'retryEvent'>) {
  return {
    async dead(context: Context<ApiEnvironment>): Promise<Response> {
      const { after, limit } = readPage((name) => context.req.query(name))
      const found = await deadEvents({ after, limit: limit + 1 })
      const shown = found.slice(0, limit)
      const events = shown.map(({ id, kind, fields, createdAt, attempts, lastError, diedAt }) => ({
        id,
        kind,
        created_at: createdAt.toString(),
        fields,
        attempts,
        last_error: lastError,
        died_at: diedAt?.toString() ?? null,
      }))
      const next = found.length > limit ? (shown.at(-1)?.id ?? null) : null
      return send(context, { status: 200, body: JSON.stringify({ events, next }) })
    },
    async retry(context: Context<ApiEnvironment>): Promise<Response> {
      const id = Number(context.req.param('id'))
      if (await retryEvent(id)) return send(context, { status: 200, body: JSON.stringify({ id, state: 'pending' }) })
      return refuse(context, { status: 404, code: 'not_found', message: `No dead event has the number ${id}.` })
    },
  }
}

/** How plans stand: the same figures as the command line's `plan` and `overdue`. */
import { z } from '@hono/zod-openapi'
import type { Context } from 'hono'
import { parseInstant } from '../../domain/calendar.ts'
import type { PlanRecords } from '../../domain/plan.ts'
import { planState } from '../../domain/plan-state.ts'
import { planJson } from '../../ledger/plan-json.ts'
import { latePlanJson } from '../../structure/late-plan-json.ts'
import { latePlansBelow } from '../../structure/late-plans.ts'
import { refuse, send } from '../answer.ts'
import type { ApiDeps } from '../api-deps.ts'
import type { ApiEnvironment } from '../guard.ts'
import { limitQuery, USUAL_PAGE } from './page-query.ts'

/** As the records have it; a NUL is nowhere in the database. */
const number = z
  .string()
  .min(1)
  .max(40)
  .refine((text) => !text.includes('\0'), { error: 'text without NUL' })

const at = z
  .string()
  .refine((text) => parseInstant(text) !== undefined, {
    error: 'an instant with its offset, such as 2026-03-10T12:00:00Z; a "+" in an address is written %2B',
  })
  .optional()
  .openapi({
    format: 'date-time',
    description: 'As of this instant; not given: now. In an address, "+" is written `%2B`.',
    example: '2026-03-10T12:00:00Z',
  })

export const planParams = z.object({ plan_no: number.openapi({ example: 'K-1001' }) })
export const memberParams = z.object({ member_no: number.openapi({ example: 'M-1000' }) })
export const atQuery = z.strictObject({ at })
export const plansQuery = z.strictObject({
  member_no: number.optional().openapi({ description: 'Only the plans of this member.', example: 'M-1001' }),
  after: number.optional().openapi({ description: 'Only plans after this one: `next` of the page before.' }),
  limit: limitQuery,
  at,
})

export function planHandlers(deps: ApiDeps) {
  const asOf = ({ req }: Context) => parseInstant(req.query('at') ?? '') ?? deps.now()
  const json = async (plans: readonly PlanRecords[], instant: Temporal.Instant) => {
    const offers = await deps.offers()
    return plans.map((plan) => planJson(planState(plan, offers, deps.policy, instant)))
  }
  return {
    async plan(context: Context<ApiEnvironment>): Promise<Response> {
      const planNo = context.req.param('plan_no') ?? ''
      const plan = await deps.plan(planNo)
      if (!plan) return notFound(context, `There is no plan ${planNo}.`)
      const [found] = await json([plan], asOf(context))
      return send(context, { status: 200, body: JSON.stringify(found) })
    },
    async plans(context: Context<ApiEnvironment>): Promise<Response> {
      const limit = Number(context.req.query('limit') ?? USUAL_PAGE)
      const question = { memberNo: context.req.query('member_no'), after: context.req.query('after') }
      // One more than is shown says whether there is a next page.
      const found = await deps.plans({ ...question, limit: limit + 1 })
      const shown = found.slice(0, limit)
      const next = found.length > limit ? (shown.at(-1)?.terms.planNo ?? null) : null
      return send(context, { status: 200, body: JSON.stringify({ plans: await json(shown, asOf(context)), next }) })
    },
    async overdue(context: Context<ApiEnvironment>): Promise<Response> {
      const memberNo = context.req.param('member_no') ?? ''
      if (!(await deps.isPartner(memberNo))) return notFound(context, `${memberNo} is not a partner.`)
      const late = await latePlansBelow(deps.latePlanSource, memberNo, deps.policy, asOf(context))
      return send(context, { status: 200, body: JSON.stringify({ plans: late.map(latePlanJson) }) })
    },
  }
}

function notFound(context: Context, message: string): Response {
  return refuse(context, { status: 404, code: 'not_found', message })
}

/**
 * The back office's API: what is routed here is in the document, with everything it takes and answers. In front of every
 * route but the document stands the guard; behind them all, what makes a failure an answer.
 */
import { randomUUID } from 'node:crypto'
import { OpenAPIHono, type z } from '@hono/zod-openapi'
import type { MiddlewareHandler } from 'hono'
import { problemWith, type Refusal, refuse, send } from './answer.ts'
import type { ApiDeps } from './api-deps.ts'
import {
  deadEventsRoute,
  overdueRoute,
  planRoute,
  plansRoute,
  retryRoute,
  tasksRoute,
  writeRoute,
} from './document/describe-routes.ts'
import { recordComponents } from './document/record-forms.ts'
import { type ApiEnvironment, guard, mayWrite } from './guard.ts'
import { recordSchemas } from './record-schemas.ts'
import { planHandlers } from './routes/plan-routes.ts'
import { tasksHandler } from './routes/task-routes.ts'
import { webhookHandlers } from './routes/webhook-routes.ts'
import { writeHandler, writePaths } from './routes/write-routes.ts'

export const documentPath = '/api/openapi.json'

export function createApi(deps: ApiDeps): OpenAPIHono<ApiEnvironment> {
  const schemas = recordSchemas(deps.policy.contractZone)
  const api = new OpenAPIHono<ApiEnvironment>({
    defaultHook: (result, context) =>
      result.success ? undefined : refuse(context, misasked(result.error, (result as { data?: object }).data)),
  })
  api.use(safeHeaders)
  api.use(accessLine(deps))
  api.onError((error, context) => {
    const id = randomUUID()
    deps.onFailure(error, id)
    return refuse(context, { status: 500, code: 'internal', message: `This failed; in our log it is ${id}.` })
  })
  api.get(documentPath, (context) => send(context, { status: 200, body: document }))
  api.use(guard(deps.keys))

  const { plan, plans, overdue } = planHandlers(deps)
  api.openapi(planRoute, plan)
  api.openapi(plansRoute, plans)
  api.openapi(overdueRoute, overdue)
  const { dead, retry } = webhookHandlers(deps)
  api.openapi(tasksRoute, tasksHandler(deps))
  api.openapi(deadEventsRoute, dead)
  api.post('/api/webhook-events/:id/retry', mayWrite)
  api.openapi(retryRoute, retry)
  for (const [path, taken] of Object.entries(writePaths)) {
    api.post(path, mayWrite)
    api.openapi(writeRoute(path, taken), writeHandler(deps, taken, schemas))
  }
  api.notFound((context) =>
    refuse(context, { status: 404, code: 'not_found', message: `See ${documentPath} for what there is.` }),
  )
  const document = describe(api, schemas)
  return api
}

function describe(api: OpenAPIHono<ApiEnvironment>, schemas: ReturnType<typeof recordSchemas>): string {
  api.openAPIRegistry.registerComponent('securitySchemes', 'key', {
    type: 'http',
    scheme: 'bearer',
    description: 'A key of `API_KEYS`. One of scope `write` may do everything, one of scope `read` may only ask.',
  })
  for (const [name, schema] of recordComponents(schemas)) {
    api.openAPIRegistry.registerComponent('schemas', name, schema)
  }
  const info = { title: 'Kisht, for the back office', version: '1' }
  return JSON.stringify(api.getOpenAPI31Document({ openapi: '3.1.0', info, servers: [{ url: '/' }] }))
}

const safeHeaders: MiddlewareHandler = async (context, next) => {
  await next()
  context.header('Cache-Control', 'no-store')
  context.header('Content-Security-Policy', "default-src 'none'; frame-ancestors 'none'")
  context.header('Cross-Origin-Resource-Policy', 'same-origin')
  context.header('Referrer-Policy', 'no-referrer')
  context.header('X-Content-Type-Options', 'nosniff')
}

function accessLine({ onAnswered }: ApiDeps): MiddlewareHandler<ApiEnvironment> {
  return async (context, next) => {
    const startedMs = performance.now()
    await next()
    const { method } = context.req
    // What was asked for may hold anything; what we answer to is ours.
    const path = templateOf(context.req.matchedRoutes.map((route) => route.path))
    const ms = Math.round(performance.now() - startedMs)
    onAnswered({ key: context.var.asker?.name ?? null, method, path, status: context.res.status, ms })
  }
}

function templateOf(matched: readonly string[]): string {
  const [path = '/api/*'] = matched.filter((each) => !each.includes('*'))
  return path.replaceAll(/:(\w+)/g, '{$1}')
}

function misasked(error: z.ZodError, given: object = {}): Refusal {
  const problems = error.issues.map((issue) => {
    if (issue.code === 'unrecognized_keys') {
      return problemWith(issue.keys.join(', '), null, 'only parameters that this path has')
    }
    const name = issue.path.join('.')
    const value = (given as Readonly<Record<string, unknown>>)[name]
    return problemWith(name, value === undefined ? null : String(value), issue.message)
  })
  const found = problems.map(({ column, expected }) => `${column}: expected ${expected}`).join('; ')
  const message = `The request is not what this path takes: ${found}.`
  return { status: 400, code: 'invalid_request', message, problems }
}

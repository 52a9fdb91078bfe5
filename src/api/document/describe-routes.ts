/** The routes as OpenAPI has them: what they take, everything they may answer. */
import type { RouteConfig, z } from '@hono/zod-openapi'
import type { Taken } from '../requests/read-envelope.ts'
import { atQuery, memberParams, planParams, plansQuery } from '../routes/plan-routes.ts'
import { tasksQuery } from '../routes/task-routes.ts'
import { deadEventsQuery, eventParams } from '../routes/webhook-routes.ts'
import { writeHeaders, writeQuery } from '../routes/write-routes.ts'
import {
  deadEventsAnswer,
  errorAnswer,
  overdueAnswer,
  planAnswer,
  plansAnswer,
  retriedAnswer,
  takenInAnswer,
  tasksAnswer,
} from './answers.ts'
import { bodyForm } from './record-forms.ts'

const security = [{ key: [] }]
const text = { type: 'string' as const }
const seconds = { 'Retry-After': { description: 'Seconds to wait.', schema: text } }

function answer(description: string, schema: z.ZodType) {
  return { description, content: { 'application/json': { schema } } }
}

function refusals(of: Readonly<Record<number, string>>) {
  return Object.fromEntries(
    Object.entries({
      400: 'Something is missing, unknown or malformed around the records.',
      401: 'No key, or none of ours.',
      ...of,
      429: 'Too many requests.',
      500: 'Failed inside; the message names what was logged.',
    }).map(([status, description]) => [
      status,
      { ...answer(description, errorAnswer), ...(['409', '429', '503'].includes(status) && { headers: seconds }) },
    ]),
  )
}

export function writeRoute(path: string, taken: Taken & { summary: string }): RouteConfig {
  return {
    method: 'post',
    path,
    operationId: `send_${path.split('/').at(-1)}`,
    summary: taken.summary,
    description:
      'Records are matched by their keys, so sending them again changes nothing. All of them are taken in, or none; only ' +
      'well-formed payments that conflict or name something unknown wait in the quarantine while the rest is booked: the ' +
      'answer is 200 then, too, and lists them.',
    tags: ['Records'],
    security,
    request: {
      query: writeQuery,
      headers: writeHeaders,
      body: { required: true, content: { 'application/json': bodyForm(taken) } },
    },
    responses: {
      200: {
        ...answer('Taken in; with payments in quarantine where `payments.quarantined` lists them.', takenInAnswer),
        headers: {
          'Idempotent-Replayed': { description: '`true` where it is the answer that was given before.', schema: text },
        },
      },
      ...refusals({
        403: 'This key may only read.',
        409: 'The first request with this Idempotency-Key is still being carried out.',
        413: 'More than 5 MB.',
        415: 'Not application/json in UTF-8.',
        503: 'Another import is under way: send the same request again later.',
        422: 'The records were refused, or the Idempotency-Key was used for another request. Nothing was taken in.',
      }),
    },
  }
}

export const planRoute: RouteConfig = {
  method: 'get',
  path: '/api/plans/{plan_no}',
  operationId: 'plan',
  summary: 'How a plan stands',
  tags: ['Plans'],
  security,
  request: { params: planParams, query: atQuery },
  responses: { 200: answer('The plan.', planAnswer), ...refusals({ 404: 'There is no such plan.' }) },
}

export const plansRoute: RouteConfig = {
  method: 'get',
  path: '/api/plans',
  operationId: 'plans',
  summary: 'How plans stand, in order of their numbers',
  tags: ['Plans'],
  security,
  request: { query: plansQuery },
  responses: { 200: answer('A page of plans.', plansAnswer), ...refusals({}) },
}

export const overdueRoute: RouteConfig = {
  method: 'get',
  path: '/api/members/{member_no}/overdue',
  operationId: 'overdue',
  summary: "The late plans in a partner's structure, those first who need help most",
  tags: ['Plans'],
  security,
  request: { params: memberParams, query: atQuery },
  responses: { 200: answer('The late plans.', overdueAnswer), ...refusals({ 404: 'There is no such partner.' }) },
}

export const tasksRoute: RouteConfig = {
  method: 'get',
  path: '/api/tasks',
  operationId: 'tasks',
  summary: 'What waits for a person, those due first',
  tags: ['Tasks'],
  security,
  request: { query: tasksQuery },
  responses: { 200: answer('A page of tasks.', tasksAnswer), ...refusals({}) },
}

export const deadEventsRoute: RouteConfig = {
  method: 'get',
  path: '/api/webhook-events',
  operationId: 'dead_webhook_events',
  summary: 'Events that you were to be told of, given up after the last attempt',
  tags: ['Webhooks'],
  security,
  request: { query: deadEventsQuery },
  responses: { 200: answer('A page of events.', deadEventsAnswer), ...refusals({}) },
}

export const retryRoute: RouteConfig = {
  method: 'post',
  path: '/api/webhook-events/{id}/retry',
  operationId: 'retry_webhook_event',
  summary: 'Sends a dead event again, with all attempts before it',
  tags: ['Webhooks'],
  security,
  request: { params: eventParams },
  responses: {
    200: answer('It waits to be sent.', retriedAnswer),
    ...refusals({ 403: 'This key may only read.', 404: 'No dead event has this number.' }),
  },
}

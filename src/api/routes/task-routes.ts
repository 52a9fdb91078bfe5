/** What waits for a person, as the command line's `tasks` lists it. */
import { z } from '@hono/zod-openapi'
import type { Context } from 'hono'
import { isTaskKind, taskKindNames } from '../../tasks/kinds.ts'
import { taskJson } from '../../tasks/task-json.ts'
import { send } from '../answer.ts'
import type { ApiDeps } from '../api-deps.ts'
import type { ApiEnvironment } from '../guard.ts'
import { afterQuery, limitQuery, readPage } from './page-query.ts'

export const tasksQuery = z.strictObject({
  kind: z
    .string()
    .refine(isTaskKind, { error: `one of ${taskKindNames.join(', ')}` })
    .optional()
    .openapi({ description: 'Only tasks of this kind.', enum: [...taskKindNames] }),
  closed: z
    .enum(['true', 'false'], { error: 'true or false' })
    .optional()
    .openapi({ description: '`true`: closed ones, too.' }),
  after: afterQuery,
  limit: limitQuery,
})

export function tasksHandler({ tasks }: Pick<ApiDeps, 'tasks'>) {
  return async (context: Context<ApiEnvironment>): Promise<Response> => {
    const { after, limit } = readPage((name) => context.req.query(name))
    const kind = context.req.query('kind')
    const question = {
      isClosedToo: context.req.query('closed') === 'true',
      ...(kind !== undefined && isTaskKind(kind) && { kind }),
    }
    // One more than is shown says whether there is a next page.
    const found = await tasks(question, { offset: after, limit: limit + 1 })
    const next = found.length > limit ? after + limit : null
    return send(context, { status: 200, body: JSON.stringify({ tasks: found.slice(0, limit).map(taskJson), next }) })
  }
}

/** How long lists are asked for in pages. */
import { z } from '@hono/zod-openapi'

export const MOST_IN_A_PAGE = 500
export const USUAL_PAGE = 100

export const limitQuery = z
  .string()
  .regex(/^[1-9]\d{0,3}$/, { error: `a whole number from 1 to ${MOST_IN_A_PAGE}` })
  .refine((text) => Number(text) <= MOST_IN_A_PAGE, { error: `a whole number from 1 to ${MOST_IN_A_PAGE}` })
  .optional()
  .openapi({ description: `1 to ${MOST_IN_A_PAGE}; not given: ${USUAL_PAGE}.`, example: '100' })

/** For lists that are numbered: the number, or the count, after which the page begins. */
export const afterQuery = z
  .string()
  .regex(/^\d{1,9}$/, { error: 'a whole number' })
  .optional()
  .openapi({ description: '`next` of the page before.', example: '100' })

export function readPage(query: (name: 'after' | 'limit') => string | undefined): { after: number; limit: number } {
  return { after: Number(query('after') ?? 0), limit: Number(query('limit') ?? USUAL_PAGE) }
}

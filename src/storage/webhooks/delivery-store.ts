/** The port of `webhooks/deliver.ts` on Prisma. */

import type { DeliveryStore } from '../../webhooks/deliver.ts'
import type { Delivery } from '../../webhooks/delivery.ts'
import type { WebhookFields } from '../../webhooks/webhook-event.ts'
import { fromInstantColumn, toInstantColumn } from '../engine/columns.ts'
import type { Database } from '../engine/database.ts'

export function openDeliveryStore({ prisma }: Pick<Database, 'prisma'>): DeliveryStore {
  return {
    async load(deliveryId) {
      const rows = await prisma.webhookEvent.findMany({
        where: { deliveryId, state: 'pending' },
        orderBy: { id: 'asc' },
      })
      const [first] = rows
      if (!first) return undefined
      return {
        deliveryId,
        events: rows.map(({ id, kind, body, createdAt }) => ({
          id,
          kind,
          fields: body as WebhookFields,
          createdAt: fromInstantColumn(createdAt),
        })),
        attempts: first.attempts,
        refusals: first.refusals,
      }
    },

    async markDelivered(delivery, at) {
      await prisma.webhookEvent.updateMany({
        where: pendingOf(delivery),
        data: {
          state: 'delivered',
          attempts: delivery.attempts + 1,
          lastError: null,
          settledAt: toInstantColumn(at),
        },
      })
    },

    async noteFailure(delivery, { error, ...tried }) {
      await prisma.webhookEvent.updateMany({ where: pendingOf(delivery), data: { ...tried, lastError: error } })
    },

    async markDead(delivery, { error, ...tried }, at) {
      await prisma.webhookEvent.updateMany({
        where: pendingOf(delivery),
        data: { state: 'dead', ...tried, lastError: error, settledAt: toInstantColumn(at) },
      })
    },
  }
}

function pendingOf({ deliveryId }: Delivery) {
  return { deliveryId, state: 'pending' }
}

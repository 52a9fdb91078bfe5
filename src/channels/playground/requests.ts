/** What the page may ask for; anything else is refused before it reaches the assistant. */
import { z } from 'zod'

const memberNo = z.string().regex(/^[\w.-]{1,64}$/)

/** `member:<memberNo>`: the linked chat of a demo person; `visitor:<random>`: someone not linked. */
const chat = z.string().regex(/^(member:[\w.-]{1,64}|visitor:[a-z0-9]{6,32})$/)

export const chatQuery = z.object({ chat, ui: z.string().max(35).optional() })

export const attachmentQuery = z.object({
  chat,
  id: z.string().max(64),
  index: z.coerce.number().int().min(0).max(100),
})

const ui = z.string().max(35).optional()

export const messageBody = z.union([
  z.strictObject({ chat, ui, text: z.string().min(1).max(4096) }),
  z.strictObject({ chat, ui, action: z.string().min(1).max(256), messageId: z.string().min(1).max(64) }),
  z.strictObject({ chat, ui, contact: z.union([z.literal(true), memberNo]) }),
])

export const clockBody = z.strictObject({
  hours: z
    .int()
    .min(1)
    .max(24 * 31),
})

export const linkCodeBody = z.strictObject({ memberNo })

export type MessageBody = z.infer<typeof messageBody>

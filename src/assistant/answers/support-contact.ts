import type { Asking } from '../command.ts'
import type { Content } from '../message.ts'
import type { MessageKey } from '../message-key.ts'

/** How the support team is reached, as rows of facts; empty values are left out there. */
export function supportContactOf({ policy: { supportContact } }: Asking): [MessageKey, Content | undefined][] {
  return [
    ['label.supportTeam', given(supportContact?.name)],
    ['label.phone', given(supportContact?.phone)],
    ['label.email', given(supportContact?.email)],
    ['label.telegram', given(supportContact?.telegram)],
  ]
}

function given(value: string | null | undefined): Content | undefined {
  return value ? { text: value } : undefined
}

import { expect, it } from 'vitest'
import { createPlaygroundCarry } from '../../../src/channels/playground/carry-nudge.ts'

it('shows the message in its chat', async () => {
  const shown: unknown[] = []
  const carry = createPlaygroundCarry({ push: (chatId, message) => String(shown.push([chatId, message])) })
  const rendered = { locale: 'en', blocks: [{ block: 'text', text: 'Due' }] }
  const address = { channel: 'playground', chatId: 'member:M-1' }
  expect(await carry(address, { locale: 'en', text: 'Due', rendered }, new AbortController().signal)).toEqual({
    kind: 'sent',
  })
  expect(shown).toEqual([['member:M-1', { rendered }]])
})

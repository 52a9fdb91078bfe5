import { expect, test } from 'vitest'
import { plainText } from '../../src/i18n/plain-text.ts'

test('a line for everything that is read, and the buttons in the last one', () => {
  const text = plainText({
    locale: 'en',
    blocks: [
      { block: 'heading', text: 'Due today' },
      { block: 'choices', choices: [{ label: 'Pay now', url: 'https://pay.example.org' }] },
      { block: 'text', text: 'Hello.' },
      {
        block: 'facts',
        facts: [
          { label: 'Plan', value: 'Start' },
          { label: 'Amount', value: '€100.00' },
        ],
      },
      {
        block: 'table',
        columns: [
          { title: 'No.', align: 'end' },
          { title: 'Status', align: 'start' },
        ],
        rows: [['1', 'paid']],
      },
      { block: 'list', items: ['one', 'two'] },
      { block: 'note', text: 'Aside.' },
      { block: 'progress', label: '1 of 3', percent: 33 },
      { block: 'contact_request', label: 'Share' },
      { block: 'attachment', fileName: 'a.pdf', mediaType: 'application/pdf', bytes: new Uint8Array() },
      {
        block: 'attachment',
        fileName: 'b.pdf',
        mediaType: 'application/pdf',
        bytes: new Uint8Array(),
        caption: 'Bill',
      },
      { block: 'choices', choices: [{ label: 'Stop', action: 'stop' }] },
    ],
  })
  expect(text.split('\n')).toEqual([
    'Due today',
    'Hello.',
    'Plan: Start',
    'Amount: €100.00',
    'No. | Status',
    '1 | paid',
    '• one',
    '• two',
    'Aside.',
    '1 of 3 (33 %)',
    '[Share]',
    'a.pdf',
    'Bill',
    '[Pay now] [Stop]',
  ])
})

test('without buttons there is no line for them', () => {
  expect(plainText({ locale: 'en', blocks: [{ block: 'text', text: 'Hello.' }] })).toBe('Hello.')
})

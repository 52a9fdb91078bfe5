/** Rendered replies with every kind of block, in the three scripts the page has to show well. */
import type { RenderedReply } from '../../../src/assistant/message.ts'

export const nextInHindi: RenderedReply = {
  locale: 'hi',
  blocks: [
    { block: 'heading', text: 'आपकी अगली किस्त' },
    { block: 'text', text: 'नमस्ते आरती जी, आज भुगतान का दिन है। समय पर भुगतान करने पर आपका बोनस सुरक्षित रहता है।' },
    {
      block: 'facts',
      facts: [
        { label: 'राशि', value: '₹12,500.00' },
        { label: 'देय तिथि', value: 'सोमवार, 12 अप्रैल 2027' },
        { label: 'अंतिम समय', value: '3 मई, 02:29' },
        { label: 'इस किस्त से', value: '1,250 शेयर' },
      ],
    },
    { block: 'progress', label: '10 में से 4 किस्तें चुकाई गईं', percent: 40 },
    { block: 'note', text: 'देर होने पर 20 दिन की छूट अवधि मिलती है; उसके बाद योजना रद्द हो जाती है।' },
    {
      block: 'choices',
      choices: [
        { label: 'भुगतान करें', url: 'https://pay.example/kisht?ref=100001' },
        { label: 'पूरी सारणी', action: 'schedule:1' },
        { label: 'बोनस', action: 'bonus' },
      ],
    },
  ],
}

export function overdueInSpanish(page: number): RenderedReply {
  const names = page === 1 ? ['Lucía Romero', 'Jorge Núñez Villalobos', 'आरती शर्मा'] : ['Pablo Ortega', 'Иван Кузнецов']
  return {
    locale: 'es-MX',
    blocks: [
      { block: 'heading', text: `Pagos atrasados en su estructura (${page}/2)` },
      {
        block: 'table',
        columns: [
          { title: 'Cliente', align: 'start' },
          { title: 'Plan', align: 'start' },
          { title: 'Pendiente', align: 'end' },
          { title: 'Atraso', align: 'end' },
          { title: 'Días restantes', align: 'end' },
        ],
        rows: names.map((name, index) => [
          name,
          `P-20${page}${index}`,
          `${index + 1} 250,00 USD`,
          `${18 - index} d`,
          '2',
        ]),
      },
      { block: 'list', items: ['Escriba a quien tiene menos días.', 'Ofrezca un acuerdo de pago.'] },
      {
        block: 'choices',
        choices: [
          { label: page === 1 ? 'Página siguiente' : 'Página anterior', action: `overdue:${3 - page}` },
          { label: 'Escribir al cliente', action: 'client' },
        ],
      },
    ],
  }
}

export const linkInEnglish: RenderedReply = {
  locale: 'en',
  blocks: [
    { block: 'heading', text: 'Link this chat' },
    {
      block: 'text',
      text: 'I can show your plans once I know who you are.\nShare your own number or send a link code.',
    },
    { block: 'contact_request', label: 'Share my phone number' },
    { block: 'choices', choices: [{ label: 'Read the guide first', action: 'guide' }] },
  ],
}

export const invoiceInEnglish: RenderedReply = {
  locale: 'en-NZ',
  blocks: [
    { block: 'text', text: 'Your invoice is ready.' },
    {
      block: 'attachment',
      fileName: 'invoice 4.pdf',
      mediaType: 'application/pdf',
      bytes: new TextEncoder().encode('%PDF-1.7 sample'),
      caption: 'Installment 4 of 10',
    },
    { block: 'choices', choices: [{ label: 'Bad link', url: 'javascript:document.title="hacked"' }] },
  ],
}

export function plainText(text: string): RenderedReply {
  return { locale: 'en', blocks: [{ block: 'text', text }] }
}

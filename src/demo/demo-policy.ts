/** The demo project's policy: the defaults, and a fictional payee, so that every answer has something to show. */
import { defaultPolicy, type Policy } from '../domain/policy.ts'

export const demoPolicy: Policy = {
  ...defaultPolicy,
  version: 'demo-1',
  payee: { name: 'Aurora Bridge Engineering (demo)', account: 'DE00 0000 0000 0000 0000 00' },
  waysToPay: {
    default: ['Bank transfer to the account above', 'Card, by the button below'],
    en: ['Bank transfer to the account above', 'Card, by the button below'],
    de: ['Überweisung auf das oben genannte Konto', 'Karte, über die Schaltfläche unten'],
    es: ['Transferencia a la cuenta indicada arriba', 'Tarjeta, con el botón de abajo'],
    ro: ['Transfer bancar în contul de mai sus', 'Card, cu butonul de mai jos'],
    hi: ['ऊपर दिए खाते में बैंक ट्रांसफ़र', 'नीचे दिए बटन से कार्ड द्वारा'],
    ru: ['Банковским переводом на счёт, указанный выше', 'Картой, по кнопке ниже'],
  },
  paymentLink: { default: 'https://pay.example.org/?reference={reference}&amount={amount}&currency={currency}' },
  supportContact: { name: 'Aurora Bridge', phone: '+44 1632 960100', email: 'support@example.org', telegram: null },
  projectProgress: null,
}

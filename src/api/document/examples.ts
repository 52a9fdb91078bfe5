/** One small project, in the order in which its parts can be sent: a partner, a customer, their plan, its first payment. */
export const examples = {
  members: [
    {
      member_no: 'M-1000',
      full_name: 'Lucía Ortega',
      language: 'es',
      time_zone: 'Europe/Madrid',
      registered_on: '2026-01-05',
      partner_agreement_on: '2026-01-10',
    },
    {
      member_no: 'M-1001',
      full_name: 'Asha Verma',
      phone: '+919800000101',
      email: 'asha@example.org',
      language: 'hi',
      time_zone: 'Asia/Kolkata',
      sponsor_no: 'M-1000',
      registered_on: '2026-01-15',
    },
  ],
  packages: [
    {
      package_code: 'ALPHA',
      name: 'Alpha 2000',
      stage: '1',
      currency: 'EUR',
      price: '600.00',
      nominal_value: '1000.00',
      shares: 2000,
      installments: 3,
      available_from: '2026-01-01',
      available_to: null,
    },
  ],
  offers: [{ offer_code: 'ON-TIME', kind: 'on_time', rate: '0.05', valid_from: '2026-01-01', valid_to: '2026-12-31' }],
  plans: [
    {
      plan_no: 'K-1001',
      member_no: 'M-1001',
      package_code: 'ALPHA',
      currency: 'EUR',
      total: '600.00',
      shares: 2000,
      terms_accepted_on: '2026-01-20',
    },
  ],
  installments: [
    { plan_no: 'K-1001', seq: 1, due_on: '2026-02-10', amount: '200.00' },
    { plan_no: 'K-1001', seq: 2, due_on: '2026-03-10', amount: '200.00' },
    { plan_no: 'K-1001', seq: 3, due_on: '2026-04-10', amount: '200.00' },
  ],
  payments: [
    {
      payment_id: 'T-1001-1',
      kind: 'installment',
      member_no: 'M-1001',
      plan_no: 'K-1001',
      currency: 'EUR',
      amount: '200.00',
      value_at: '2026-02-09T23:30:00+03:00',
      received_at: '2026-02-10T08:00:00+03:00',
      method: 'bank transfer',
    },
  ],
  as_of: '2026-02-11T09:00:00+03:00',
}

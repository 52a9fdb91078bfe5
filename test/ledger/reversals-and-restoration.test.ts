/**
 * What is taken back, what comes too late, and what comes late but was paid in time; after every step the projections,
 * balances and bonus decisions agree with the ledger. (DOMAIN sections 3, 4 and 6.)
 */
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import type { Database } from '../../src/storage/engine/database.ts'
import { csv } from '../back-office/back-office.ts'
import { emptyDatabase, engines, freshDatabase } from '../support/databases.ts'
import { type LedgerCase, ledgerCase, onePlan, paid, planFacts } from './ledger-case.ts'

describe.each(engines)('the ledger on %s', (engine) => {
  let database: Database
  let ledger: LedgerCase
  beforeAll(async () => {
    database = await freshDatabase(engine)
    ledger = ledgerCase(database)
  })
  afterAll(() => database.close())

  /** #1 and #2 are paid on time; #3 is due on 10 March, its last day is 29 March. */
  beforeEach(async () => {
    await emptyDatabase(database)
    await ledger.takeIn('2026-01-06T09:00:00Z', onePlan)
    await ledger.pay('2026-03-05T09:00:00Z', paid('I1', '100.00', '2026-01-09'), paid('I2', '100.00', '2026-02-09'))
    expect(await ledger.plan()).toMatchObject({ state: 'active', paidMinor: 20000n, bonusSecured: 33n })
    expect(await ledger.decisions()).toEqual(['secured 33 [1]'])
  })

  describe('a reversal', () => {
    const backOn6 = 'R2,reversal,M2,P1,I2,EUR,100.00,2026-03-01,,'

    test('makes an installment unpaid: seven days from its recorded time, a task, less bonus', async () => {
      await ledger.pay('2026-03-06T09:00:00Z', backOn6)
      expect(await ledger.plan()).toEqual({
        state: 'overdue',
        paidMinor: 10000n,
        arrearsMinor: 10000n,
        nextDueOn: '2026-02-10',
        lastPayableOn: '2026-03-13',
        bonusSecured: 16n,
      })
      expect(await ledger.decisions()).toEqual(['secured 33 [1]', 'reduced 16 [1]'])
      expect(await ledger.openTasks()).toEqual(['reversal P1'])
      expect(await ledger.task('reversal', 'P1')).toMatchObject({
        memberNo: 'M2',
        planNo: 'P1',
        ownerNo: 'M1',
        dueOn: '2026-03-08',
        details: { seq: 2, due_on: '2026-02-10', last_payable_on: '2026-03-13' },
      })
      expect(await ledger.balances()).toEqual([])
    })

    test('of all that was paid loses the bonus; paid late again it does not come back', async () => {
      await ledger.pay('2026-03-06T09:00:00Z', backOn6)
      await ledger.pay('2026-03-07T09:00:00Z', 'R1,reversal,M2,P1,I1,EUR,100.00,2026-03-01,,')
      expect(await ledger.plan()).toMatchObject({ nextDueOn: '2026-01-10', lastPayableOn: '2026-03-14', paidMinor: 0n })
      await ledger.pay('2026-03-08T09:00:00Z', paid('I3', '200.00', '2026-03-08'))
      expect(await ledger.plan()).toMatchObject({ state: 'active', paidMinor: 20000n, bonusSecured: 0n })
      expect(await ledger.decisions()).toEqual(['secured 33 [1]', 'reduced 16 [1]', 'lost 0 []'])
      expect(await ledger.openTasks()).toEqual([])
    })

    test('in the import of what it takes back leaves no trace but its entries', async () => {
      const before = await ledger.plan()
      await ledger.pay(
        '2026-03-06T09:00:00Z',
        paid('I3', '100.00', '2026-03-06'),
        'R3,reversal,M2,P1,I3,EUR,100.00,2026-03-06,,',
      )
      expect(await ledger.plan()).toEqual(before)
      expect(await ledger.decisions()).toEqual(['secured 33 [1]'])
      expect(await database.prisma.ledgerEntry.count()).toBe(4)
    })
  })

  describe('a plan that was cancelled here', () => {
    const cancelled = { state: 'cancelled', nextDueOn: null, lastPayableOn: null, arrearsMinor: 0n, bonusSecured: 0n }
    beforeEach(async () => {
      await ledger.cancel('2026-04-02T09:00:00Z', '2026-03-30', 3)
      expect(await ledger.plan()).toEqual({ ...cancelled, paidMinor: 20000n })
      expect(await ledger.decisions()).toEqual(['secured 33 [1]', 'voided 0 []'])
    })

    test('is restored by money of its last day that is recorded late; X is seven days later', async () => {
      await ledger.pay('2026-04-27T09:00:00Z', paid('I3', '100.00', '2026-03-29T23:59:59+03:00'))
      expect(await ledger.plan()).toEqual({
        state: 'overdue',
        paidMinor: 30000n,
        arrearsMinor: 10000n,
        nextDueOn: '2026-04-10',
        lastPayableOn: '2026-05-04',
        bonusSecured: 33n,
      })
      expect(await ledger.events()).toEqual(['cancelled 2026-03-30', 'restored 2026-04-27'])
      expect(await ledger.decisions()).toEqual(['secured 33 [1]', 'voided 0 []', 'regained 33 [1]'])
      expect(await ledger.openTasks()).toEqual(['restoration P1'])
      expect(await ledger.task('restoration', 'P1')).toMatchObject({
        ownerNo: null,
        dueOn: '2026-04-30',
        details: { seq: 4, due_on: '2026-04-10', last_payable_on: '2026-05-04' },
      })
      expect(await ledger.balances()).toEqual([])
      await ledger.pay('2026-05-04T20:00:00Z', paid('I4', '100.00', '2026-05-04'))
      expect(await ledger.plan()).toMatchObject({
        state: 'active',
        nextDueOn: '2026-05-10',
        lastPayableOn: '2026-05-29',
      })
    })

    test('keeps money of the day after out: it lies on the balance, with a task', async () => {
      await ledger.pay('2026-04-03T09:00:00Z', paid('L1', '400.00', '2026-03-30'))
      expect(await ledger.plan()).toEqual({ ...cancelled, paidMinor: 20000n })
      expect(await ledger.balances()).toEqual(['M2 EUR 40000'])
      expect(await ledger.openTasks()).toEqual(['cancelled_plan_money L1'])
      expect(await ledger.task('cancelled_plan_money', 'L1')).toMatchObject({
        planNo: 'P1',
        ownerNo: null,
        dueOn: '2026-04-06',
        details: { payment_id: 'L1', amount: '400.00', currency: 'EUR' },
      })
      expect(await ledger.events()).toEqual(['cancelled 2026-03-30'])
    })

    test('is not restored by less than the installment, and is when the rest of it shows', async () => {
      await ledger.pay('2026-04-03T09:00:00Z', paid('L1', '60.00', '2026-03-28'), paid('L2', '100.00', '2026-03-31'))
      expect(await ledger.plan()).toEqual({ ...cancelled, paidMinor: 20000n })
      expect(await ledger.balances()).toEqual(['M2 EUR 16000'])
      expect(await ledger.openTasks()).toEqual(['cancelled_plan_money L1', 'cancelled_plan_money L2'])

      await ledger.pay('2026-04-05T09:00:00Z', paid('L3', '40.00', '2026-03-29'))
      expect(await ledger.plan()).toMatchObject({ state: 'active', paidMinor: 30000n, nextDueOn: '2026-04-10' })
      expect(await ledger.balances()).toEqual(['M2 EUR 10000'])
      // What came too late stays where it is.
      expect(await ledger.openTasks()).toEqual(['cancelled_plan_money L2', 'restoration P1'])
      expect(await ledger.events()).toEqual(['cancelled 2026-03-30', 'restored 2026-04-05'])
    })

    test('takes all that waited on the balance when that restores it', async () => {
      await ledger.pay('2026-04-03T09:00:00Z', paid('L1', '60.00', '2026-03-28'))
      expect(await ledger.balances()).toEqual(['M2 EUR 6000'])
      await ledger.pay('2026-04-05T09:00:00Z', paid('L2', '40.00', '2026-03-28'))
      expect(await ledger.plan()).toMatchObject({ state: 'active', paidMinor: 30000n })
      expect(await ledger.balances()).toEqual([])
      expect(await ledger.openTasks()).toEqual(['restoration P1'])
    })

    test('may be cancelled again, and then takes nothing that came for the first time too late', async () => {
      await ledger.pay('2026-04-03T09:00:00Z', paid('I3', '100.00', '2026-03-20'))
      await ledger.cancel('2026-05-02T09:00:00Z', '2026-04-30', 4)
      expect(await ledger.plan()).toEqual({ ...cancelled, paidMinor: 30000n })
      await ledger.pay('2026-05-03T09:00:00Z', paid('L1', '100.00', '2026-04-30'))
      expect(await ledger.balances()).toEqual(['M2 EUR 10000'])
      await ledger.pay('2026-05-04T09:00:00Z', paid('I4', '100.00', '2026-04-29'))
      expect(await ledger.plan()).toMatchObject({ state: 'active', paidMinor: 40000n })
      expect(await ledger.decisions()).toEqual([
        'secured 33 [1]',
        'voided 0 []',
        'regained 33 [1]',
        'voided 0 []',
        'regained 33 [1]',
      ])
      expect(await ledger.balances()).toEqual(['M2 EUR 10000'])
    })

    test('gives back to the balance nothing that is taken back', async () => {
      await ledger.pay('2026-04-03T09:00:00Z', paid('L1', '50.00', '2026-03-31'))
      await ledger.pay('2026-04-04T09:00:00Z', 'RL,reversal,M2,P1,L1,EUR,50.00,2026-04-04,,')
      expect(await ledger.balances()).toEqual([])
      expect(await ledger.openTasks()).toEqual([])
      expect(await ledger.plan()).toEqual({ ...cancelled, paidMinor: 20000n })
    })

    test('is reopened by restored_on of the back office, without a task', async () => {
      await ledger.takeIn('2026-04-10T09:00:00Z', planFacts('', '2026-04-10'))
      expect(await ledger.plan()).toMatchObject({
        state: 'overdue',
        nextDueOn: '2026-03-10',
        lastPayableOn: '2026-04-17',
      })
      expect(await ledger.decisions()).toEqual(['secured 33 [1]', 'voided 0 []', 'regained 33 [1]'])
      await ledger.pay('2026-04-12T09:00:00Z', paid('L1', '30.00', '2026-04-09'), paid('I3', '100.00', '2026-04-10'))
      expect(await ledger.plan()).toMatchObject({ paidMinor: 30000n })
      expect(await ledger.balances()).toEqual(['M2 EUR 3000'])
      expect(await ledger.openTasks()).toEqual(['cancelled_plan_money L1'])
      expect(await ledger.events()).toEqual(['cancelled 2026-03-30'])
    })

    test('follows cancelled_on of the back office, whatever was recorded', async () => {
      await ledger.takeIn('2026-04-04T09:00:00Z', planFacts('2026-03-20', ''))
      // In grace, but the back office had cancelled the plan by then; only the back office opens it again.
      await ledger.pay(
        '2026-04-05T09:00:00Z',
        paid('L1', '100.00', '2026-03-20'),
        paid('I3', '40.00', '2026-03-19T23:59:00+03:00'),
      )
      expect(await ledger.plan()).toEqual({ ...cancelled, paidMinor: 24000n })
      expect(await ledger.balances()).toEqual(['M2 EUR 10000'])
      expect(await ledger.events()).toEqual(['cancelled 2026-03-30'])
      await ledger.takeIn('2026-04-20T09:00:00Z', planFacts('2026-03-20', '2026-04-18'))
      expect(await ledger.plan()).toMatchObject({ state: 'overdue', paidMinor: 24000n, lastPayableOn: '2026-04-25' })
      expect(await ledger.balances()).toEqual(['M2 EUR 10000'])
      // A mistake of theirs: what was recorded here stands again, and was paid in time.
      await ledger.takeIn('2026-04-21T09:00:00Z', planFacts('', ''))
      expect(await ledger.plan()).toMatchObject({ state: 'overdue', paidMinor: 34000n, lastPayableOn: '2026-04-29' })
      expect(await ledger.events()).toEqual(['cancelled 2026-03-30', 'restored 2026-04-21'])
      expect(await ledger.balances()).toEqual([])
      expect(await ledger.openTasks()).toEqual(['restoration P1'])
    })
  })

  describe('a balance', () => {
    test('that became negative blocks moves until a top-up follows; tasks open and close by themselves', async () => {
      await ledger.pay(
        '2026-03-06T09:00:00Z',
        'T1,topup,M2,,,EUR,50.00,2026-03-05,,',
        'F1,from_balance,M2,P1,,EUR,50.00,2026-03-06,,',
      )
      expect(await ledger.balances()).toEqual([])
      await ledger.pay('2026-03-07T09:00:00Z', 'R1,reversal,M2,,T1,EUR,50.00,2026-03-07,,')
      expect(await ledger.balances()).toEqual(['M2 EUR -5000'])
      expect(await ledger.openTasks()).toEqual(['negative_balance M2 EUR'])
      expect(await ledger.task('negative_balance', 'M2 EUR')).toMatchObject({
        memberNo: 'M2',
        ownerNo: null,
        details: { currency: 'EUR', amount: '-50.00' },
      })
      expect(await ledger.plan()).toMatchObject({ paidMinor: 25000n })

      const move = 'F2,from_balance,M2,P1,,EUR,30.00,2026-03-08,,'
      const { payments } = await ledger.pay('2026-03-08T09:00:00Z', move)
      expect(payments.quarantined).toEqual([{ paymentId: 'F2', line: 2, reason: 'balance_negative' }])
      expect(await ledger.openTasks()).toEqual(['negative_balance M2 EUR', 'quarantined_payment F2'])
      expect((await ledger.pay('2026-03-09T09:00:00Z', move)).payments.quarantined).toHaveLength(1)

      const later = await ledger.pay('2026-03-10T09:00:00Z', 'T2,topup,M2,,,EUR,85.00,2026-03-10,,')
      expect(later.payments).toMatchObject({ booked: 1, takenUp: ['F2'], quarantined: [] })
      expect(await ledger.balances()).toEqual(['M2 EUR 500'])
      expect(await ledger.plan()).toMatchObject({ paidMinor: 28000n })
      expect(await ledger.openTasks()).toEqual([])
      expect((await ledger.task('negative_balance', 'M2 EUR'))?.outcome).toBe('the balance is no longer negative')
    })

    test('that became negative is looked at no longer when the move is taken back, too', async () => {
      await ledger.pay(
        '2026-03-06T09:00:00Z',
        'T1,topup,M2,,,EUR,50.00,2026-03-05,,',
        'F1,from_balance,M2,P1,,EUR,50.00,2026-03-06,,',
      )
      await ledger.pay('2026-03-07T09:00:00Z', 'R1,reversal,M2,,T1,EUR,50.00,2026-03-07,,')
      await ledger.pay('2026-03-08T09:00:00Z', 'R2,reversal,M2,P1,F1,EUR,50.00,2026-03-08,,')
      expect(await ledger.balances()).toEqual([])
      expect((await ledger.task('negative_balance', 'M2 EUR'))?.outcome).toBe('the balance is no longer negative')
    })

    test('holds what was parked, until it is taken back', async () => {
      const parked = await ledger.pay('2026-03-06T09:00:00Z', 'U1,installment,M3,,,EUR,5.00,2026-03-06,,')
      expect(parked.payments).toMatchObject({ booked: 1, parked: ['U1'] })
      expect(await ledger.balances()).toEqual(['M3 EUR 500'])
      expect(await ledger.task('parked_payment', 'U1')).toMatchObject({
        memberNo: 'M3',
        dueOn: '2026-03-08',
        details: { payment_id: 'U1', amount: '5.00', currency: 'EUR' },
      })
      await ledger.pay('2026-03-07T09:00:00Z', 'R1,reversal,M3,,U1,EUR,5.00,2026-03-07,,')
      expect(await ledger.balances()).toEqual([])
      expect(await ledger.openTasks()).toEqual([])
      expect((await ledger.task('parked_payment', 'U1'))?.outcome).toBe('the payment was taken back')
    })

    test('takes what exceeds the plan, and gives it back when an earlier payment is taken back', async () => {
      await ledger.pay('2026-03-06T09:00:00Z', paid('I3', '450.00', '2026-03-06'))
      expect(await ledger.plan()).toMatchObject({ state: 'completed', paidMinor: 60000n })
      expect(await ledger.balances()).toEqual(['M2 EUR 5000'])
      await ledger.pay('2026-03-07T09:00:00Z', 'R1,reversal,M2,P1,I1,EUR,100.00,2026-03-07,,')
      expect(await ledger.plan()).toMatchObject({ state: 'active', paidMinor: 55000n, nextDueOn: '2026-06-10' })
      expect(await ledger.balances()).toEqual([])
    })
  })

  describe('the quarantine', () => {
    test('has a task for each payment, which closes when the payment is booked', async () => {
      const early = 'Q1,installment,M2,P9,,EUR,40.00,2026-03-01,,'
      const stranger = 'Q2,topup,M9,,,EUR,1.00,2026-03-01,,'
      await ledger.pay('2026-03-06T09:00:00Z', early, stranger)
      expect(await ledger.openTasks()).toEqual(['quarantined_payment Q1', 'quarantined_payment Q2'])
      expect(await ledger.task('quarantined_payment', 'Q1')).toMatchObject({
        memberNo: 'M2',
        planNo: 'P9',
        details: { payment_id: 'Q1', amount: '40.00', currency: 'EUR', reason: 'unknown_plan' },
      })
      expect(await ledger.task('quarantined_payment', 'Q2')).toMatchObject({
        memberNo: null,
        details: { member_no: 'M9', reason: 'unknown_member' },
      })
      await ledger.takeIn('2026-03-07T09:00:00Z', { 'members.csv': csv('members.csv', 'M9,New,,,,,M1,,,,') })
      expect(await ledger.openTasks()).toEqual(['quarantined_payment Q1'])
      expect(await ledger.balances()).toEqual(['M9 EUR 100'])
      expect((await ledger.task('quarantined_payment', 'Q2'))?.outcome).toBe('the payment is booked')
    })

    test('takes money of another currency than its plan', async () => {
      const before = await ledger.plan()
      const { payments } = await ledger.pay('2026-03-06T09:00:00Z', 'C1,installment,M2,P1,,USD,100.00,2026-03-06,,')
      expect(payments.quarantined).toEqual([{ paymentId: 'C1', line: 2, reason: 'currency_mismatch' }])
      expect(await ledger.plan()).toEqual(before)
      expect(await ledger.balances()).toEqual([])
      expect(await ledger.openTasks()).toEqual(['quarantined_payment C1'])
    })

    test('keeps a reversal that differs from what it takes back', async () => {
      const { payments } = await ledger.pay('2026-03-06T09:00:00Z', 'R2,reversal,M2,P1,I2,EUR,99.00,2026-03-06,,')
      expect(payments.quarantined).toMatchObject([{ paymentId: 'R2', reason: 'reversal_differs' }])
      expect(await ledger.plan()).toMatchObject({ paidMinor: 20000n, bonusSecured: 33n })
    })
  })
})

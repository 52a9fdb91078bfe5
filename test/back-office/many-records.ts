/**
 * A project of any size in the import format, with everything in it that an import must tell apart: a line of sponsors,
 * plans long past, cancelled, completed and in arrears, money parked, taken back and moved, and payments that conflict or
 * name something unknown. The same size gives the same rows.
 */
import { csv, type FileName } from './back-office.ts'

/** Payments of one member, most of them into a plan of twelve installments. */
const PAYMENTS_PER_MEMBER = 6

export function manyRecords(payments: number): Record<FileName, string> {
  const numbers = Array.from({ length: Math.ceil(payments / PAYMENTS_PER_MEMBER) }, (_, index) => index + 1)
  return {
    'members.csv': csv('members.csv', ...numbers.map(member)),
    'packages.csv': csv('packages.csv', 'K12,Classic,2,EUR,1200.00,2000.00,2400,12,2024-01-01,'),
    'plans.csv': csv('plans.csv', ...numbers.flatMap(plans)),
    'installments.csv': csv('installments.csv', ...numbers.flatMap(installments)),
    'payments.csv': csv('payments.csv', ...numbers.flatMap(paymentsOf)),
    'offers.csv': csv(
      'offers.csv',
      'ON-TIME,on_time,0.05,2024-01-01,2026-12-31,',
      'DOUBLE,double_payment,0.07,2025-06-01,2026-12-31,',
    ),
  }
}

/** Whose sponsor may stand behind them in the file, and whose text is not of one byte a character. */
function member(number: number): string {
  const sponsorNo = number % 5 === 1 ? '' : memberNo(number % 5 === 0 ? number - 1 : number - (number % 5) + 1)
  const agreement = number % 5 === 1 ? '2025-01-10' : ''
  return `${memberNo(number)},"Ána ""${number}"", आशा 🌱",,,hi,,${sponsorNo},2025-01-02,,${agreement},${9000 + number}`
}

function plans(number: number): string[] {
  const cancelledOn = number % 7 === 3 ? '2026-02-01' : ''
  const plan = `${planNo(number)},${memberNo(number)},K12,EUR,1200.00,2400,2025-12-20,${cancelledOn},`
  // Unpaid for a year.
  return number % 6 === 2 ? [plan, `H${planNo(number)},${memberNo(number)},K12,EUR,100.00,200,2024-12-20,,`] : [plan]
}

function installments(number: number): string[] {
  const month = (seq: number) => String(seq).padStart(2, '0')
  const rows = Array.from(
    { length: 12 },
    (_, index) => `${planNo(number)},${index + 1},2026-${month(index + 1)}-10,100.00`,
  )
  return number % 6 === 2 ? [...rows, `H${planNo(number)},1,2025-01-10,100.00`] : rows
}

function paymentsOf(number: number): string[] {
  const [who, plan] = [memberNo(number), planNo(number)]
  const id = (name: string) => `${name}${number}`
  const reversed = number % 3 === 0 ? id('B') : id('T')
  return [
    `${id('A')},installment,${who},${plan},,EUR,${number % 4 === 0 ? '1250.00' : '100.00'},2026-01-09,,card`,
    `${id('B')},installment,${who},${number % 2 === 0 ? '' : plan},,EUR,100.00,2026-02-09T23:30:00.125+03:00,,"SEPA,\r\ninstant"`,
    `${id('T')},topup,${who},,,EUR,100.00,2026-03-01,2026-03-02T10:00:00Z,`,
    `${id('F')},from_balance,${who},${plan},,EUR,100.00,2026-03-02,,`,
    number % 4 === 1
      ? `${id('Q')},installment,${who},NOWHERE${number},,EUR,5.00,2026-03-03,,`
      : `${id('Q')},installment,${who},${plan},,EUR,40.00,2026-03-03,,`,
    reversed.startsWith('T')
      ? `${id('R')},reversal,${who},,${reversed},EUR,100.00,2026-03-05,,`
      : `${id('R')},topup,${who},,,USD,7.00,2026-03-05,,`,
  ]
}

function memberNo(number: number): string {
  return `M${String(number).padStart(5, '0')}`
}

function planNo(number: number): string {
  return `P${String(number).padStart(5, '0')}`
}

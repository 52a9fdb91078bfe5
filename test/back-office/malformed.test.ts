/** Everything malformed is refused with file, line, column and what was expected, and nothing is written. */
import { gzipSync } from 'node:zlib'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { Database } from '../../src/storage/engine/database.ts'
import { engines, freshDatabase } from '../support/databases.ts'
import { type BackOffice, backOfficeOn, csv, type FileName, type Files, headers, project } from './back-office.ts'

interface Case {
  name: string
  files: Files
  file: FileName
  line: number
  column: string | null
  expected: string
}

/** One file with these lines; the fault is in its last line unless said otherwise. */
function bad(
  name: string,
  file: FileName,
  lines: readonly string[],
  column: string | null,
  expected: string,
  more: { line?: number; with?: Files } = {},
): Case {
  const files = { [file]: csv(file, ...lines), ...more.with }
  return { name, files, file, line: more.line ?? lines.length + 1, column, expected }
}

function raw(
  name: string,
  file: FileName,
  content: string | Uint8Array,
  line: number,
  column: string | null,
  expected: string,
): Case {
  return { name, files: { [file]: content }, file, line, column, expected }
}

const m = (cells: string) => [cells]
const newPlan = 'P9,M2,K6,EUR,300.00,2000,2026-01-05,,'
const schedule = (...rows: string[]) => ({
  'plans.csv': csv('plans.csv', newPlan),
  'installments.csv': csv('installments.csv', ...rows),
})
const good = ['P9,1,2026-05-10,100.00', 'P9,2,2026-06-10,200.00']

const cases: Case[] = [
  // The file as a whole
  raw(
    'not UTF-8',
    'members.csv',
    Buffer.concat([Buffer.from(`${headers['members.csv']}\nM8,`), Buffer.from([0xe9, 0x0a])]),
    2,
    null,
    'UTF-8',
  ),
  raw('UTF-16', 'members.csv', Buffer.from(`\ufeff${headers['members.csv']}\n`, 'utf16le'), 1, null, 'UTF-8'),
  raw('empty file', 'plans.csv', '', 1, null, 'a header line'),
  raw('only a byte order mark', 'plans.csv', '\ufeff', 1, null, 'a header line'),
  raw('unclosed quote', 'members.csv', `member_no,full_name\nM8,A\nM9,"B\nM10,C\n`, 3, null, 'a closing quote'),
  raw('quote inside a cell', 'members.csv', `member_no,full_name\nM8,A"B\n`, 2, null, 'quotes around the whole cell'),
  raw('text after a closing quote', 'members.csv', `member_no,full_name\nM8,"A"B\n`, 2, null, 'after a closing quote'),
  raw('missing column', 'members.csv', 'member_no,phone\nM8,\n', 1, 'full_name', 'the column full_name'),
  raw('duplicate column', 'members.csv', 'member_no,full_name,full_name\nM8,A,B\n', 1, 'full_name', 'once'),
  raw('unknown column', 'members.csv', 'member_no,full_name,fone\nM8,A,1\n', 1, 'fone', 'perhaps phone'),
  raw(
    'semicolons',
    'offers.csv',
    'offer_code;kind;rate;valid_from;valid_to\nX;on_time;0.1;;\n',
    1,
    'offer_code',
    'the column offer_code',
  ),
  raw('too few cells', 'members.csv', 'member_no,full_name\nM8,A\nM9\n', 3, null, '2 cells'),
  raw(
    'too many cells',
    'installments.csv',
    `${headers['installments.csv']}\nP9,1,2026-01-01,1,000.00\n`,
    2,
    null,
    '4 cells',
  ),
  raw(
    'UTF-16 without a mark',
    'members.csv',
    Buffer.from(`${headers['members.csv']}\n`, 'utf16le'),
    1,
    'member_no',
    'the column member_no',
  ),
  raw(
    'a character cut off by the end of the file',
    'members.csv',
    Buffer.concat([Buffer.from('member_no,full_name\nM8,A\nM9,'), Buffer.from([0xf0, 0x9f, 0x8c])]),
    3,
    null,
    'UTF-8',
  ),
  raw(
    'half of a surrogate pair',
    'members.csv',
    Buffer.concat([Buffer.from('member_no,full_name\nM8,'), Buffer.from([0xed, 0xa0, 0x80, 0x0a])]),
    2,
    null,
    'UTF-8',
  ),
  raw(
    'NUL in more bytes than it takes',
    'members.csv',
    Buffer.concat([Buffer.from('member_no,full_name\nM8,'), Buffer.from([0xc0, 0x80, 0x0a])]),
    2,
    null,
    'UTF-8',
  ),
  raw('a compressed file', 'members.csv', gzipSync(headers['members.csv']), 1, null, 'UTF-8'),
  raw('a page of the web', 'members.csv', '<!doctype html>\n<p>Sign in</p>\n', 1, 'member_no', 'the column member_no'),
  raw('only NULs', 'members.csv', '\0'.repeat(4_096), 1, 'member_no', 'the column member_no'),
  raw('lines ending in CR only', 'members.csv', 'member_no,full_name\rM8,A\r', 1, 'full_name', 'the column full_name'),
  raw('a header in capitals', 'members.csv', 'Member_No,full_name\nM8,A\n', 1, 'Member_No', 'perhaps member_no'),
  raw('a header with spaces', 'members.csv', 'member_no, full_name\nM8,A\n', 1, ' full_name', 'perhaps full_name'),
  raw('a comma at the end of the header', 'members.csv', 'member_no,full_name,\nM8,A,\n', 1, '', 'a known column'),
  raw(
    'two files in one',
    'members.csv',
    'member_no,full_name\nM8,A\n\ufeffM9,B\n',
    3,
    'member_no',
    'control characters',
  ),
  raw(
    'a second header',
    'plans.csv',
    `${headers['plans.csv']}\n${headers['plans.csv']}\n`,
    2,
    'total',
    'an amount such',
  ),
  // Cells of every kind
  bad('NUL', 'members.csv', m('M8,A\0B,,,,,,,,,'), 'full_name', 'without NUL'),
  bad('cell over 10,000 characters', 'members.csv', m(`M8,A,,${'x'.repeat(10_001)},,,,,,,`), 'email', 'at most 10000'),
  bad(
    'key of 9,000 characters',
    'members.csv',
    m(
      `${Array.from({ length: 9_000 }, (_, at) => String.fromCodePoint(0x4e00 + ((at * 7_919) % 20_000))).join('')},A,,,,,,,,,`,
    ),
    'member_no',
    '1 to 40',
  ),
  bad('NUL in a key', 'members.csv', m('M\x008,A,,,,,,,,,'), 'member_no', 'without NUL'),
  bad('name in two lines', 'members.csv', m('M8,"A\nB",,,,,,,,,'), 'full_name', 'in one line', { line: 2 }),
  bad('empty required cell', 'members.csv', m('M8,,,,,,,,,,'), 'full_name', 'required'),
  bad('empty key', 'members.csv', m(',A,,,,,,,,,'), 'member_no', 'required'),
  bad('name of spaces', 'members.csv', m('M8,"  ",,,,,,,,,'), 'full_name', 'not only spaces'),
  bad('id with a colon', 'members.csv', m('M:8,A,,,,,,,,,'), 'member_no', 'without ":"'),
  bad('id with a space at its end', 'members.csv', m('M8 ,A,,,,,,,,,'), 'member_no', 'spaces at the ends'),
  bad('id over 40 characters', 'members.csv', m(`${'M'.repeat(41)},A,,,,,,,,,`), 'member_no', '1 to 40'),
  bad('id with a control character', 'members.csv', m('M\t8,A,,,,,,,,,'), 'member_no', 'control characters'),
  bad('phone that is not E.164', 'members.csv', m('M8,A,0712 345 678,,,,,,,,'), 'phone', 'E.164'),
  bad('impossible phone', 'members.csv', m('M8,A,+4071,,,,,,,,'), 'phone', 'E.164'),
  bad('bad language tag', 'members.csv', m('M8,A,,,deutsch_AT,,,,,,'), 'language', 'BCP 47'),
  bad('unknown zone', 'members.csv', m('M8,A,,,,Europe/Moskau,,,,,'), 'time_zone', 'IANA'),
  bad('offset as zone', 'members.csv', m('M8,A,,,,+03:00,,,,,'), 'time_zone', 'IANA'),
  bad('date that does not exist', 'members.csv', m('M8,A,,,,,,2026-02-30,,,'), 'registered_on', 'a date that exists'),
  bad('date of another notation', 'members.csv', m('M8,A,,,,,,,10.03.2026,,'), 'verified_on', 'a date that exists'),
  bad('date before all calendars agree', 'members.csv', m('M8,A,,,,,,0001-01-01,,,'), 'registered_on', 'from 1900'),
  bad('telegram_user_id in words', 'members.csv', m('M8,A,,,,,,,,,@ana'), 'telegram_user_id', 'digits'),
  bad('wrong decimals, EUR', 'packages.csv', m('K9,N,1,EUR,600.0,700.00,10,2,2026-01-01,'), 'price', '2 decimals'),
  bad('wrong decimals, JPY', 'packages.csv', m('K9,N,1,JPY,600.00,700,10,2,2026-01-01,'), 'price', 'without decimals'),
  bad(
    'wrong decimals, KWD',
    'packages.csv',
    m('K9,N,1,KWD,6.000,7.00,10,2,2026-01-01,'),
    'nominal_value',
    '3 decimals',
  ),
  bad('negative amount', 'packages.csv', m('K9,N,1,EUR,-600.00,700.00,10,2,2026-01-01,'), 'price', 'above zero'),
  bad('zero', 'packages.csv', m('K9,N,1,EUR,0.00,700.00,10,2,2026-01-01,'), 'price', 'above zero'),
  bad(
    'thousands separators',
    'packages.csv',
    m('K9,N,1,EUR,"1,600.00",700.00,10,2,2026-01-01,'),
    'price',
    'nothing between thousands',
  ),
  bad('exponent', 'packages.csv', m('K9,N,1,EUR,6e2,700.00,10,2,2026-01-01,'), 'price', 'an amount such as'),
  bad(
    'huge amount',
    'packages.csv',
    m(`K9,N,1,EUR,${'9'.repeat(13)}.00,700.00,10,2,2026-01-01,`),
    'price',
    '12 digits',
  ),
  bad('digits of another script', 'packages.csv', m('K9,N,1,EUR,६००.००,700.00,10,2,2026-01-01,'), 'price', 'an amount'),
  bad('decimal comma', 'packages.csv', m('K9,N,1,EUR,"600,00",700.00,10,2,2026-01-01,'), 'price', 'an amount such as'),
  bad(
    'amount with its currency',
    'packages.csv',
    m('K9,N,1,EUR,€600.00,700.00,10,2,2026-01-01,'),
    'price',
    'an amount',
  ),
  bad('plus sign', 'packages.csv', m('K9,N,1,EUR,+600.00,700.00,10,2,2026-01-01,'), 'price', 'an amount such as'),
  bad('no digit before the point', 'packages.csv', m('K9,N,1,EUR,.50,700.00,10,2,2026-01-01,'), 'price', 'an amount'),
  bad('leading zeros', 'packages.csv', m('K9,N,1,EUR,0600.00,700.00,10,2,2026-01-01,'), 'price', 'leading zeros'),
  bad('not a number', 'packages.csv', m('K9,N,1,EUR,NaN,700.00,10,2,2026-01-01,'), 'price', 'an amount such as'),
  bad('currency in small letters', 'packages.csv', m('K9,N,1,eur,600.00,700.00,10,2,2026-01-01,'), 'currency', 'ISO'),
  bad('too many shares', 'packages.csv', m(`K9,N,1,EUR,6.00,7.00,${'9'.repeat(16)},2,2026-01-01,`), 'shares', 'whole'),
  bad('unknown currency', 'packages.csv', m('K9,N,1,EUX,600.00,700.00,10,2,2026-01-01,'), 'currency', 'ISO 4217'),
  bad('non-integer shares', 'packages.csv', m('K9,N,1,EUR,600.00,700.00,10.5,2,2026-01-01,'), 'shares', 'whole number'),
  bad('no installments', 'packages.csv', m('K9,N,1,EUR,600.00,700.00,10,0,2026-01-01,'), 'installments', 'from 1'),
  bad(
    'sale that ends before it begins',
    'packages.csv',
    m('K9,N,1,EUR,600.00,700.00,10,2,2026-01-02,2026-01-01'),
    'available_to',
    'not before 2026-01-02',
  ),
  bad('rate above 1', 'offers.csv', m('X,on_time,1.5,2026-01-01,2026-12-31,'), 'rate', 'at most 1'),
  bad('rate in percent', 'offers.csv', m('X,on_time,5%,2026-01-01,2026-12-31,'), 'rate', 'decimal fraction'),
  bad('unknown kind of offer', 'offers.csv', m('X,triple,0.05,2026-01-01,2026-12-31,'), 'kind', 'one of on_time'),
  bad('changed kind of offer', 'offers.csv', m('EARLY,on_time,0.05,2026-01-01,2026-12-31,'), 'kind', 'keeps its kind'),
  bad(
    'no installments ahead',
    'offers.csv',
    m('X,early_repayment,0.05,2026-01-01,2026-12-31,0'),
    'min_installments_ahead',
    'from 1',
  ),
  bad(
    'offer that ends before it begins',
    'offers.csv',
    m('X,on_time,0.05,2026-01-02,2026-01-01,'),
    'valid_to',
    'not before',
  ),
  // Payments
  bad('unknown kind of payment', 'payments.csv', m('X1,refund,M2,P1,,EUR,1.00,2026-01-01,,'), 'kind', 'one of topup'),
  bad(
    'instant without offset',
    'payments.csv',
    m('X1,topup,M2,,,EUR,1.00,2026-01-01T10:00:00,,'),
    'value_at',
    'with its offset',
  ),
  bad('the hour 24', 'payments.csv', m('X1,topup,M2,,,EUR,1.00,2026-01-01T24:00:00Z,,'), 'value_at', 'with its offset'),
  bad(
    'a year of six digits',
    'payments.csv',
    m('X1,topup,M2,,,EUR,1.00,+012026-01-01T10:00:00Z,,'),
    'value_at',
    'with its offset',
  ),
  bad(
    'a zone instead of an offset',
    'payments.csv',
    m('X1,topup,M2,,,EUR,1.00,2026-01-01T10:00:00 Europe/Moscow,,'),
    'value_at',
    'with its offset',
  ),
  bad(
    'instant finer than milliseconds',
    'payments.csv',
    m('X1,topup,M2,,,EUR,1.00,2026-01-01T10:00:00.1234Z,,'),
    'value_at',
    'milliseconds',
  ),
  bad(
    'bare date received',
    'payments.csv',
    m('X1,topup,M2,,,EUR,1.00,2026-01-01,2026-01-02,'),
    'received_at',
    'an instant',
  ),
  bad(
    'value date that does not exist',
    'payments.csv',
    m('X1,topup,M2,,,EUR,1.00,2026-02-29,,'),
    'value_at',
    'a date that exists',
  ),
  bad(
    'malformed row among good ones',
    'payments.csv',
    ['X1,topup,M2,,,EUR,1.00,2026-01-01,,', 'X2,topup,M2,,,EUR,1,2026-01-01,,', 'X3,topup,M2,,,EUR,1.00,2026-01-01,,'],
    'amount',
    '2 decimals',
    { line: 3 },
  ),
  // Rows that contradict each other
  bad(
    'key twice with other content',
    'members.csv',
    ['M8,A,,,,,,,,,', 'M9,B,,,,,,,,,', 'M8,C,,,,,,,,,'],
    'member_no',
    'line 2',
  ),
  bad(
    'installment twice with other content',
    'installments.csv',
    [...good, 'P9,2,2026-07-10,200.00'],
    'seq',
    'line 3',
    { with: { 'plans.csv': csv('plans.csv', newPlan) } },
  ),
  bad(
    'telegram_user_id twice in the file',
    'members.csv',
    ['M8,A,,,,,,,,,77', 'M9,B,,,,,,,,,77'],
    'telegram_user_id',
    'no other member',
  ),
  bad('telegram_user_id of someone else', 'members.csv', m('M8,A,,,,,,,,,1001'), 'telegram_user_id', 'M1 has it'),
  bad('unknown sponsor', 'members.csv', m('M8,A,,,,,M77,,,,'), 'sponsor_no', 'members.csv or the database'),
  bad('own sponsor', 'members.csv', m('M8,A,,,,,M8,,,,'), 'sponsor_no', 'not below M8'),
  bad('sponsor cycle in the file', 'members.csv', ['M8,A,,,,,M9,,,,', 'M9,B,,,,,M8,,,,'], 'sponsor_no', 'not below M9'),
  bad('sponsor cycle through the database', 'members.csv', m('M1,Ana Pop,,,,,M3,,,,'), 'sponsor_no', 'not below M1'),
  bad(
    'unknown member',
    'plans.csv',
    m('P9,M77,K6,EUR,300.00,2000,2026-01-05,,'),
    'member_no',
    'members.csv or the database',
    { with: { 'installments.csv': csv('installments.csv', ...good) } },
  ),
  bad(
    'unknown package',
    'plans.csv',
    m('P9,M2,K77,EUR,300.00,2000,2026-01-05,,'),
    'package_code',
    'packages.csv or the database',
    { with: { 'installments.csv': csv('installments.csv', ...good) } },
  ),
  bad('plan without a schedule', 'plans.csv', m(newPlan), 'plan_no', 'schedule'),
  bad(
    'schedule without a plan',
    'installments.csv',
    m('P77,1,2026-01-01,1.00'),
    'plan_no',
    'plans.csv or the database',
  ),
  {
    ...bad('installments that do not add up', 'installments.csv', [], 'amount', 'add up to 300.00'),
    files: schedule('P9,1,2026-05-10,100.00', 'P9,2,2026-06-10,199.99'),
    line: 3,
  },
  {
    ...bad('gap in seq', 'installments.csv', [], 'seq', '2: a schedule counts'),
    files: schedule('P9,1,2026-05-10,100.00', 'P9,3,2026-06-10,200.00'),
    line: 3,
  },
  {
    ...bad('seq beyond 9999', 'installments.csv', [], 'seq', 'to 9999'),
    files: schedule('P9,1,2026-05-10,100.00', 'P9,10000,2026-06-10,200.00'),
    line: 3,
  },
  {
    ...bad('due date with a time', 'installments.csv', [], 'due_on', 'a date that exists'),
    files: schedule('P9,1,2026-05-10T00:00:00Z,100.00', 'P9,2,2026-06-10,200.00'),
    line: 2,
  },
  {
    ...bad('seq from 0', 'installments.csv', [], 'seq', 'from 1'),
    files: schedule('P9,0,2026-05-10,100.00', 'P9,1,2026-06-10,200.00'),
    line: 2,
  },
  {
    ...bad('due dates going back', 'installments.csv', [], 'due_on', 'not before 2026-05-10'),
    files: schedule('P9,1,2026-05-10,100.00', 'P9,2,2026-05-09,200.00'),
    line: 3,
  },
  {
    ...bad("decimals of the plan's currency", 'installments.csv', [], 'amount', '2 decimals'),
    files: schedule('P9,1,2026-05-10,100', 'P9,2,2026-06-10,200.00'),
    line: 2,
  },
  // What the ledger says stays true
  bad('total without its schedule', 'plans.csv', m('P1,M2,K6,EUR,700.00,2000,2026-01-05,,'), 'total', '600.00'),
  bad(
    'currency of a plan with money',
    'plans.csv',
    m('P1,M2,K6,USD,600.00,2000,2026-01-05,,'),
    'currency',
    'EUR as before',
  ),
  bad(
    'member of a plan with money',
    'plans.csv',
    m('P1,M3,K6,EUR,600.00,2000,2026-01-05,,'),
    'member_no',
    'M2 as before',
  ),
  bad('currency without a schedule', 'plans.csv', m('P2,M3,KJ,KRW,6000,300,2026-03-01,,'), 'currency', 'JPY as before'),
  bad(
    'due date where money sits',
    'installments.csv',
    [1, 2, 3, 4, 5, 6].map((seq) => `P1,${seq},2026-0${seq}-1${seq === 2 ? 1 : 0},100.00`),
    'due_on',
    '2026-02-10 as before',
    { line: 3 },
  ),
  bad(
    'amount where money sits',
    'installments.csv',
    ['P1,1,2026-01-10,90.00', 'P1,2,2026-02-10,510.00'],
    'amount',
    '100.00 as before',
    { line: 2 },
  ),
  bad(
    'schedule that ends where money sits',
    'installments.csv',
    ['P3,1,2026-01-28,50.00', 'P3,2,2026-02-28,100.00'],
    'amount',
    '50.00 as before',
    { line: 3 },
  ),
  bad(
    'longer schedule that would pull money from the balance',
    'installments.csv',
    [1, 2, 3, 4].map((seq) => `P3,${seq},2026-0${seq}-28,50.00`),
    'amount',
    'leaves 150.00 paid',
    { line: 2, with: { 'plans.csv': csv('plans.csv', 'P3,M3,K6,EUR,200.00,500,2026-01-05,,') } },
  ),
]

describe.each(engines)('malformed input on %s', (engine) => {
  let database: Database
  let backOffice: BackOffice
  let before: Record<string, string>

  beforeAll(async () => {
    database = await freshDatabase(engine)
    backOffice = backOfficeOn(database)
    await backOffice.imported(project)
    before = await backOffice.export()
  })
  afterAll(() => database.close())

  test.each(cases)('$name', async ({ files, file, line, column, expected }) => {
    const outcome = await backOffice.import(files)
    if (outcome.ok || outcome.reason === 'busy') throw new Error(`not refused: ${JSON.stringify(outcome)}`)
    expect(outcome.problems).toContainEqual(
      expect.objectContaining({ file, line, column, expected: expect.stringContaining(expected) }),
    )
    expect(outcome.problemCount).toBe(outcome.problems.length)
    expect(await backOffice.export()).toEqual(before)
    expect(await backOffice.waiting()).toEqual([])
  })

  test('lists the first 1,000 problems and counts all', async () => {
    const lines = Array.from({ length: 1_500 }, (_, index) => `N${index},,,,,,,,,,`)
    const outcome = await backOffice.import({ 'members.csv': csv('members.csv', ...lines) })
    expect(outcome).toMatchObject({ ok: false, problemCount: 1_500 })
    expect(!outcome.ok && outcome.reason === 'refused' && outcome.problems.length).toBe(1_000)
  })

  test('one bad file refuses the good ones too', async () => {
    const outcome = await backOffice.import({
      'members.csv': csv('members.csv', 'M8,A,,,,,,,,,'),
      'payments.csv': csv('payments.csv', 'X1,topup,M2,,,EUR,1,2026-01-01,,'),
    })
    expect(outcome.ok).toBe(false)
    expect(await backOffice.export()).toEqual(before)
  })

  test('no known file is a refusal', async () => {
    const outcome = await backOffice.import({ ['notes.txt' as FileName]: 'hello' })
    expect(outcome).toMatchObject({ ok: false, problemCount: 1 })
  })

  test('a row at fault is not blamed twice', async () => {
    const outcome = await backOffice.import({
      'members.csv': csv('members.csv', 'M8,A,12,,,,,,,,'),
      'plans.csv': csv('plans.csv', 'P9,M8,K6,EUR,300.00,2000,2026-01-05,,'),
      'installments.csv': csv('installments.csv', ...good),
    })
    expect(outcome).toMatchObject({ ok: false, problemCount: 1, problems: [{ file: 'members.csv', column: 'phone' }] })
  })
})

/** A project of any size as the back office's files, written as streams: one plan a member, with its payments. */
import { createWriteStream, mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'

export interface ProjectSize {
  plans: number
  /** Each plan is paid so often, an installment each time; it has two more. */
  paymentsPerPlan: number
}

const FIRST_DUE = Temporal.PlainDate.from('2025-01-10')
const AMOUNT = '100.00'

export async function writeProject(folder: string, { plans, paymentsPerPlan }: ProjectSize): Promise<void> {
  mkdirSync(folder, { recursive: true })
  const count = paymentsPerPlan + 2
  const dueOn = Array.from({ length: count }, (_, index) => FIRST_DUE.add({ months: index }).toString())
  const total = `${count * 100}.00`
  const numbers = Array.from({ length: plans }, (_, index) => String(index + 1).padStart(7, '0'))
  await write(folder, 'members.csv', 'member_no,full_name,language', function* () {
    for (const no of numbers) yield `M${no},Member ${no},en`
  })
  await write(
    folder,
    'packages.csv',
    'package_code,name,stage,currency,price,nominal_value,shares,installments,available_from',
    function* () {
      yield `K,Classic,1,EUR,${total},${total},2000,${count},2024-01-01`
    },
  )
  await write(
    folder,
    'plans.csv',
    'plan_no,member_no,package_code,currency,total,shares,terms_accepted_on',
    function* () {
      for (const no of numbers) yield `P${no},M${no},K,EUR,${total},2000,2024-12-20`
    },
  )
  await write(folder, 'installments.csv', 'plan_no,seq,due_on,amount', function* () {
    for (const no of numbers) for (const [index, on] of dueOn.entries()) yield `P${no},${index + 1},${on},${AMOUNT}`
  })
  await write(folder, 'offers.csv', 'offer_code,kind,rate,valid_from,valid_to', function* () {
    yield 'ON-TIME,on_time,0.05,2024-01-01,2030-12-31'
  })
}

/** The payments alone, in the order in which they came: all first installments, then all second ones. */
export async function writePayments(folder: string, { plans, paymentsPerPlan }: ProjectSize): Promise<void> {
  mkdirSync(folder, { recursive: true })
  const header = 'payment_id,kind,member_no,plan_no,currency,amount,value_at,received_at,method'
  await write(folder, 'payments.csv', header, function* () {
    for (let round = 0; round < paymentsPerPlan; round++) {
      const on = FIRST_DUE.add({ months: round }).subtract({ days: 3 }).toString()
      for (let plan = 1; plan <= plans; plan++) {
        const no = String(plan).padStart(7, '0')
        yield `T${round}-${no},installment,M${no},P${no},EUR,${AMOUNT},${on}T12:00:00+03:00,${on}T18:00:00+03:00,bank`
      }
    }
  })
}

function write(folder: string, name: string, header: string, lines: () => Iterable<string>): Promise<void> {
  const text = function* () {
    yield `${header}\n`
    let portion = ''
    for (const line of lines()) {
      portion += `${line}\n`
      if (portion.length < 65_536) continue
      yield portion
      portion = ''
    }
    yield portion
  }
  return pipeline(Readable.from(text()), createWriteStream(join(folder, name)))
}

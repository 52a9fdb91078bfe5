/** What is answered, for the document. */
import { z } from '@hono/zod-openapi'

const date = z.string().openapi({ format: 'date', example: '2026-03-10' })
const money = z.string().openapi({ description: "Decimal, with the currency's own digits.", example: '200.00' })
const whole = z.int().min(0)

export const planAnswer = z
  .object({
    plan_no: z.string(),
    member_no: z.string(),
    state: z.enum(['active', 'overdue', 'arranged', 'cancellation_due', 'cancelled', 'completed']),
    currency: z.string().openapi({ example: 'EUR' }),
    total: money,
    paid: money,
    outstanding: money,
    shares_total: whole,
    shares_credited: whole,
    shares_locked: whole,
    bonus_secured: whole,
    next: z.object({ seq: whole, due_on: date, amount: money, unpaid: money }).nullable(),
    days_overdue: whole,
    last_payable_on: date.nullable(),
    cancels_on: date.nullable(),
    offers: z.array(
      z.object({
        offer_code: z.string(),
        status: z.enum(['not_offered', 'winning', 'done', 'lost']),
        secured: whole,
        still_to_win: whole,
      }),
    ),
  })
  .openapi('Plan')

export const plansAnswer = z
  .object({
    plans: z.array(planAnswer),
    next: z.string().nullable().openapi({ description: '`after` of the next page; `null` on the last.' }),
  })
  .openapi('Plans')

const latePlan = z
  .object({
    member_no: z.string(),
    plan_no: z.string(),
    seq: whole,
    due_on: date,
    unpaid: money.openapi({ description: 'The rest of the oldest unpaid installment.' }),
    arrears: money.openapi({ description: 'All that is past due.' }),
    currency: z.string(),
    days_overdue: whole,
    days_left: whole,
    last_payable_on: date,
  })
  .openapi('LatePlan')

export const overdueAnswer = z.object({ plans: z.array(latePlan) }).openapi('LatePlans')

const file = z.string().openapi({ description: 'The list, as the file that would hold it.', example: 'payments.csv' })
const line = z.int().openapi({ description: 'The place in its list, the first is 1; 0 where it is about none.' })

export const takenInAnswer = z
  .object({
    recorded_at: z.string().openapi({ format: 'date-time' }),
    as_of: z.string().nullable(),
    dry_run: z.boolean(),
    files: z.array(z.object({ file, read: whole, added: whole, changed: whole, unchanged: whole })),
    payments: z.object({
      booked: whole,
      already_there: whole,
      counts: z
        .object({ parked: whole, quarantined: whole, taken_up: whole })
        .openapi({ description: 'How many of each there are; the lists name the first 1,000.' }),
      parked: z.array(z.string()).openapi({ description: 'Booked to the balance, because their plan cannot be told.' }),
      quarantined: z
        .array(z.object({ payment_id: z.string(), line: line.nullable(), reason: z.string() }))
        .openapi({ description: 'Kept until what they name arrives, or until their conflict is settled.' }),
      taken_up: z.array(z.string()).openapi({ description: 'Had waited since an earlier request, booked now.' }),
    }),
    history_plans: z.array(z.string()).openapi({ description: 'Long past when they came in: nobody is messaged.' }),
  })
  .openapi('TakenIn')

const moment = z.string().openapi({ format: 'date-time' })
const fields = z.record(z.string(), z.union([z.string(), z.number(), z.boolean(), z.null()]))
const next = whole.nullable().openapi({ description: '`after` of the next page; `null` on the last.' })

const task = z
  .object({
    id: whole,
    kind: z.string().openapi({ example: 'parked_payment' }),
    subject: z.string().openapi({ description: 'What it is about within its kind.' }),
    member_no: z.string().nullable(),
    plan_no: z.string().nullable(),
    details: fields,
    opened_at: moment,
    due_on: date.nullable(),
    owner_no: z.string().nullable().openapi({ description: 'The partner whose it is; `null`: the support team.' }),
    taken_at: moment.nullable(),
    closed_at: moment.nullable(),
    outcome: z.string().nullable(),
  })
  .openapi('Task')

export const tasksAnswer = z.object({ tasks: z.array(task), next }).openapi('Tasks')

const deadEvent = z
  .object({
    id: whole,
    kind: z.string().openapi({ example: 'payment.recorded' }),
    created_at: moment,
    fields,
    attempts: whole,
    last_error: z.string().nullable(),
    died_at: moment.nullable(),
  })
  .openapi('DeadEvent')

export const deadEventsAnswer = z.object({ events: z.array(deadEvent), next }).openapi('DeadEvents')

export const retriedAnswer = z.object({ id: whole, state: z.literal('pending') }).openapi('Retried')

export const errorAnswer = z
  .object({
    error: z.object({
      code: z.string().openapi({ example: 'refused' }),
      message: z.string(),
      problems: z
        .array(
          z.object({
            file,
            line,
            column: z.string().nullable(),
            value: z.string().nullable(),
            expected: z.string().openapi({ example: 'an ISO 4217 currency such as EUR' }),
          }),
        )
        .openapi({ description: 'The first 1,000.' }),
      problem_count: whole,
    }),
  })
  .openapi('Error')

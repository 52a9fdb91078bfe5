/**
 * The kinds of task: whose each is at first, and how many days later it is due (none: no date). To add one, add its line
 * here, and in every language its name (`tasks.kind`) and what happened (`tasks.what`) in texts.json.
 */
interface TaskRule {
  /** `sponsor`: the partner nearest above the member that it is about, or the support team where there is none. */
  opensWith: 'support' | 'sponsor'
  dueAfterDays: number | null
  /** What a person has closed of it stays closed: the same subject is not opened again. */
  isHandledOnce?: true
}

const taskKinds = {
  /** Money that named no plan, and no plan could be told. */
  parked_payment: { opensWith: 'support', dueAfterDays: 2 },
  quarantined_payment: { opensWith: 'support', dueAfterDays: 2 },
  /** Money for a cancelled plan went to the balance. */
  cancelled_plan_money: { opensWith: 'support', dueAfterDays: 3 },
  negative_balance: { opensWith: 'support', dueAfterDays: 7 },
  /** A reversal made an installment unpaid. */
  reversal: { opensWith: 'sponsor', dueAfterDays: 2 },
  /** A cancelled plan was restored by a payment recorded late. */
  restoration: { opensWith: 'support', dueAfterDays: 3 },
  /** Its owner cannot be written to, or the final notice did not arrive: somebody must reach them another way. */
  reach_member: { opensWith: 'sponsor', dueAfterDays: 2, isHandledOnce: true },
  /** A member asked for help. */
  help_wanted: { opensWith: 'sponsor', dueAfterDays: 1 },
  /** Whoever has this chat says that they are somebody else. */
  wrong_person: { opensWith: 'support', dueAfterDays: 2 },
  /** A member says that they have paid, and nothing has come. */
  payment_not_seen: { opensWith: 'support', dueAfterDays: 1 },
  /** More plans would be cancelled today than may be without a person's word. */
  cancellation_ceiling: { opensWith: 'support', dueAfterDays: 0 },
  undelivered_webhook: { opensWith: 'support', dueAfterDays: 1 },
} as const satisfies Record<string, TaskRule>

export type TaskKind = keyof typeof taskKinds

export function ruleOfTask(kind: TaskKind): TaskRule {
  return taskKinds[kind]
}

export const taskKindNames = Object.keys(taskKinds) as readonly TaskKind[]

export function isTaskKind(text: string): text is TaskKind {
  return Object.hasOwn(taskKinds, text)
}

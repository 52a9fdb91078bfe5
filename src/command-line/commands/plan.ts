import { type PlanState, planState } from '../../domain/plan-state.ts'
import { planJson } from '../../ledger/plan-json.ts'
import { type CliCommand, exitCodes, WrongUsage } from '../command.ts'
import { questionInstant } from '../instant-option.ts'
import { textTable } from '../text-table.ts'

const usage = 'plan <plan_no>... | --all [--at <instant>] [--json]'

export const plan: CliCommand = {
  name: 'plan',
  usage,
  description: 'the state of plans',
  options: { all: { type: 'boolean' }, at: { type: 'string' } },
  positionals: { least: 0, most: Number.POSITIVE_INFINITY },
  async run(args, output, services) {
    const { positionals, options } = args
    const isAll = options.all === true
    if (isAll === positionals.length > 0) throw new WrongUsage(`Usage: kisht ${usage}`)
    const asOf = questionInstant(args, services.now())
    const offers = await services.offers()
    const records = await services.plans(isAll ? 'all' : positionals)
    const states = records.map((plan) => planState(plan, offers, services.policy, asOf))
    const lines = options.json ? states.map((state) => JSON.stringify(planJson(state))) : planTable(states)
    lines.forEach(output.out)
    const found = new Set(states.map(({ terms }) => terms.planNo))
    const missing = positionals.filter((planNo) => !found.has(planNo))
    for (const planNo of missing) output.err(`There is no plan ${planNo}.`)
    return missing.length > 0 ? exitCodes.refused : exitCodes.done
  },
}

function planTable(states: readonly PlanState[]): string[] {
  const header = [
    'plan',
    'member',
    'state',
    'total',
    'paid',
    'left',
    '',
    'next due',
    'late',
    'payable until',
    'shares',
    'bonus',
  ]
  const rows = states.map((state) => {
    const json = planJson(state)
    return [
      json.plan_no,
      json.member_no,
      json.state,
      json.total,
      json.paid,
      json.outstanding,
      json.currency,
      json.next?.due_on ?? '',
      json.days_overdue > 0 ? String(json.days_overdue) : '',
      json.last_payable_on ?? '',
      `${json.shares_credited}/${json.shares_total}`,
      String(json.bonus_secured),
    ]
  })
  return textTable(header, rows)
}

import { latePlanJson } from '../../structure/late-plan-json.ts'
import { latePlansBelow } from '../../structure/late-plans.ts'
import { type CliCommand, exitCodes } from '../command.ts'
import { questionInstant } from '../instant-option.ts'
import { textTable } from '../text-table.ts'

export const overdue: CliCommand = {
  name: 'overdue',
  usage: 'overdue <member_no> [--at <instant>] [--json]',
  description: "the late plans in that partner's structure",
  options: { at: { type: 'string' } },
  positionals: { least: 1, most: 1 },
  async run(args, output, services) {
    const [memberNo = ''] = args.positionals
    if (!(await services.isPartner(memberNo))) {
      output.err(`${memberNo} is not a partner.`)
      return exitCodes.refused
    }
    const asOf = questionInstant(args, services.now())
    const late = (await latePlansBelow(services.latePlanSource, memberNo, services.policy, asOf)).map(latePlanJson)
    const lines = args.options.json
      ? late.map((row) => JSON.stringify(row))
      : textTable(
          ['member', 'plan', 'no.', 'due on', 'unpaid', 'past due', '', 'late', 'left', 'payable until'],
          late.map((row) => Object.values(row).map(String)),
        )
    lines.forEach(output.out)
    return exitCodes.done
  },
}

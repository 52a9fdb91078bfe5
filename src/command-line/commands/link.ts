import { type CliCommand, exitCodes } from '../command.ts'

export const link: CliCommand = {
  name: 'link',
  usage: 'link <member_no> [--json]',
  description: 'prints a one-time link and code for that member',
  options: {},
  positionals: { least: 1, most: 1 },
  async run({ positionals: [memberNo = ''], options }, output, services) {
    const issued = await services.issueLinkCode(memberNo)
    if (!issued) {
      output.err(`There is no member ${memberNo}.`)
      return exitCodes.refused
    }
    const url = await services.linkFor(issued.code)
    if (options.json) {
      const row = { member_no: memberNo, code: issued.code, link: url ?? null, expires_at: issued.expiresAt.toString() }
      output.out(JSON.stringify(row))
      return exitCodes.done
    }
    if (url) output.out(`Link: ${url}`)
    output.out(`Code: ${issued.code}   (in the chat: /start ${issued.code})`)
    output.out(`It works once, until ${issued.expiresAt.toString()}.`)
    return exitCodes.done
  },
}

import { type CliCommand, exitCodes } from '../command.ts'

export const pause: CliCommand = {
  name: 'pause',
  usage: 'pause [--json]',
  description: 'stops sending at once, in every process; answers go on',
  options: {},
  positionals: { least: 0, most: 0 },
  async run({ options }, { out }, services) {
    const { at, by, isNew } = await services.pauseNudges()
    const { isOn } = await services.nudging()
    const lines = options.json
      ? [JSON.stringify({ paused: true, since: at.toString(), by, changed: isNew })]
      : [
          isNew
            ? `Nothing is sent unasked from now on, ${at}, until resume.`
            : `It is paused already, since ${at} (by ${by}).`,
          ...(isOn ? [] : ['NUDGES is off here: nothing would be sent anyway.']),
        ]
    lines.forEach(out)
    return exitCodes.done
  },
}

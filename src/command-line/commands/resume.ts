import { type CliCommand, exitCodes } from '../command.ts'

export const resume: CliCommand = {
  name: 'resume',
  usage: 'resume [--json]',
  description: 'allows sending again',
  options: {},
  positionals: { least: 0, most: 0 },
  async run({ options }, { out }, services) {
    const ended = await services.resumeNudges()
    const { isOn } = await services.nudging()
    const since = ended?.at.toString() ?? null
    const lines = options.json
      ? [JSON.stringify({ paused: false, was_paused_since: since, changed: ended !== undefined })]
      : [
          ended ? `Sending is allowed again. It was paused since ${since} (by ${ended.by}).` : 'It is not paused.',
          ...(isOn ? [] : ['NUDGES is off here: nothing is sent until it is on.']),
        ]
    lines.forEach(out)
    return exitCodes.done
  },
}

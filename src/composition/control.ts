/** Only this process may open an embedded database, so it carries out what others are asked for. */
import { type ControlSocket, serveCommands } from '../command-line/control-socket.ts'
import type { AddWebhookEvents } from '../storage/webhooks/webhook-store.ts'
import type { Parts } from './parts.ts'

export async function serveCommandsIfEmbedded(
  parts: Parts,
  addWebhookEvents: AddWebhookEvents | undefined,
): Promise<ControlSocket | undefined> {
  const { database } = parts.config
  if (database.kind !== 'embedded') return undefined
  return serveCommands(database.dataDir, async (typed, output) => {
    const { createServices } = await import('./services.ts')
    const { runCommand } = await import('../command-line/run-command.ts')
    return runCommand(typed, output, createServices({ ...parts, isRunning: true, addWebhookEvents }))
  })
}

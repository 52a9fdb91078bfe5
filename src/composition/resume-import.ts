import type { WorkerParts } from './parts.ts'

/** What was interrupted is gone on with, while chats are answered. */
export async function resumeImport({
  database,
  policy,
  addWebhookEvents,
  logger,
}: Pick<WorkerParts, 'database' | 'policy' | 'addWebhookEvents' | 'logger'>): Promise<void> {
  const { importPartsOf } = await import('./import-parts.ts')
  const parts = importPartsOf({ database, policy, addWebhookEvents })
  if (!(await parts.store.unfinishedRun())) return
  const { finishInterrupted } = await import('../back-office/importing/import-records.ts')
  if (await finishInterrupted(parts)) logger.info('an interrupted import is done')
}

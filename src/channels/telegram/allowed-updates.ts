/** The kinds of update we ask Telegram for. */
export const allowedUpdates = ['message', 'callback_query'] as const

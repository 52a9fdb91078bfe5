/**
 * The house's rule: what each part of src/ may import. It is an allow-list: whatever is not named here is refused.
 *
 * domain imports only domain, and no packages. Conversation (assistant) and the use cases import domain. Channels,
 * storage, http, i18n, the command line and the API translate between those and the world, and never import each other.
 * Only the composition root knows everyone.
 */
const useCases = [
  'structure',
  'ledger',
  'back-office',
  'backup',
  'linking',
  'policy',
  'tasks',
  'webhooks',
  'nudges',
  'cancellation',
]
const inside = (...folders) => `^src/(${folders.join('|')})/`
const packages = { dependencyTypes: ['npm', 'npm-no-pkg', 'core', 'npm-dev'] }

/** Files of `from` may import files of `to`, and what of the world is named besides. */
const allow = (from, to) => ({ from: { path: from }, to: { path: to } })
const allowWorld = (from, world) => ({ from: { path: from }, to: world })

export default {
  forbidden: [
    { name: 'no-circles', severity: 'error', from: {}, to: { circular: true } },
    { name: 'known-files', severity: 'error', from: {}, to: { couldNotResolve: true } },
    {
      name: 'no-dev-packages-in-the-product',
      severity: 'error',
      from: { path: '^src' },
      to: { dependencyTypes: ['npm-dev'], pathNot: 'node_modules/(@types/|typescript)' },
    },
    {
      name: 'the-database-lives-in-storage',
      severity: 'error',
      from: { path: '^src', pathNot: '^src/storage/' },
      to: { path: 'node_modules/(pg|@prisma|@electric-sql|pglite-prisma-adapter|prisma|pg-boss)/' },
    },
    {
      name: 'channels-do-not-know-each-other',
      severity: 'error',
      from: { path: '^src/channels/([^/]+)/' },
      to: { path: '^src/channels/([^/]+)/', pathNot: '^src/channels/$1/' },
    },
  ],
  allowed: [
    allow(inside('domain'), inside('domain')),

    allow(inside('assistant'), inside('assistant', 'domain', 'structure', 'linking', 'tasks', 'nudges')),
    allow(inside('assistant'), '^locales/en/'),

    allow(inside('structure'), inside('structure', 'domain')),
    allow(inside('tasks'), inside('tasks', 'domain')),
    allow(inside('linking'), inside('linking', 'domain')),
    allow(inside('policy'), inside('policy', 'domain')),
    allow(inside('webhooks'), inside('webhooks', 'domain')),
    allow(inside('nudges'), inside('nudges', 'tasks', 'domain')),
    allow(inside('ledger'), inside('ledger', 'tasks', 'webhooks', 'nudges', 'domain')),
    allow(inside('cancellation'), inside('cancellation', 'ledger', 'tasks', 'domain')),
    allow(inside('back-office'), inside('back-office', 'ledger', 'tasks', 'domain')),
    allow(inside('backup'), inside('backup')),
    allow(inside('demo'), inside('demo', 'back-office', 'domain')),
    allowWorld(inside(...useCases, 'demo'), packages),

    allow(inside('channels'), inside('channels', 'assistant', 'domain')),
    allow(inside('storage'), inside('storage', 'assistant', ...useCases, 'demo', 'domain')),
    allow(inside('http'), inside('http')),
    allow(inside('i18n'), inside('i18n', 'assistant', 'domain')),
    allow(inside('command-line'), inside('command-line', ...useCases, 'domain')),
    allow(inside('api'), inside('api', ...useCases, 'domain')),
    allowWorld(inside('channels', 'storage', 'http', 'i18n', 'command-line', 'api'), packages),

    allow('^src/(config|clock|logger)\\.ts$', inside('domain')),
    allowWorld('^src/(config|clock|logger)\\.ts$', packages),

    allow('^src/(main\\.ts|composition/)', '^src/'),
    allowWorld('^src/(main\\.ts|composition/)', packages),
  ],
  allowedSeverity: 'error',
  options: {
    tsPreCompilationDeps: true,
    tsConfig: { fileName: 'tsconfig.json' },
    doNotFollow: { path: 'node_modules' },
    exclude: { path: '^src/(storage/generated|channels/playground/page)/' },
    moduleSystems: ['es6'],
    enhancedResolveOptions: { exportsFields: ['exports'], conditionNames: ['types', 'import', 'node', 'default'] },
  },
}

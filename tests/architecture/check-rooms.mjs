// `npm run check:rooms`: the import law over the whole tree, and the proof that the whole tree was looked at.
import { spawnSync } from 'node:child_process'

const fewestModules = 120
const { stdout, stderr, status } = spawnSync(
  process.execPath,
  [
    'node_modules/dependency-cruiser/bin/dependency-cruiser.mjs',
    '--config',
    'tests/architecture/rooms.cjs',
    '--output-type',
    'json',
    'src',
    'vite.config.ts',
  ],
  { encoding: 'utf8', maxBuffer: 2 ** 28 },
)
if (!stdout.startsWith('{')) throw new Error(`dependency-cruiser ended with ${status}: ${stderr}`)

const { violations, totalCruised } = JSON.parse(stdout).summary
for (const { rule, from, to } of violations) process.stderr.write(`${rule.name}: ${from} → ${to}\n`)
process.stdout.write(`rooms: ${totalCruised} modules, ${violations.length} breaches\n`)
if (totalCruised < fewestModules) process.stderr.write(`fewer than ${fewestModules} modules: the check did not look\n`)
if (violations.length > 0 || totalCruised < fewestModules) process.exitCode = 1

// What an upload costs the database when little and when much is stored.
// usage: node tests/bench/size.bench.ts [most, 1000000] [SQLite | PostgreSQL]
// Ends with exit code 1 where it is not the same, or not measured; fewer people are too few to judge.
import { createHash, randomUUID } from 'node:crypto'
import { sql } from 'kysely'
import { openStore } from '#server/store/open-store.ts'
import type { Store } from '#server/store/store.ts'
import type { Arrival } from '#server/store/look-for-arrivals.ts'
import { storeArrivals } from '#server/store/store-arrivals.ts'
import { startPostgres } from '#tests/support/postgres.ts'
import { fewPeople, manyPeople, missedUploadCost, tooFew } from './server/aims.ts'
import { type Database, noPostgres, readAsked, sayVerdict } from './server/asked.ts'
import { median } from './server/load.ts'
import { aPlace, type Place } from './server/places.ts'

const { count: most, only } = readAsked(process.argv.slice(2), manyPeople)
const unjudged = tooFew(most, manyPeople)

/** Aims that do not hold. */
const over: string[] = []
const atOnce = 100_000
// So many that they outlast what the database still puts away of the million before.
const groups = { single: { size: 1, rounds: 100 }, group: { size: 32, rounds: 400 } } as const

const say = (text: string): void => void process.stdout.write(`${text}\n`)
const hex = (text: string): string => createHash('sha256').update(text).digest('hex')
const file = new Uint8Array(2_000).fill(120)

/** Submissions by the database itself, with digests as scattered as real ones. */
async function fill(store: Store, { task }: Place, from: number, to: number): Promise<void> {
  const digest =
    store.engine === 'sqlite'
      ? sql`lower(hex(randomblob(32)))`
      : sql`md5(random()::text) || md5(random()::text || i::text)`
  const record = sql`substr('00000000-0000-7000-8000-000000000000', 1, 36 - length(cast(i as text))) || cast(i as text)`
  const content = store.engine === 'sqlite' ? sql`zeroblob(600)` : sql`decode(repeat('00', 600), 'hex')`
  const numbers = sql`with recursive n(i) as (select ${sql.lit(from)} union all select i + 1 from n where i < ${sql.lit(to)})`
  await store.write(async (writer) => {
    const { orgId, taskId } = task
    await sql`insert into log_entry (position, at, kind, org_id, facts, hash) ${numbers} select i, 1, 'submission', ${orgId}, '{}', '' from n`.execute(
      writer,
    )
    await sql`insert into submission (position, digest, device, org_id, task_id, record_id, revision, is_sealed, received_at, state, state_at)
      ${numbers} select i, ${digest}, 'device', ${orgId}, ${taskId}, ${record}, 1, 0, 1, 'received', 1 from n`.execute(
      writer,
    )
    await sql`insert into original (position, file) ${numbers} select i, ${content} from n`.execute(writer)
    await sql`insert into person (org_id, record_id, digest, revision, state) ${numbers} select ${orgId}, ${record}, 'x', 1, 'received' from n`.execute(
      writer,
    )
    await writer.updateTable('log_head').set({ position: to }).execute()
  })
}

function anArrival({ task: { orgId, taskId } }: Place): Arrival {
  const digest = hex(randomUUID())
  const issues = { error: 0, warning: 1, info: 0 }
  const checked = {
    digest,
    device: digest.slice(0, 43),
    recordId: randomUUID(),
    revision: 1,
    previous: null,
    isSealed: false,
    issues,
  }
  return { checked, file, orgId, taskId, at: 1 }
}

type Costs = Record<keyof typeof groups, { readonly cpuMs: number; readonly p50Ms: number }>

async function measure(store: Store, place: Place, stored: number): Promise<Costs> {
  const told: string[] = []
  const nothing = { cpuMs: Number.NaN, p50Ms: Number.NaN }
  const costs: Costs = { single: nothing, group: nothing }
  for (const name of ['single', 'group'] as const) {
    const { size, rounds } = groups[name]
    const times: number[] = []
    async function upload(): Promise<number> {
      const arrivals = Array.from({ length: size }, () => anArrival(place))
      const startedAt = performance.now()
      await store.write((writer) => storeArrivals(writer, arrivals))
      return performance.now() - startedAt
    }
    // Some unmeasured: little stored comes first, and would pay for what runs warm when much is.
    for (let round = 0; round < rounds; round += 1) await upload()
    const before = process.cpuUsage()
    for (let round = 0; round < rounds; round += 1) times.push(await upload())
    const { user, system } = process.cpuUsage(before)
    const cpuMs = (user + system) / 1000 / (size * rounds)
    const p50Ms = median(times)
    costs[name] = { cpuMs, p50Ms }
    told.push(`${name} of ${size}: p50 ${p50Ms.toFixed(1)} ms, ${cpuMs.toFixed(3)} ms of this process an upload`)
  }
  say(`  ${String(stored).padStart(9)} stored   ${told.join('   ')}`)
  return costs
}

async function bench(name: Database, url: string | undefined): Promise<void> {
  say(name)
  const measured: Costs[] = []
  const place = await aPlace(url)
  const store = await openStore(place.settings)
  let stored = 0
  for (const wanted of [Math.min(fewPeople, most), most]) {
    while (stored < wanted) {
      const { position } = await store.reader.selectFrom('log_head').select('position').executeTakeFirstOrThrow()
      const more = Math.min(atOnce, wanted - stored)
      await fill(store, place, position + 1, position + more)
      stored += more
    }
    if (store.engine === 'postgres') await sql`analyze`.execute(store.reader)
    measured.push(await measure(store, place, stored))
  }
  const [few, many] = measured
  if (unjudged === undefined && few && many)
    for (const kind of ['single', 'group'] as const)
      over.push(...missedUploadCost(`${name}, ${kind}`, few[kind], many[kind]))
  await store.close()
  place.remove()
}

if (only !== 'PostgreSQL') await bench('SQLite', undefined)
const postgres = only === 'SQLite' ? undefined : await startPostgres()
if (postgres) await bench('PostgreSQL', postgres.url)
else if (only !== 'SQLite') over.push(noPostgres)
postgres?.stop()
sayVerdict(over, unjudged)

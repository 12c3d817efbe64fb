import { beforeEach, describe, expect, test } from 'vitest'
import { type CaseChange, sealedCaseStorage } from '#app/platform/storage/case-storage.ts'
import { sealedReceivingStorage } from '#app/platform/storage/receiving-storage.ts'
import { openUnitDatabase, type UnitDatabase } from '#app/platform/storage/unit-database.ts'
import { sealTexts } from '#app/platform/unit/text-block.ts'
import { makeVault, unlockVault, type Vault } from '#app/platform/unit/vault.ts'
import { caseRowOf, rowAfterStep } from '#core/review/case-row.ts'
import { caseOf } from '#core/review/review-case.ts'
import type { ReviewStep } from '#core/review/review-event.ts'
import { noFindings } from '#tests/support/case-rows.ts'
import { arrivalOf, aTrail } from '#tests/support/review-events.ts'
import { aSubmissionContent } from '#tests/support/submissions.ts'

const arrived = arrivalOf('a', 1)
const caseId = 'id:452526197904182627'
const text = '{"caibao":"submission/1"}\n'

/** What these steps make of the case, as far as they go from `from` on. */
function changeOf(steps: readonly ReviewStep[], from = 1, of = caseId): CaseChange {
  const trail = aTrail(steps, 1, of)
  const standing = caseOf(trail)
  if (!standing.ok) throw new Error(standing.error.code)
  const events = trail.slice(from - 1)
  const digests = events.flatMap(({ step }) => (step.kind === 'received' ? [step.digest] : []))
  const row = rowAfterStep(caseRowOf(standing.value, aSubmissionContent(), noFindings), standing.value)
  return { events, row, texts: digests.map((digest) => ({ digest, text })) }
}

/** The next turn of the loop, sooner than a timer. */
const turnOfLoop = (): Promise<unknown> =>
  new Promise((resolve) => {
    const { port1, port2 } = new MessageChannel()
    port1.addEventListener('message', resolve, { once: true })
    port1.start()
    port2.postMessage(undefined)
  })

let name: string
let database: UnitDatabase
let vault: Vault
const open = () => sealedCaseStorage(database, vault)

beforeEach(async () => {
  name = `unit-${crypto.randomUUID()}`
  database = openUnitDatabase(name)
  vault = await makeVault()
})

describe('the sealed store of cases', () => {
  test('gives back trail, line and file byte for byte', async () => {
    const change = changeOf([arrived, { kind: 'opened' }])
    const written = await open().append([change])
    expect(written.ok && written.value.map(({ name: shown }) => shown)).toEqual(['韦晓𬱖'])
    expect(await open().trail(caseId)).toEqual({ ok: true, value: change.events })
    expect(await open().text(arrived.digest)).toEqual({ ok: true, value: text })
    const rows = await open().rows()
    expect(rows.ok && rows.value).toEqual(written.ok && written.value)
  })

  test('leaves nothing of a person readable on the disk', async () => {
    await open().append([changeOf([arrived, { kind: 'opened' }])])
    const decoder = new TextDecoder('latin1')
    const readable = (value: unknown): string =>
      JSON.stringify(value, (_, inner: unknown) => (inner instanceof Uint8Array ? decoder.decode(inner) : inner))
    const stored = await Promise.all(database.tables.map((table) => table.toArray()))
    expect(readable(stored)).toContain('sealed')
    expect(readable(stored)).not.toMatch(/452526|submission\/1|received|r1\.rpu/)
  })

  test('refuses the same step of two tabs, and writes nothing of the second', async () => {
    await open().append([changeOf([arrived])])
    const [here, there] = [open(), sealedCaseStorage(openUnitDatabase(name), vault)]
    const first = await here.append([changeOf([arrived, { kind: 'opened' }], 2)])
    const late = changeOf([arrived, { kind: 'returned', digest: arrived.digest, slip: 's', comments: 1 }], 2)
    const second = await there.append([late])
    expect(first.ok).toBe(true)
    expect(second).toMatchObject({ ok: false, error: { code: 'REVIEW_CONFLICT' } })
    const rows = await here.rows()
    expect(rows.ok && rows.value[0]?.state).toBe('checking')
  })

  test('two tabs that work on different people both get through, and each hears of the other', async () => {
    const [here, there] = [open(), sealedCaseStorage(openUnitDatabase(name), vault)]
    const heard: string[] = []
    await there.rows()
    there.onChange((rows) => heard.push(...rows.map(({ caseId: changed }) => changed)))
    const people = Array.from({ length: 30 }, (_, at) => `id:4501${String(at).padStart(14, '0')}`)
    const written = await Promise.all(
      people.map((id, at) => (at % 2 === 0 ? here : there).append([changeOf([arrived], 1, id)])),
    )
    expect(written.filter((result) => !result.ok)).toEqual([])
    for (const tab of [here, there, open()]) {
      const rows = await tab.rows()
      expect(rows.ok && rows.value.map(({ caseId: listed }) => listed).sort()).toEqual(people)
    }
    await expect.poll(() => new Set(heard).size).toBeGreaterThanOrEqual(15)
  })

  test('shows nobody whose payload it does not find, while much is written and read', async () => {
    const [here, there] = [open(), sealedCaseStorage(openUnitDatabase(name), vault)]
    await Promise.all([here.rows(), there.rows()])
    const arrivals = Array.from({ length: 5000 }, (_, at) => ({
      ...arrivalOf('a', 1),
      digest: at.toString(16).padStart(64, '0'),
    }))
    const people = arrivals.map((arrival, at) => changeOf([arrival], 1, `id:4501${String(at).padStart(14, '0')}`))
    const watching = new AbortController()
    const missing: string[] = []
    async function watch(tab: typeof here): Promise<void> {
      while (!watching.signal.aborted) {
        const seen = await tab.synced()
        const standing = seen.ok ? seen.value.map(({ row }) => row.standing) : []
        const held = await tab.held(standing)
        if (held.ok) missing.push(...standing.filter((digest) => !held.value.has(digest)))
        await turnOfLoop()
      }
    }
    const watchers = [watch(here), watch(there)]
    expect((await here.append(people)).ok).toBe(true)
    const rows = await there.rows()
    expect(rows.ok && rows.value.length).toBe(people.length)
    watching.abort()
    await Promise.all(watchers)
    expect(missing).toEqual([])
  })

  test('the same new person received in two tabs becomes one case', async () => {
    const [here, there] = [open(), sealedCaseStorage(openUnitDatabase(name), vault)]
    const results = await Promise.all([here.append([changeOf([arrived])]), there.append([changeOf([arrived])])])
    expect(results.filter(({ ok }) => ok)).toHaveLength(1)
    expect(results.find(({ ok }) => !ok)).toMatchObject({ error: { code: 'REVIEW_CONFLICT' } })
    const rows = await open().rows()
    expect(rows.ok && rows.value.length).toBe(1)
  })

  test('seals the new texts of many people in blocks of the size that packs have', async () => {
    const digests = Array.from({ length: 250 }, (_, at) => at.toString(16).padStart(64, '0'))
    const people = digests.map((digest, at) => ({
      ...changeOf([{ ...arrived, digest }], 1, `id:4501${String(at).padStart(14, '0')}`),
      texts: [{ digest, text: `text ${at}` }],
    }))
    expect((await open().append(people)).ok).toBe(true)
    expect(await database.texts.count()).toBe(3)
    const kept = await Promise.all(digests.map((digest) => open().text(digest)))
    expect(kept).toEqual(digests.map((_, at) => ({ ok: true, value: `text ${at}` })))
  })

  test('keeps the file a sealed submission came in beside its text', async () => {
    const { digest } = arrived
    await open().append([{ ...changeOf([arrived]), texts: [{ digest, text, original: '{"sealed":1}' }] }])
    expect(await open().text(digest)).toEqual({ ok: true, value: text })
    expect(await open().original(digest)).toEqual({ ok: true, value: '{"sealed":1}' })
  })

  test('stores no text that does not count, and throws away what a pack left behind', async () => {
    const other = arrivalOf('b', 1)
    const block = await sealTexts(vault.sealingKey, [
      { digest: arrived.digest, text },
      { digest: other.digest, text: '{"other":1}' },
    ])
    const placed = {
      ...changeOf([arrived]),
      texts: [{ digest: arrived.digest, place: { block: block.id, position: 0 } }],
    }
    await open().append([placed], undefined, { blocks: [block] })
    expect(await open().text(arrived.digest)).toEqual({ ok: true, value: text })
    expect(await open().text(other.digest)).toEqual({ ok: true, value: undefined })
    const killed = open()
    await killed.stage(await sealTexts(vault.sealingKey, [{ digest: other.digest, text: '{"other":1}' }]))
    expect(await database.texts.count()).toBe(2)
    killed.close()
    await expect
      .poll(async () => {
        await sealedReceivingStorage(database, vault).interrupted()
        return database.texts.count()
      })
      .toBe(1)
  })

  test('keeps what a pack writes ahead while somebody looks for interrupted receivings', async () => {
    const block = await sealTexts(vault.sealingKey, [{ digest: arrived.digest, text }])
    const placed: CaseChange = {
      ...changeOf([arrived]),
      texts: [{ digest: arrived.digest, place: { block: block.id, position: 0 } }],
    }
    const receiving = open()
    await receiving.stage(block)
    await sealedReceivingStorage(database, vault).interrupted()
    expect(await receiving.append([placed], undefined, { staged: [block.id] })).toMatchObject({ ok: true })
    await sealedReceivingStorage(database, vault).interrupted()
    expect(await open().text(arrived.digest)).toEqual({ ok: true, value: text })
  })

  test('writes nobody whose texts are gone', async () => {
    const block = await sealTexts(vault.sealingKey, [{ digest: arrived.digest, text: '{}' }])
    const placed: CaseChange = {
      ...changeOf([arrived]),
      texts: [{ digest: arrived.digest, place: { block: block.id, position: 0 } }],
    }
    const receiving = open()
    await receiving.stage(block)
    await database.receiving.clear()
    await database.texts.clear()
    const written = await receiving.append([placed], undefined, { staged: [block.id] })
    expect(written).toMatchObject({ ok: false, error: { code: 'STORAGE_WRITE_FAILED' } })
    expect(await open().rows()).toEqual({ ok: true, value: [] })
  })

  test('gives many texts in the order they lie in, each once', async () => {
    const letters = ['a', 'b', 'c', 'd']
    for (const letter of letters) {
      const step = arrivalOf(letter, 1)
      await open().append([{ ...changeOf([step], 1, `id:${letter}`), texts: [{ digest: step.digest, text: letter }] }])
    }
    const given: string[] = []
    const asked = [...letters].reverse().map((letter) => letter.repeat(64))
    for await (const { text: found } of open().texts(asked)) given.push(found)
    expect(given).toEqual(letters)
  })

  test('notices a row that was put in the place of another', async () => {
    await open().append([changeOf([arrived])])
    await open().append([changeOf([arrived, { kind: 'opened' }], 2)])
    const [first, second] = await database.steps.toArray()
    if (!first || !second) throw new Error('two steps were written')
    await database.steps.bulkPut([
      { ...first, sealed: second['sealed'] },
      { ...second, sealed: first['sealed'] },
    ])
    expect(await open().trail(caseId)).toMatchObject({ ok: false, error: { code: 'STORE_SEAL_BROKEN' } })
  })

  test('opens for each user with their own passphrase only', async () => {
    await open().append([changeOf([arrived])])
    const lock = await vault.lockFor('梁主管', '很长的口令一二三四')
    expect(await unlockVault(lock, '别的口令')).toMatchObject({ ok: false, error: { code: 'PASSPHRASE_WRONG' } })
    const unlocked = await unlockVault(lock, '很长的口令一二三四')
    if (!unlocked.ok) throw new Error(unlocked.error.code)
    expect(await sealedCaseStorage(database, unlocked.value).text(arrived.digest)).toEqual({ ok: true, value: text })
  })

  test('puts a trail in the order of the server, and nobody builds on the one before', async () => {
    const [here, there] = [open(), sealedCaseStorage(openUnitDatabase(name), vault)]
    const mine = changeOf([arrived, { kind: 'ticked', item: 'phone', isTicked: true }])
    await here.append([mine])
    await there.rows()
    const heard: string[] = []
    there.onChange((rows) => heard.push(...rows.map(({ caseId: changed }) => changed)))
    const ordered = changeOf([arrived, { kind: 'opened' }])
    const [first, second] = ordered.events
    if (!first || !second) throw new Error('no trail')
    const theirs = [first, { ...second, id: crypto.randomUUID() }]
    const sync = { confirmed: 2, atServer: [], overtaken: [{ event: second }], slips: [] }
    const onto = mine.events[1]?.id ?? ''
    const along = { sync: [{ id: 'state', sealed: await vault.seal('sync:state', { cursor: 2 }) }] }
    await here.append([{ ...ordered, events: theirs, texts: [], isWhole: true, onto, sync }], undefined, along)
    for (const tab of [here, there, open()]) {
      expect(await tab.trail(caseId)).toEqual({ ok: true, value: theirs })
      expect(await tab.synced()).toMatchObject({ ok: true, value: [{ row: { sequence: 2 }, sync }] })
    }
    expect(await database.sync.count()).toBe(1)
    await expect.poll(() => heard).toEqual([caseId])
    const late = changeOf([arrived, { kind: 'opened' }, { kind: 'ticked', item: 'email', isTicked: true }], 3)
    expect(await there.append([{ ...late, onto }])).toMatchObject({ ok: false, error: { code: 'REVIEW_CONFLICT' } })
    const after = await there.append([{ ...late, onto: theirs[1]?.id ?? '' }])
    expect(after.ok).toBe(true)
    expect(await here.synced()).toMatchObject({ ok: true })
  })

  test('takes no step that could not be read again, and keeps those beside it readable', async () => {
    const storage = open()
    const neighbour = changeOf([arrivalOf('b', 1)], 1, 'id:110101199003078515')
    const reason = '字'.repeat(501)
    const tooLong = changeOf([arrived, { kind: 'opened' }, { kind: 'setAside', reason }])
    expect(await storage.append([neighbour, tooLong])).toEqual({
      ok: false,
      error: { code: 'REVIEW_STEP_UNREADABLE', params: { place: 'step.reason' } },
    })
    expect(await database.steps.count()).toBe(0)
    const fitting = changeOf([arrived, { kind: 'opened' }, { kind: 'setAside', reason: reason.slice(1) }])
    expect((await storage.append([neighbour, fitting])).ok).toBe(true)
    expect(await open().trail(caseId)).toEqual({ ok: true, value: fitting.events })
  })

  test('keeps a correction of the longest value there can be', async () => {
    const change = { path: 'basic.name', before: '𠮷'.repeat(1000), after: '字'.repeat(2000), reason: '按毕业证' }
    const corrected: Extract<ReviewStep, { kind: 'corrected' }> = {
      kind: 'corrected',
      digest: 'c'.repeat(64),
      from: arrived.digest,
      changes: [change],
    }
    const made = changeOf([arrived, { kind: 'opened' }, corrected])
    const written = await open().append([{ ...made, texts: [...made.texts, { digest: corrected.digest, text }] }])
    expect(written.ok).toBe(true)
    expect(await open().trail(caseId)).toEqual({ ok: true, value: made.events })
  })
})

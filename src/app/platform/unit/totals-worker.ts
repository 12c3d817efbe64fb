import { keptColumns } from '#app/platform/storage/kept-columns.ts'
import { openTextBlock } from '#app/platform/storage/sealed-blocks.ts'
import { keptErrorOf, StoreErased } from '#app/platform/storage/attempt-kept.ts'
import { birthOfUnit } from '#app/platform/storage/unit-birth.ts'
import { openUnitDatabase, type UnitDatabase } from '#app/platform/storage/unit-database.ts'
import { watchBirthMark } from '#app/platform/storage/watch-for-erasure.ts'
import type { AppError } from '#core/errors/error-code.ts'
import { type BlockColumns, makePeopleColumns, type PeopleColumns } from '#core/review/people-columns.ts'
import { recordOf } from '#core/submission/content-of.ts'
import type { BlockOfPeople, TotalsReply, TotalsRequest, TotalsSetting } from './totals-message.ts'
import { openWith, SealBroken } from './vault.ts'

interface Desk {
  readonly columns: PeopleColumns
  readonly database: UnitDatabase
  readonly vault: { readonly open: (place: string, sealed: unknown) => Promise<unknown> }
  readonly kept: ReturnType<typeof keptColumns>
}

/** Blocks that are looked up together. */
const readAtOnce = 20
let desk: Desk | undefined

const reply = (message: TotalsReply): void => postMessage(message)

function openDesk({ scheme, sealingKey, database: name, born }: TotalsSetting): Desk {
  const database = openUnitDatabase(name)
  // What is counted of a store that was erased is not kept in the one that stands in its place; the page tells of it.
  const quiet = { trouble: () => undefined, report: () => undefined, failure: () => new StoreErased() }
  void watchBirthMark(database, birthOfUnit(database), quiet, born)
  return {
    columns: makePeopleColumns(scheme),
    database,
    vault: { open: (place, sealed) => openWith(sealingKey, place, sealed) },
    kept: keptColumns(database, sealingKey, `${scheme.id} ${scheme.version}`),
  }
}

/** The texts of blocks one after the other; the next is fetched and opened while this one is taken apart. */
async function* openedTexts({ database, vault }: Desk, blocks: readonly string[]) {
  const opening = (at: number) => {
    const next = blocks[at] === undefined ? undefined : openTextBlock(database, vault, blocks[at])
    // Whoever awaits it hears of it; until then it is not unheard of.
    next?.catch(() => undefined)
    return next
  }
  let next = opening(0)
  for (const [at, block] of blocks.entries()) {
    const texts = (await next) ?? []
    next = opening(at + 1)
    yield { block, texts }
  }
}

/** Whether every position that is asked for lies in the block. */
const isWhole = (made: BlockColumns, { positions }: BlockOfPeople): boolean =>
  positions.every((position) => position < (made[0]?.ids.length ?? 0))

type Made = readonly [block: string, columns: BlockColumns]

/** Columns of blocks from their texts. */
async function* madeColumns(at: Desk, blocks: readonly string[]): AsyncGenerator<Made, void> {
  for await (const { block, texts } of openedTexts(at, blocks))
    yield [block, at.columns.columnsOf(texts.map(({ text }) => recordOf(text)))]
}

/** Takes some blocks in; what of them was not kept, or is of another time, is made from the texts and kept from now on. */
async function takeBlocks(at: Desk, blocks: readonly BlockOfPeople[], kept: readonly (BlockColumns | undefined)[]) {
  const { columns } = at
  const missing = blocks.filter((block, index) => {
    const known = kept[index]
    return !known || !isWhole(known, block) || !columns.take(known, block)
  })
  const byName = new Map(missing.map((block) => [block.block, block]))
  const made: Made[] = []
  for await (const [name, fresh] of madeColumns(at, [...byName.keys()])) {
    const block = byName.get(name)
    if (!block || !isWhole(fresh, block) || !columns.take(fresh, block)) throw new SealBroken(name)
    made.push([name, fresh])
  }
  if (made.length > 0) await at.kept.put(made)
  return made.length
}

/**
 * Makes and keeps what is not kept yet, from the last block on. Whoever takes the same blocks in from the first on finds
 * these kept when it comes to them: two processors share the work without a word.
 */
async function keepFromTheEnd(at: Desk, blocks: readonly string[]): Promise<void> {
  for (let end = blocks.length; end > 0; end -= readAtOnce) {
    const some = blocks.slice(Math.max(0, end - readAtOnce), end)
    const kept = await at.kept.get(some)
    const made: Made[] = []
    for await (const each of madeColumns(
      at,
      some.filter((_, index) => kept[index] === undefined),
    ))
      made.push(each)
    if (made.length > 0) await at.kept.put(made)
  }
}

/** Reads blocks some at a time; the next are looked up while these are taken in. */
async function load(job: number, blocks: readonly BlockOfPeople[], at: Desk): Promise<void> {
  const piece = (from: number): readonly BlockOfPeople[] => blocks.slice(from, from + readAtOnce)
  const lookUp = (some: readonly BlockOfPeople[]) => at.kept.get(some.map(({ block }) => block))
  let [read, made] = [0, 0]
  let next = lookUp(piece(0))
  for (let from = 0; from < blocks.length; from += readAtOnce) {
    const kept = await next
    next = lookUp(piece(from + readAtOnce))
    made += await takeBlocks(at, piece(from), kept)
    read += piece(from).reduce((sum, { slots }) => sum + slots.length, 0)
    reply({ kind: 'progress', job, read, made })
  }
  reply({ kind: 'loaded', job })
}

const errorOf = (thrown: unknown): AppError => keptErrorOf(thrown, 'read')

async function answer(request: TotalsRequest, at: Desk): Promise<void> {
  const { columns } = at
  switch (request.kind) {
    case 'setting':
      return
    case 'states':
      for (const [state, slots] of request.states) for (const slot of slots) columns.setState(slot, state)
      return
    case 'load':
      return load(request.job, request.blocks, at)
    case 'keep':
      return keepFromTheEnd(at, request.blocks)
    case 'count':
      return reply({ kind: 'counted', job: request.job, totals: columns.count(request.slots, request.query) })
    case 'behind': {
      const slots = columns.behind(request.slots, request.query, request.at)
      return reply({ kind: 'behind', job: request.job, slots })
    }
  }
}

async function take(request: TotalsRequest): Promise<void> {
  if (request.kind === 'setting') desk = openDesk(request.setting)
  else if (desk) {
    try {
      await answer(request, desk)
    } catch (thrown) {
      if ('job' in request) reply({ kind: 'failed', job: request.job, error: errorOf(thrown) })
    }
  }
}

addEventListener('message', ({ data }: MessageEvent<TotalsRequest>) => void take(data))

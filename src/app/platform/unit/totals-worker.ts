import { openTextBlock } from '#app/platform/storage/sealed-blocks.ts'
import { storageErrorOf } from '#app/platform/storage/storage-error.ts'
import { openUnitDatabase, type UnitDatabase } from '#app/platform/storage/unit-database.ts'
import type { AppError } from '#core/errors/error-code.ts'
import { makePeopleColumns, type PeopleColumns } from '#core/review/people-columns.ts'
import { recordOf } from '#core/submission/content-of.ts'
import type { BlockOfPeople, TotalsReply, TotalsRequest, TotalsSetting } from './totals-message.ts'
import { openWith, SealBroken } from './vault.ts'

interface Desk {
  readonly columns: PeopleColumns
  readonly database: UnitDatabase
  readonly vault: { readonly open: (place: string, sealed: unknown) => Promise<unknown> }
}

const tellEvery = 500
let desk: Desk | undefined

const reply = (message: TotalsReply): void => postMessage(message)

function openDesk({ scheme, sealingKey, database }: TotalsSetting): Desk {
  return {
    columns: makePeopleColumns(scheme),
    database: openUnitDatabase(database),
    vault: { open: (place, sealed) => openWith(sealingKey, place, sealed) },
  }
}

/** Reads blocks one after the other; the next is fetched and opened while this one is taken apart. */
async function load(job: number, blocks: readonly BlockOfPeople[], { columns, database, vault }: Desk): Promise<void> {
  const opening = (at: number) => {
    const next = blocks[at] && openTextBlock(database, vault, blocks[at].block)
    // Whoever awaits it hears of it; until then it is not unheard of.
    next?.catch(() => undefined)
    return next
  }
  let read = 0
  let told = 0
  let next = opening(0)
  for (const [at, { block, slots, positions }] of blocks.entries()) {
    const texts = await next
    next = opening(at + 1)
    for (const [index, slot] of slots.entries()) {
      const kept = texts?.[positions[index] ?? -1]
      if (!kept) throw new SealBroken(block)
      columns.put(slot, recordOf(kept.text))
    }
    read += slots.length
    if (read - told < tellEvery) continue
    told = read
    reply({ kind: 'progress', job, read })
  }
  reply({ kind: 'loaded', job })
}

const errorOf = (thrown: unknown): AppError =>
  thrown instanceof SealBroken ? { code: 'STORE_SEAL_BROKEN', params: {} } : storageErrorOf(thrown, 'read')

async function answer(request: TotalsRequest, { columns, ...at }: Desk): Promise<void> {
  switch (request.kind) {
    case 'setting':
      return
    case 'states':
      for (const [state, slots] of request.states) for (const slot of slots) columns.setState(slot, state)
      return
    case 'load':
      return load(request.job, request.blocks, { columns, ...at })
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

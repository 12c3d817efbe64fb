import { Dexie } from 'dexie'
import { moveGeneration, type MoveRow } from './move-generation.ts'
import { type GenerationPointer, openPointerStore, type PointerStore } from './generation-pointer.ts'

/** A database of one way of keeping things; the first is the oldest. */
export interface Generation {
  readonly name: string
  readonly open: () => Dexie
  /** What becomes of each row of the generation before. */
  readonly moveRow: MoveRow
}

interface GenerationOptions {
  readonly generations: readonly [Generation, ...Generation[]]
  readonly now: () => number
  /** Name of the database that holds the pointer, and of the lock that lets one tab move at a time. */
  readonly pointerName?: string
}

// Dexie counts in tenths.
const nativeVersionsPerVersion = 10
const keptMs = 30 * 24 * 3_600_000

function openRaw(name: string, version?: number): Promise<IDBDatabase> {
  return new Promise((resolve, reject) => {
    const request = indexedDB.open(name, version)
    request.addEventListener('success', () => resolve(request.result))
    request.addEventListener('error', () => reject(request.error ?? new Error('the old database does not open')))
  })
}

/**
 * Raises the version number of the old database and nothing else: older tabs write what is typed and let go, and
 * an older app says that the data is newer. Not through Dexie, which removes the stores it is not told of.
 */
async function seal(name: string): Promise<void> {
  const old = await openRaw(name)
  const { version } = old
  old.close()
  const sealed = await openRaw(name, version + nativeVersionsPerVersion)
  sealed.close()
}

async function moveOne(from: Generation, into: Generation): Promise<void> {
  await seal(from.name)
  const old = await new Dexie(from.name).open()
  const copy = into.open()
  try {
    await moveGeneration({ from: old, into: copy, moveRow: into.moveRow })
  } finally {
    old.close()
    copy.close()
  }
}

async function dropExpired(pointer: GenerationPointer, now: number): Promise<GenerationPointer> {
  const expired = pointer.kept.filter(({ untilMs }) => untilMs < now)
  for (const { name } of expired) await Dexie.delete(name)
  return { ...pointer, kept: pointer.kept.filter((kept) => !expired.includes(kept)) }
}

async function moveAll(store: PointerStore, { generations, now }: GenerationOptions): Promise<string> {
  const [first] = generations
  const pointer = (await store.read()) ?? { name: first.name, kept: [] }
  const kept = [...pointer.kept]
  const found = generations.findIndex(({ name }) => name === pointer.name)
  let { name } = pointer
  // A newer app moved on: its database is not ours to touch.
  if (found === -1) throw new DOMException('written by a newer version', 'VersionError')
  for (const [index, from] of generations.entries()) {
    const into = generations[index + 1]
    if (index < found || !into) continue
    if (await Dexie.exists(from.name)) {
      await moveOne(from, into)
      kept.push({ name: from.name, untilMs: now() + keptMs })
    }
    name = into.name
    await store.write({ name, kept })
  }
  const remaining = await dropExpired({ name, kept }, now())
  if (remaining.kept.length < kept.length) await store.write(remaining)
  return name
}

/**
 * The name of the database that counts, after everything of older generations was copied, verified and swapped in.
 * Killed half-way, the pointer still names the old database, and the next start begins the copy again.
 */
export async function currentGeneration(options: GenerationOptions): Promise<string> {
  const pointerName = options.pointerName ?? 'caibao-generation'
  const store = openPointerStore(pointerName)
  const move = (): Promise<string> => moveAll(store, options)
  try {
    return await ('locks' in navigator ? navigator.locks.request(pointerName, move) : move())
  } finally {
    store.close()
  }
}

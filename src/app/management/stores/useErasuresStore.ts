import { defineStore } from 'pinia'
import { ref, shallowRef } from 'vue'
import { usePlatform } from '#app/shared/platform.ts'
import type { AppError } from '#core/errors/error-code.ts'
import type { Result } from '#core/errors/result.ts'
import {
  countUnreadPacks,
  type Erasable,
  eraseRecord,
  type Erasure,
  type ErasureTrace,
  findErasable,
  listErasures,
} from '#core/sync/erasures.ts'
import { askingByHand } from './by-hand.ts'
import { forgetWithAccount } from './forget-with-account.ts'

/** 删除: a person's data goes from an organisation, its trace stays. */
export const useErasuresStore = defineStore('erasures', () => {
  const ask = askingByHand(usePlatform().staffServer)
  /** What the code found; undefined before somebody looked. */
  const found = shallowRef<readonly Erasable[]>()
  /** How many packs nobody could look into for whoever was looked for. */
  const unread = ref(0)
  const trace = shallowRef<readonly ErasureTrace[]>([])
  const done = shallowRef<Erasure>()
  const error = shallowRef<AppError>()
  /** Counts what was asked for: a late answer is of somebody who is looked for no more. */
  let asked = 0
  forgetWithAccount(() => {
    asked += 1
    found.value = undefined
    unread.value = 0
    trace.value = []
    done.value = undefined
  })
  let orgId = ''

  function keep<T>(result: Result<T>): T | undefined {
    error.value = result.ok ? undefined : result.error
    return result.ok ? result.value : undefined
  }

  async function loadTrace(): Promise<void> {
    const listed = keep(await ask(listErasures, { query: { orgId } }))
    trace.value = listed?.items ?? []
  }

  async function open(id: string): Promise<void> {
    orgId = id
    asked += 1
    found.value = undefined
    unread.value = 0
    done.value = undefined
    await loadTrace()
  }

  async function find(code: string): Promise<void> {
    done.value = undefined
    const turn = ++asked
    const query = { orgId }
    const answer = await ask(findErasable, { query: { ...query, code } })
    const lying = answer.ok ? await ask(countUnreadPacks, { query }) : answer
    if (turn !== asked) return
    found.value = keep(answer)?.items
    // A server of before does not tell.
    const isOlder = !lying.ok && lying.error.code === 'SERVER_ADDRESS_UNKNOWN'
    unread.value = isOlder || !answer.ok ? 0 : (keep(lying)?.packs ?? 0)
  }

  async function erase({ digest, recordId, by }: Erasable): Promise<boolean> {
    // What did not arrive as a file of its own the digest reaches, whichever way it came.
    const who = by === undefined && recordId !== undefined ? { recordId } : { digest }
    const erased = keep(await ask(eraseRecord, { query: { waits: '1' }, body: { orgId, ...who } }))
    if (!erased) return false
    await loadTrace()
    found.value = undefined
    done.value = erased
    return true
  }

  return { found, unread, trace, done, error, open, find, erase }
})

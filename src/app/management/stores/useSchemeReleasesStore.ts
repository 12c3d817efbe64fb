import { defineStore } from 'pinia'
import { shallowRef } from 'vue'
import { usePlatform } from '#app/shared/platform.ts'
import type { AppError } from '#core/errors/error-code.ts'
import type { Result } from '#core/errors/result.ts'
import { readSchemeFile, type SchemeUpdate } from '#core/scheme/scheme-file.ts'
import { listSchemes, publishScheme, type SchemeRelease } from '#core/sync/scheme-releases.ts'
import { listSchemeUses, type SchemeUses } from '#core/sync/scheme-uses.ts'
import { askingByHand } from './by-hand.ts'
import { forgetWithAccount } from './forget-with-account.ts'

/** Published versions of the scheme, and who works with which. */
export const useSchemeReleasesStore = defineStore('scheme-releases', () => {
  const ask = askingByHand(usePlatform().staffServer)
  const releases = shallowRef<readonly SchemeRelease[]>([])
  const uses = shallowRef<SchemeUses>([])
  /** The file that was chosen, before it is published. */
  const chosen = shallowRef<SchemeUpdate>()
  const error = shallowRef<AppError>()
  forgetWithAccount(() => {
    releases.value = []
    uses.value = []
    chosen.value = undefined
  })

  function keep<T>(result: Result<T>): T | undefined {
    error.value = result.ok ? undefined : result.error
    return result.ok ? result.value : undefined
  }

  async function load(orgId: string): Promise<void> {
    releases.value = keep(await ask(listSchemes))?.items ?? []
    uses.value = keep(await ask(listSchemeUses, { query: { orgId } }))?.items ?? []
  }

  async function choose(file: File): Promise<void> {
    chosen.value = keep(await readSchemeFile(await file.text()))
  }

  /** Publishes the chosen file; the version that is out now, when it is. */
  async function publish(orgId: string): Promise<string | undefined> {
    if (!chosen.value) return undefined
    const published = keep(await ask(publishScheme, { body: chosen.value.text }))
    if (!published) return undefined
    chosen.value = undefined
    await load(orgId)
    return published.version
  }

  return { releases, uses, chosen, error, load, choose, publish }
})

import type { CaseStorage } from '#app/platform/storage/case-storage.ts'
import { usePlatform } from '#app/shared/platform.ts'
import { useSchemeStore } from '#app/shared/scheme/useSchemeStore.ts'
import { ok, type Result } from '#core/errors/result.ts'
import type { PackKnowledge } from '#core/review/acceptable-pack.ts'
import { signersOf } from './sync/unit-keys-of.ts'
import { useRegisterStore } from './useRegisterStore.ts'
import { useLowerCertificatesStore } from './useLowerCertificatesStore.ts'
import { useUnitStore } from './useUnitStore.ts'

/** Gathers what a pack from below is held against: the packs that are here, the register, the keys that were certified. */
export function usePackKnowledge() {
  const { clock } = usePlatform()
  const units = useUnitStore()
  const { scheme } = useSchemeStore()
  const registered = useRegisterStore()
  const lower = useLowerCertificatesStore()

  return async (cases: Pick<CaseStorage, 'packs'>): Promise<Result<PackKnowledge> | undefined> => {
    if (!units.stored) return undefined
    const { unit } = units.stored
    const packs = await cases.packs()
    if (!packs.ok) return packs
    await registered.load()
    // Without it nothing would tell who is a unit below: a pack waits, it is not taken as if there were no register.
    if (registered.error) return { ok: false, error: registered.error }
    return ok({
      unit,
      scheme: { id: scheme.id, version: scheme.version },
      packs: packs.value,
      register: registered.opened,
      ownKeys: await signersOf(units.stored),
      certified: await lower.certifiedKeys(),
      now: new Date(clock.now()).toISOString(),
    })
  }
}

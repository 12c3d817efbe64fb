import { usePlatform } from '#app/shared/platform.ts'
import { useSchemeStore } from '#app/shared/scheme/useSchemeStore.ts'
import type { AppError } from '#core/errors/error-code.ts'
import { ok, type Result } from '#core/errors/result.ts'

const notHere: AppError = { code: 'SCHEME_UNAVAILABLE', params: { reason: 'tables' } }

/** The code tables that papers need: without them a bare code would stand where its name is to be read. */
export function useCodeTables() {
  const { scheme: source } = usePlatform()
  const scheme = useSchemeStore()
  const areHere = (): boolean => source.tableIds.every((id) => scheme.tables.has(id))

  /** Waits for them, or tells why one is missing. */
  async function bring(): Promise<Result<void>> {
    if (!areHere()) await scheme.prepareRules()
    return areHere() ? ok(undefined) : { ok: false, error: scheme.error ?? notHere }
  }
  return { areHere, bring }
}

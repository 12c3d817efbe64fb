import * as v from 'valibot'
import { schemeHeader, schemeVersionSchema } from '#core/sync/scheme-uses.ts'
import type { CallSurroundings, Services } from '../routes/route.ts'
import { noteSchemeUse, type SchemeUse } from '../store/schemes.ts'

type Told = Pick<CallSurroundings, 'header'> & { readonly services: Services }

/** Notes which version of the scheme the caller's app says it works with; one that says nothing is not noted. */
export async function noteToldScheme(
  { header, services: { store, now } }: Told,
  who: Pick<SchemeUse, 'orgId' | 'holder' | 'kind'>,
): Promise<void> {
  const version = header(schemeHeader)
  if (v.is(schemeVersionSchema, version)) await noteSchemeUse(store, { ...who, version, now: now() })
}

import { fail, ok, type Result } from '#core/errors/result.ts'
import { judgeUpdate, readSchemeFile } from '#core/scheme/scheme-file.ts'
import { getScheme, listSchemes, publishScheme, type SchemeRelease } from '#core/sync/scheme-releases.ts'
import { listSchemeUses } from '#core/sync/scheme-uses.ts'
import { isStillInScope, ownOnly } from '../access/scope.ts'
import { holdLog } from '../store/log.ts'
import { orgById } from '../store/org-tree.ts'
import { addRelease, schemeFileOf, schemeReleases, schemeUses } from '../store/schemes.ts'
import { route } from './route.ts'
import { staffRoute } from './staff-route.ts'

/** `/schemes`: published versions, and who works with which. */
export const schemesRoutes = [
  route(listSchemes, async ({ services: { store } }) => ok({ items: await schemeReleases(store.reader) })),
  route(getScheme, async ({ params: { version }, header, services: { store } }) => {
    const found = await schemeFileOf(store.reader, version)
    if (!found) return fail('SERVER_ADDRESS_UNKNOWN', {})
    const headers = { ETag: `"${found.digest}"`, 'Cache-Control': 'no-cache' }
    if (header('if-none-match') === headers.ETag) return ok(new Response(null, { status: 304, headers }))
    const type = { 'Content-Type': 'application/json; charset=UTF-8' }
    return ok(new Response(new Uint8Array(found.file), { headers: { ...headers, ...type } }))
  }),
  staffRoute(publishScheme, ownOnly, async ({ body, caller, services: { store, now } }) => {
    const { accountId, orgId } = caller
    const org = await orgById(store.reader, orgId)
    // One scheme for the whole region: its administrators publish it, nobody below.
    if (org?.parent_id !== null) return fail('SERVER_FORBIDDEN', {})
    const update = await readSchemeFile(body)
    if (!update.ok) return update
    const { publisher, signer, bundle } = update.value
    const { id, version, digest } = bundle.manifest
    const file = new TextEncoder().encode(body)
    const release = { id, version, digest, publisher, signer, file, accountId, orgId, now: now() }
    return store.write(async (writer): Promise<Result<SchemeRelease>> => {
      await holdLog(writer)
      if (!(await isStillInScope([orgId], caller, writer))) return fail('SERVER_ADDRESS_UNKNOWN', {})
      const newest = (await schemeReleases(writer))[0]
      const isAgain = newest?.version === version
      const judged = newest && !isAgain ? judgeUpdate(update.value, newest) : ok(undefined)
      if (!judged.ok) return judged
      const added = await addRelease(writer, release)
      return added ? ok(added) : fail('SCHEME_NOT_NEWER', { found: version, ours: version })
    })
  }),
  staffRoute(
    listSchemeUses,
    ({ query }) => [query.orgId],
    async ({ query, services: { store } }) => {
      const org = await orgById(store.reader, query.orgId)
      return org ? ok({ items: await schemeUses(store.reader, org.path) }) : fail('SERVER_ADDRESS_UNKNOWN', {})
    },
  ),
]

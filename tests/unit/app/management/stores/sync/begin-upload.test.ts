import { describe, expect, test } from 'vitest'
import { beginUpload } from '#app/management/stores/sync/begin-upload.ts'
import type { StaffServer } from '#app/platform/sync-client/staff-server.ts'
import { fail, ok } from '#core/errors/result.ts'
import { refuse } from '#core/sync/wire-answer.ts'

const orgId = '0198f000-0000-7000-8000-000000000001'
const fromOrgId = '0198f000-0000-7000-8000-000000000002'
const pack = { orgId, digest: 'a'.repeat(64), sizeBytes: 10 }
const begun = { ...pack, id: orgId, received: [], completedAt: null }

/** A server that refuses requests with one of these members, and what it was asked. */
function aServer(unknownThere: readonly string[]) {
  const asked: unknown[] = []
  const server = {
    ask: async (_: unknown, { body }: { readonly body: object }) => {
      asked.push(body)
      const unknown = Object.keys(body).find((key) => unknownThere.includes(key))
      if (unknown === undefined) return ok(begun)
      return refuse('quarantine', fail('SERVER_REQUEST_BAD', { where: `body.${unknown}` }))
    },
  }
  // eslint-disable-next-line typescript/no-unsafe-type-assertion -- only what beginning an upload needs
  return { server: server as unknown as Pick<StaffServer, 'ask'>, asked }
}

describe('beginning to upload a pack', () => {
  test('says where it comes from', async () => {
    const { server, asked } = aServer([])
    expect(await beginUpload(server, { ...pack, fromOrgId })).toEqual(ok(begun))
    expect(asked).toEqual([{ ...pack, fromOrgId }])
  })

  test('asks a server that does not know this in the older shape', async () => {
    const { server, asked } = aServer(['fromOrgId'])
    expect(await beginUpload(server, { ...pack, fromOrgId })).toEqual(ok(begun))
    expect(asked).toEqual([{ ...pack, fromOrgId }, pack])
  })

  test('leaves every other refusal as it is', async () => {
    const { server, asked } = aServer(['sizeBytes'])
    expect(await beginUpload(server, { ...pack, fromOrgId })).toMatchObject({ ok: false, remedy: 'quarantine' })
    expect(asked).toHaveLength(1)
  })
})

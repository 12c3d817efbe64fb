import { beforeEach, describe, expect, test } from 'vitest'
import { useLiveTotalsStore } from '#app/management/stores/useLiveTotalsStore.ts'
import { fail, ok } from '#core/errors/result.ts'
import { heldServer } from '#tests/support/held-server.ts'
import { pageStores } from '#tests/support/page-stores.ts'

const totalsOf = (orgId: string) => ok({ orgId, at: 0, whole: {}, below: [] })

describe('live totals', () => {
  let server: ReturnType<typeof heldServer>
  let store: ReturnType<typeof useLiveTotalsStore>
  beforeEach(async () => {
    server = heldServer()
    store = useLiveTotalsStore(await pageStores({ staffServer: server.open }))
  })

  test('are those of the organisation asked for last, whichever answer comes last', async () => {
    const [first, second] = [store.load('甲'), store.load('乙')]
    await server.answer('GET /totals', '乙', totalsOf('乙'))
    await second
    await server.answer('GET /totals', '甲', totalsOf('甲'))
    await first
    expect(store.totals?.orgId).toBe('乙')
  })

  test('are not shown of one organisation while another is asked for, or when that one is refused', async () => {
    const first = store.load('甲')
    await server.answer('GET /totals', '甲', totalsOf('甲'))
    await first
    const second = store.load('乙')
    expect(store.totals).toBeUndefined()
    await server.answer('GET /totals', '乙', fail('SERVER_FAILED', {}))
    await second
    expect(store).toMatchObject({ totals: undefined, error: { code: 'PAGE_NOT_RENEWED' } })
  })

  test('stay while the same organisation is asked anew', async () => {
    const first = store.load('甲')
    await server.answer('GET /totals', '甲', totalsOf('甲'))
    await first
    const again = store.load('甲')
    expect(store.totals?.orgId).toBe('甲')
    await server.answer('GET /totals', '甲', fail('SERVER_FAILED', {}))
    await again
    expect(store).toMatchObject({ totals: { orgId: '甲' }, error: { code: 'PAGE_NOT_RENEWED' } })
  })

  test('a refusal for an organisation that is no longer shown is not told', async () => {
    const [first, second] = [store.load('甲'), store.load('乙')]
    await server.answer('GET /totals', '乙', totalsOf('乙'))
    await second
    await server.answer('GET /totals', '甲', fail('SERVER_FAILED', {}))
    await first
    expect(store.error).toBeUndefined()
  })

  test('of one organisation are the later ones, whichever answer comes last', async () => {
    const [first, second] = [store.load('甲'), store.load('甲')]
    // Of what is asked alike the later is answered first.
    await server.answerLast('GET /totals', '甲', ok({ orgId: '甲', at: 2, whole: {}, below: [] }))
    await second
    await server.answer('GET /totals', '甲', ok({ orgId: '甲', at: 1, whole: {}, below: [] }))
    await first
    expect(store.totals?.at).toBe(2)
  })
})

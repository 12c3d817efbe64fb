import { beforeEach, describe, expect, test } from 'vitest'
import { useTokensStore } from '#app/management/stores/useTokensStore.ts'
import { fail, ok } from '#core/errors/result.ts'
import { mostTasks } from '#core/sync/tasks.ts'
import { heldServer } from '#tests/support/held-server.ts'
import { pageStores } from '#tests/support/page-stores.ts'

const tasksOf = (orgId: string, count = 1) =>
  ok({ items: Array.from({ length: count }, (_none, at) => ({ id: `${orgId} ${at}`, orgId, tokens: [] })) })

describe('tasks open for uploads', () => {
  let server: ReturnType<typeof heldServer>
  let store: ReturnType<typeof useTokensStore>
  const whose = (): readonly string[] | undefined => store.tasks?.map(({ orgId }) => orgId)
  beforeEach(async () => {
    server = heldServer()
    store = useTokensStore(await pageStores({ staffServer: server.open }))
  })

  test('are those of the organisation chosen last, whichever answer comes last', async () => {
    const [all, one] = [store.load(''), store.load('乙')]
    await server.answer('GET /tasks', '乙', tasksOf('乙'))
    await one
    await server.answer('GET /tasks', '', tasksOf('甲'))
    await all
    expect(whose()).toEqual(['乙'])
  })

  test('are not shown of one organisation while another is asked for, or when that one is refused', async () => {
    const all = store.load('')
    await server.answer('GET /tasks', '', tasksOf('甲'))
    await all
    const one = store.load('乙')
    expect(store.tasks).toBeUndefined()
    await server.answer('GET /tasks', '乙', fail('SERVER_FAILED', {}))
    await one
    expect(store).toMatchObject({ tasks: undefined, error: { code: 'PAGE_NOT_READ' } })
  })

  test('say when there may be more than are told at once', async () => {
    const few = store.load('')
    await server.answer('GET /tasks', '', tasksOf('甲', mostTasks - 1))
    await few
    expect(store.isCut).toBe(false)
    const all = store.load()
    await server.answer('GET /tasks', '', tasksOf('甲', mostTasks))
    await all
    expect(store.isCut).toBe(true)
  })

  test('are asked anew of the same organisation when a token was taken back', async () => {
    const one = store.load('乙')
    await server.answer('GET /tasks', '乙', tasksOf('乙'))
    await one
    const revoking = store.revoke('乙 0', 'token')
    await server.answer('DELETE /tasks/:taskId/tokens/:tokenId', '', ok({ revokedAt: 0 }))
    await server.answer('GET /tasks', '乙', tasksOf('乙', 2))
    expect(await revoking).toBe(true)
    expect(whose()).toEqual(['乙', '乙'])
  })

  test('stay as they are shown when a token could not be taken back, and why is said', async () => {
    const one = store.load('')
    await server.answer('GET /tasks', '', tasksOf('甲'))
    await one
    const revoking = store.revoke('甲 0', 'token')
    await server.answer('DELETE /tasks/:taskId/tokens/:tokenId', '', fail('SERVER_FAILED', {}))
    expect(await revoking).toBe(false)
    expect(store).toMatchObject({ tasks: [{ orgId: '甲' }], error: { code: 'PRESS_NOT_ANSWERED' } })
  })
})

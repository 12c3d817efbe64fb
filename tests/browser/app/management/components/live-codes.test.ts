import { createPinia } from 'pinia'
import { afterEach, expect, test, vi } from 'vitest'
import { type App, type Component, createApp } from 'vue'
import InvitationsList from '#app/management/components/admin/InvitationsList.vue'
import TokensPage from '#app/management/pages/admin/TokensPage.vue'
import { platformKey } from '#app/shared/platform.ts'

const desk = vi.hoisted(() => ({ colleagues: {}, orgs: {}, tokens: {} }))
vi.mock('#app/management/stores/useColleaguesStore.ts', () => ({ useColleaguesStore: () => desk.colleagues }))
vi.mock('#app/management/stores/useOrgsStore.ts', () => ({ useOrgsStore: () => desk.orgs }))
vi.mock('#app/management/stores/useTokensStore.ts', () => ({ useTokensStore: () => desk.tokens }))

const dayMs = 86_400_000
const now = Date.UTC(2026, 10, 20)
let app: App | undefined
const place = document.body.appendChild(document.createElement('div'))
afterEach(() => app?.unmount())

/** On a device whose clock is a week ahead. */
function show(page: Component): void {
  app = createApp(page)
    .use(createPinia())
    .provide<unknown, symbol>(platformKey, { clock: { now: () => now + 7 * dayMs } })
  app.mount(place)
}
const offered = () => [...place.querySelectorAll('button[aria-label]')].map((button) => button.ariaLabel)

test('an invitation can be taken back until the server says that it was used or taken back', () => {
  const invitation = (id: string, more: object = {}) => ({
    id,
    kind: 'invite',
    displayName: id,
    role: 'collector',
    expiresAt: now + dayMs,
    usedAt: null,
    revokedAt: null,
    ...more,
  })
  const used = invitation('乙', { usedAt: now })
  desk.colleagues = { invitations: [invitation('甲'), used, invitation('丙', { revokedAt: now })] }
  show(InvitationsList)
  expect(offered()).toEqual(['收回：甲'])
})

test('a token can be taken back until the server says that it was', () => {
  const token = (id: string, revokedAt: number | null) => ({ id, createdAt: now, expiresAt: now + dayMs, revokedAt })
  const task = { id: '1', orgId: '1', deadline: null, submissions: 0, tokens: [token('a', null), token('b', now)] }
  desk.orgs = { orgs: [{ id: '1', name: '某校' }], lines: [], load: () => undefined }
  desk.tokens = { tasks: [task], load: () => undefined }
  show(TokensPage)
  expect(offered()).toHaveLength(1)
})

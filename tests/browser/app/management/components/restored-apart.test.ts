import { afterEach, expect, test, vi } from 'vitest'
import { type App, createApp } from 'vue'
import StoreBackup from '#app/management/components/StoreBackup.vue'

const apart = Array.from({ length: 30 }, (_, at) => ({ caseId: `id:${at}`, name: `黄${at}` }))
const desk = vi.hoisted(() => ({ show: vi.fn<(filter: unknown) => void>(), push: vi.fn<(to: unknown) => void>() }))
vi.mock('vue-router', () => ({ useRouter: () => ({ push: desk.push }) }))
vi.mock('#app/management/stores/useStoreBackupStore.ts', () => ({
  useStoreBackupStore: () => ({
    restored: { added: 0, advanced: 0, kept: 0, diverged: apart },
    tasksLeftOut: 0,
    load: () => undefined,
  }),
}))
vi.mock('#app/management/stores/useCaseListStore.ts', () => ({
  useCaseListStore: () => ({ show: desk.show, byCaseId: { get: (caseId: string) => ({ key: `key of ${caseId}` }) } }),
}))

let app: App | undefined
afterEach(() => app?.unmount())

test('everybody who went another way than in the backup is listed, not only who is named', () => {
  const place = document.body.appendChild(document.createElement('div'))
  app = createApp(StoreBackup)
  app.mount(place)
  expect(place.textContent).toContain('有 30 人在本机和备份里各有不同的改动')
  const button = [...place.querySelectorAll('button')].find(({ textContent }) => textContent === '在列表里看这些人')
  button?.click()
  const keys = new Set(apart.map(({ caseId }) => `key of ${caseId}`))
  expect(desk.show.mock.calls).toEqual([[{ keys, keysLabel: '和备份里改动不同的人' }]])
  expect(desk.push.mock.calls).toEqual([[{ name: 'cases' }]])
})

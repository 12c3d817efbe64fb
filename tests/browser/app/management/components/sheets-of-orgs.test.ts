import { createPinia } from 'pinia'
import { afterEach, expect, test, vi } from 'vitest'
import { type App, createApp } from 'vue'
import OrgsPage from '#app/management/pages/admin/OrgsPage.vue'

const org = { id: '1', parentId: null, name: '某局', orgCode: 'D1', level: 'city', division: '450100' }
const desk = vi.hoisted(() => ({ orgs: {} }))
vi.mock('#app/management/stores/useStaffStore.ts', () => ({
  useStaffStore: () => ({ session: { org: { id: '1' } }, may: () => true }),
}))
vi.mock('#app/management/stores/useOrgsStore.ts', () => ({ useOrgsStore: () => desk.orgs }))
vi.mock('#app/management/components/admin/OrgForm.vue', () => ({ default: { render: () => undefined } }))

let app: App | undefined
afterEach(() => app?.unmount())

test('which sheets a list of organisations was read from is told, and in which of them a row is wrong', () => {
  const place = document.body.appendChild(document.createElement('div'))
  desk.orgs = {
    lines: [{ org, depth: 0 }],
    load: () => undefined,
    error: { code: 'ORG_SHEET_BAD', params: { row: 4, column: '级别' } },
    sheets: { read: ['市直', '城区'], unused: ['说明'], hidden: [] },
    wrongSheet: '城区',
  }
  app = createApp(OrgsPage)
    .use(createPinia())
    .component('RouterLink', { render: () => undefined })
  app.mount(place)
  expect(place.textContent).toContain('不对的那一行在工作表“城区”里。')
  expect(place.textContent).toContain('读取的工作表：市直、城区。')
  expect(place.textContent).not.toContain('不该读的')
  expect(place.textContent).toContain('没有读的工作表：说明。')
})

import { setActivePinia } from 'pinia'
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { writeXlsx } from 'hucre/xlsx'
import { useOrgsStore } from '#app/management/stores/useOrgsStore.ts'
import { openStaffServer } from '#app/platform/sync-client/staff-server.ts'
import { orgSheetHead } from '#core/sync/org-sheet.ts'
import { pageStores } from '#tests/support/page-stores.ts'

beforeEach(() => vi.stubGlobal('location', { origin: 'https://caibao.test' }))
afterEach(() => vi.unstubAllGlobals())

const refused = { code: 'ORG_IMPORT_REFUSED', params: { row: 2, why: 'parentUnknown' } } as const

/** The store of a page whose server refuses the second of the organisations it is sent. */
async function refusedStore() {
  const answer = { kind: 'answer', status: 422, text: JSON.stringify(refused) } as const
  const server = openStaffServer('2012.1', () => Promise.resolve(answer))
  const unitDesk = (): Promise<object> => Promise.resolve({})
  setActivePinia(await pageStores({ staffServer: () => Promise.resolve(server), unitDesk }))
  return useOrgsStore()
}

async function workbook(...sheets: readonly { name: string; rows: string[][] }[]): Promise<File> {
  return new File([new Uint8Array(await writeXlsx({ sheets: [...sheets] }))], '单位.xlsx')
}

const head = [...orgSheetHead]
const first = ['南宁市第一中学', '498500001', '450103', '单位', 'D1']
const second = ['南宁市第二中学', '498500002', '450103', '单位', 'D9']

test('what the server refuses of a list in several sheets is told at its sheet and its row there', async () => {
  const store = await refusedStore()
  const note = { name: '说明', rows: [['请照样表填写']] }
  const file = await workbook(note, { name: '市直', rows: [head, first] }, { name: '城区', rows: [head, [''], second] })
  await store.importList('1', file)
  expect(store.sheets).toEqual({ read: ['市直', '城区'], unused: ['说明'], hidden: [] })
  expect(store.error).toEqual({ code: 'ORG_IMPORT_REFUSED', params: { row: 3, why: 'parentUnknown' } })
  expect(store.wrongSheet).toBe('城区')
  store.error = undefined
  expect(store.wrongSheet).toBe('')
})

test('a row that cannot be read is told with its sheet, unless the workbook has one only', async () => {
  const store = await refusedStore()
  const bad = { name: '城区', rows: [head, ['某校', 'X1', '45', '单位', '']] }
  await store.importList('1', await workbook({ name: '市直', rows: [head, first] }, bad))
  expect(store.error).toMatchObject({ code: 'ORG_SHEET_BAD', params: { row: 2 } })
  expect(store.wrongSheet).toBe('城区')
  await store.importList('1', await workbook(bad))
  expect(store.error).toMatchObject({ code: 'ORG_SHEET_BAD', params: { row: 2 } })
  expect(store.wrongSheet).toBe('')
})

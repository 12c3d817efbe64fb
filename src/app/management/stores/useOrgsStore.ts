import { defineStore } from 'pinia'
import { computed, shallowRef } from 'vue'
import { usePlatform } from '#app/shared/platform.ts'
import type { AppError } from '#core/errors/error-code.ts'
import { fail, type Result } from '#core/errors/result.ts'
import type { ListSheets } from '#core/spreadsheet/list-sheets.ts'
import { changeOrg, createOrg, importOrgs } from '#core/sync/org-changes.ts'
import { type ReadOrgs, readOrgSheets } from '#core/sync/org-sheet.ts'
import { listOrgs, type Org } from '#core/sync/orgs.ts'
import type { NewOrg } from '#core/sync/sign-in-options.ts'
import { askingByHand } from './by-hand.ts'
import { forgetWithAccount } from './forget-with-account.ts'

/** An organisation at its depth below one's own. */
export interface OrgLine {
  readonly org: Org
  readonly depth: number
}

/** The tree from one's own organisation down. */
export const useOrgsStore = defineStore('orgs', () => {
  const ask = askingByHand(usePlatform().staffServer)
  const orgs = shallowRef<readonly Org[]>([])
  const error = shallowRef<AppError>()
  const outcome = shallowRef<{ readonly added: number; readonly changed: number; readonly unchanged: number }>()
  /** Of the workbook that a list was last read from. */
  const sheets = shallowRef<ListSheets>()
  const wrongAt = shallowRef<{ readonly sheet: string; readonly error: AppError | undefined }>()
  /** The sheet in which that stands which the error tells of, where the workbook has several. */
  const wrongSheet = computed(() => {
    const isOneOfMany = Object.values(sheets.value ?? {}).flat().length > 1
    return isOneOfMany && error.value && wrongAt.value?.error === error.value ? wrongAt.value.sheet : ''
  })
  forgetWithAccount(() => {
    orgs.value = []
    sheets.value = undefined
    outcome.value = undefined
  })

  const lines = computed<readonly OrgLine[]>(() => {
    const ids = new Set(orgs.value.map(({ id }) => id))
    const byParent = new Map<string, Org[]>()
    for (const org of [...orgs.value].sort((a, b) => a.name.localeCompare(b.name, 'zh-CN'))) {
      const parent = org.parentId !== null && ids.has(org.parentId) ? org.parentId : ''
      byParent.set(parent, [...(byParent.get(parent) ?? []), org])
    }
    const found: OrgLine[] = []
    const walk = (parent: string, depth: number): void => {
      for (const org of byParent.get(parent) ?? []) {
        found.push({ org, depth })
        walk(org.id, depth + 1)
      }
    }
    walk('', 0)
    return found
  })

  function keep<T>(result: Result<T>): T | undefined {
    error.value = result.ok ? undefined : result.error
    return result.ok ? result.value : undefined
  }

  async function load(): Promise<void> {
    const all: Org[] = []
    let after: string | null = null
    do {
      const query: Record<string, string> = after === null ? {} : { after }
      const page = keep(await ask(listOrgs, { query }))
      if (!page) return
      all.push(...page.items)
      after = page.next
    } while (after !== null)
    orgs.value = all
  }

  async function add(parentId: string, org: NewOrg): Promise<boolean> {
    const added = keep(await ask(createOrg, { body: { parentId, ...org } }))
    if (added) await load()
    return added !== undefined
  }

  async function change(orgId: string, body: Partial<NewOrg> & { readonly parentId?: string }): Promise<boolean> {
    const changed = keep(await ask(changeOrg, { params: { orgId }, body }))
    if (changed) await load()
    return changed !== undefined
  }

  /** What the server refused, at the line of the file: it counts the organisations that it was sent. */
  function refusedAt(sent: ReadOrgs['lines'], refused: AppError): void {
    if (refused.code !== 'ORG_IMPORT_REFUSED') return
    const line = sent[refused.params.row - 1]
    if (!line) return
    keep(fail('ORG_IMPORT_REFUSED', { ...refused.params, row: line.row }))
    wrongAt.value = { sheet: line.sheet, error: error.value }
  }

  /** Imports a list under an organisation: all of it or nothing. */
  async function importList(under: string, file: File): Promise<void> {
    outcome.value = undefined
    sheets.value = undefined
    const { readTables } = await import('#core/spreadsheet/read-tables.ts')
    const tables = keep(await readTables({ name: file.name, content: file }))
    if (!tables) return
    const read = readOrgSheets(tables)
    sheets.value = read.sheets
    if (read.wrong) {
      keep(read.wrong.refusal)
      wrongAt.value = { sheet: read.wrong.sheet, error: error.value }
      return
    }
    const imported = await ask(importOrgs, { body: { under, rows: read.lines.map(({ org }) => org) } })
    outcome.value = keep(imported)
    if (imported.ok) await load()
    else refusedAt(read.lines, imported.error)
  }

  return { orgs, lines, error, outcome, sheets, wrongSheet, load, add, change, importList }
})

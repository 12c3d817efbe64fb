import { defineStore } from 'pinia'
import { computed, shallowRef } from 'vue'
import { usePlatform } from '#app/shared/platform.ts'
import type { AppError } from '#core/errors/error-code.ts'
import type { Result } from '#core/errors/result.ts'
import { changeOrg, createOrg, importOrgs } from '#core/sync/org-changes.ts'
import { readOrgSheet } from '#core/sync/org-sheet.ts'
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
  forgetWithAccount(() => {
    orgs.value = []
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

  /** Imports a list under an organisation: all of it or nothing. */
  async function importList(under: string, file: File): Promise<void> {
    outcome.value = undefined
    const { readTables } = await import('#core/spreadsheet/read-tables.ts')
    const tables = await readTables({ name: file.name, content: file })
    const rows = keep(tables.ok ? readOrgSheet(tables.value) : tables)
    if (!rows) return
    outcome.value = keep(await ask(importOrgs, { body: { under, rows } }))
    if (outcome.value) await load()
  }

  return { orgs, lines, error, outcome, load, add, change, importList }
})

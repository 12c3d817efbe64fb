import { describe, expect, test } from 'vitest'
import { type Imports, pageGroup } from '#house/page-groups.ts'

interface Importers {
  readonly by?: readonly string[]
  readonly later?: readonly string[]
  readonly isEntry?: boolean
}

/** Who imports whom; `later` is a part fetched when it is asked for. */
const modules: Readonly<Record<string, Importers>> = {
  'main.ts': { isEntry: true },
  'unit/routes.ts': { by: ['main.ts'] },
  'ListPage.vue': { later: ['unit/routes.ts'] },
  'CasePage.vue': { later: ['unit/routes.ts'] },
  'DoorPage.vue': { later: ['unit/routes.ts'] },
  'of-two-pages.ts': { by: ['ListPage.vue', 'CasePage.vue'] },
  'below-them.ts': { by: ['of-two-pages.ts', 'round.ts'] },
  'round.ts': { by: ['below-them.ts'] },
  'of-a-door-too.ts': { by: ['ListPage.vue', 'DoorPage.vue'] },
  'of-the-form-too.ts': { by: ['ListPage.vue', 'main.ts'] },
  'below-that.ts': { by: ['of-the-form-too.ts', 'CasePage.vue'] },
  'fetched-later.ts': { later: ['CasePage.vue'] },
  'of-what-is-fetched-later.ts': { by: ['fetched-later.ts', 'CasePage.vue'] },
  'of-nobody.ts': {},
}

const imports: Imports = {
  getModuleInfo(id) {
    const known = modules[id]
    if (known === undefined) return null
    return { isEntry: known.isEntry ?? false, importers: known.by ?? [], dynamicImporters: known.later ?? [] }
  },
}

describe('the pages of an edition in one file', () => {
  const { name } = pageGroup('unit', /^unit\/routes\.ts$/, /^DoorPage/)

  test.each(['ListPage.vue', 'CasePage.vue', 'of-two-pages.ts', 'below-them.ts', 'round.ts'])('%s is in it', (id) => {
    expect(name(id, imports)).toBe('unit')
  })

  test.each([
    'main.ts',
    'unit/routes.ts',
    'DoorPage.vue',
    'of-a-door-too.ts',
    'of-the-form-too.ts',
    'below-that.ts',
    'fetched-later.ts',
    'of-what-is-fetched-later.ts',
    'of-nobody.ts',
    'unknown.ts',
  ])('%s stays outside', (id) => {
    expect(name(id, imports)).toBeNull()
  })
})

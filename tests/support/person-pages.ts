import { readFileSync } from 'node:fs'

const routes = readFileSync(new URL('../../src/app/individual/routes.ts', import.meta.url), 'utf8')
const patterns = [...routes.matchAll(/\bpath: '([^']+)'/g)].map(([, pattern = '']) => pattern)
const isOfRecord = (pattern: string): boolean => pattern.startsWith('/drafts/:id')

/** Every page of the individual edition that stands by itself, as the router has them: none is looked at by hand only. */
export const pagesByThemselves: readonly string[] = [
  ...patterns
    .filter((pattern) => !isOfRecord(pattern) && pattern !== '/new')
    .map((pattern) => pattern.replace('/:unknown(.*)*', '/nowhere').replace(/\/:\w+\?$/, '')),
  '/guide/S2-16',
]

/** The pages of one record, behind its address `/drafts/…`; its six sheets are others. */
export const pagesOfRecord: readonly string[] = patterns
  .filter((pattern) => isOfRecord(pattern) && !pattern.includes(':sheet'))
  .map((pattern) => pattern.replace('/drafts/:id', ''))

/** What the router calls each page. */
export const namesOfPages: readonly string[] = [...routes.matchAll(/\bname: '([^']+)'/g)].map(([, name = '']) => name)

import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { describe, expect, test } from 'vitest'

const read = (path: string): string => readFileSync(new URL(`../../${path}`, import.meta.url), 'utf8')
const roomsIn = (folder: string): readonly string[] =>
  readdirSync(new URL(`../../${folder}`, import.meta.url), { withFileTypes: true })
    .filter((entry) => entry.isDirectory())
    .map(({ name }) => `${folder}/${name}/`)

describe('docs/architecture.md', () => {
  const text = read('docs/architecture.md')

  test.each([
    ...roomsIn('src/core'),
    'src/app/platform/',
    'src/app/shared/',
    'src/app/individual/',
    'src/app/management/',
    'src/server/',
    'src/cli/',
    'src/house/',
  ])('says what %s is', (room) => {
    expect(text).toContain(`\`${room}\``)
  })
})

describe('the documents', () => {
  test.each(['README.md', 'README.zh-CN.md', 'docs/architecture.md'])(
    '%s points only to files that exist',
    (document) => {
      const folder = document.includes('/') ? `${document.split('/')[0]}/` : ''
      const links = [...read(document).matchAll(/\]\((?!https?:)([^)#]+)\)/g)].map(([, link = '']) => folder + link)
      expect(links.filter((link) => !existsSync(new URL(`../../${link}`, import.meta.url)))).toEqual([])
    },
  )
})

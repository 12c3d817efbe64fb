import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { startServer } from '#tests/support/app-server.ts'
import { findAxeViolations } from '#tests/support/axe.ts'
import { type OpenedApp, openApp } from '#tests/support/browser.ts'
import { hasDebugger } from '#tests/support/engine.ts'

// A name that only this browser knows: to it the server is another machine, which http does not protect on the way.
const name = 'office.test'

describe.runIf(hasDebugger)('by http over the office network', () => {
  let app: OpenedApp
  beforeAll(async () => {
    const server = await startServer()
    const origin = `http://${name}:${server.port}`
    app = await openApp({
      start: () => Promise.resolve({ ...server, origin }),
      launch: { args: [`--host-resolver-rules=MAP ${name} 127.0.0.1`] },
    })
    app.page.setDefaultTimeout(20_000)
  })
  afterAll(() => app.close())

  test('the app says in plain words why nothing can be filled in, and where it can', async () => {
    const { page, origin } = app
    await page.getByRole('heading', { name: '这个地址不能填报' }).waitFor()
    const said = await page.getByRole('main').innerText()
    expect(said).toContain(origin)
    const links = await page.getByRole('link').evaluateAll((all) => all.map((each) => each.getAttribute('href')))
    expect(links).toEqual([`https://${new URL(origin).host}/`, `http://127.0.0.1:${new URL(origin).port}/`])
    expect(await findAxeViolations(page)).toEqual([])
    // The link to the own machine leads to the app.
    await page.getByRole('link', { name: 'http://127.0.0.1' }).click()
    await page.getByRole('button', { name: '新建记录' }).waitFor()
  })
})

import { describe, expect, test } from 'vitest'
import { browserPaths, findBrowser, findWebKit } from '#house/find-browser.mjs'

describe('findBrowser', () => {
  test('takes what CHROME_PATH names, and nothing instead of it', () => {
    expect(findBrowser({ env: { CHROME_PATH: process.execPath }, exists: () => true })).toBe(process.execPath)
    expect(findBrowser({ env: { CHROME_PATH: '/not/there', PATH: '/usr/bin' }, exists: () => true })).toBeUndefined()
  })

  test('finds nothing where nothing is', () => {
    expect(findBrowser({ env: { PATH: '/usr/bin' }, exists: () => false })).toBeUndefined()
  })

  test('looks for Chromium, Chrome and Edge on every kind of machine', () => {
    expect(browserPaths('linux', { PATH: '/usr/bin' })).toContain('/usr/bin/microsoft-edge')
    expect(browserPaths('linux', { PATH: '/usr/bin' })[0]).toBe('/usr/bin/chromium')
    expect(browserPaths('darwin', {}).join('\n')).toContain('Google Chrome.app')
    expect(browserPaths('win32', { PROGRAMFILES: 'C:\\Programs' }).join('\n')).toMatch(/chrome\.exe[\s\S]*msedge\.exe/)
    expect(browserPaths('win32', {})).toEqual([])
  })
})

describe('findWebKit', () => {
  test('needs the driver and a screen for it', () => {
    const machine = (...programs: readonly string[]) => ({
      env: { PATH: '/usr/bin' },
      exists: (path: string) => programs.includes(path),
    })
    expect(findWebKit(machine('/usr/bin/WebKitWebDriver', '/usr/bin/xvfb-run'))).toBe('/usr/bin/WebKitWebDriver')
    expect(findWebKit(machine('/usr/bin/WebKitWebDriver'))).toBeUndefined()
    expect(findWebKit(machine('/usr/bin/xvfb-run'))).toBeUndefined()
  })
})

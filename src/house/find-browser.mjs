import { accessSync, constants, existsSync } from 'node:fs'
import { delimiter, join } from 'node:path'

const linuxNames = [
  'chromium',
  'chromium-browser',
  'google-chrome-stable',
  'google-chrome',
  'microsoft-edge-stable',
  'microsoft-edge',
]
const macApps = ['Google Chrome', 'Chromium', 'Microsoft Edge']
const windowsPrograms = [
  ['Google', 'Chrome', 'Application', 'chrome.exe'],
  ['Microsoft', 'Edge', 'Application', 'msedge.exe'],
  ['Chromium', 'Application', 'chrome.exe'],
]

/** @param {string} path */
function isProgram(path) {
  try {
    accessSync(path, constants.X_OK)
    return true
  } catch {
    return false
  }
}

/** @param {NodeJS.ProcessEnv} env */
function windowsPaths(env) {
  const folders = [env['PROGRAMFILES'], env['PROGRAMFILES(X86)'], env['LOCALAPPDATA']]
  return folders.flatMap((folder) => (folder ? windowsPrograms.map((parts) => join(folder, ...parts)) : []))
}

/**
 * Where a Chromium may be on this kind of machine, best first.
 * @param {NodeJS.Platform} platform
 * @param {NodeJS.ProcessEnv} env
 */
export function browserPaths(platform, env) {
  if (platform === 'darwin') return macApps.map((name) => `/Applications/${name}.app/Contents/MacOS/${name}`)
  if (platform === 'win32') return windowsPaths(env)
  const folders = (env['PATH'] ?? '').split(delimiter).filter((folder) => folder !== '')
  return linuxNames.flatMap((name) => folders.map((folder) => join(folder, name)))
}

/**
 * The Chromium, Chrome or Edge that the tests drive; CHROME_PATH wins.
 * @param {{ env?: NodeJS.ProcessEnv, exists?: (path: string) => boolean }} [machine]
 */
export function findBrowser({ env = process.env, exists = isProgram } = {}) {
  const wanted = env['CHROME_PATH']
  if (wanted) return existsSync(wanted) ? wanted : undefined
  return browserPaths(process.platform, env).find((path) => exists(path))
}

/**
 * Where a program is on the PATH.
 * @param {string} name
 * @param {{ env?: NodeJS.ProcessEnv, exists?: (path: string) => boolean }} [machine]
 */
function onPath(name, { env = process.env, exists = isProgram } = {}) {
  const folders = (env['PATH'] ?? '').split(delimiter).filter((folder) => folder !== '')
  return folders.map((folder) => join(folder, name)).find((path) => exists(path))
}

/**
 * What drives WebKitGTK's browser, if it is there with a screen for it to draw on (Linux only).
 * @param {{ env?: NodeJS.ProcessEnv, exists?: (path: string) => boolean }} [machine]
 */
export function findWebKit(machine) {
  return onPath('xvfb-run', machine) && onPath('WebKitWebDriver', machine)
}

/**
 * A Firefox that the tests can drive besides; FIREFOX_PATH wins.
 * @param {{ env?: NodeJS.ProcessEnv, exists?: (path: string) => boolean }} [machine]
 */
export function findFirefox({ env = process.env, exists = isProgram } = {}) {
  const wanted = env['FIREFOX_PATH']
  if (wanted) return existsSync(wanted) ? wanted : undefined
  const folders = (env['PATH'] ?? '').split(delimiter).filter((folder) => folder !== '')
  const names = ['firefox-esr', 'firefox']
  const macApp = '/Applications/Firefox.app/Contents/MacOS/firefox'
  return [...names.flatMap((name) => folders.map((folder) => join(folder, name))), macApp].find((path) => exists(path))
}

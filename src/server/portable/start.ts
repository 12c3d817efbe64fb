// Start of the USB edition: the same server, on a port that never moves, with its data beside it.
// usage: start.ts [file in which another port may be written]
import { spawn } from 'node:child_process'
import { connect } from 'node:net'
import { setTimeout as wait } from 'node:timers/promises'
import { dataMark } from '../observe/data-mark.ts'
import { readSettings } from '../read-settings.ts'
import { sayOnStick } from './on-a-stick.ts'
import { writtenPort } from './written-port.ts'

/** Browsers keep drafts by address: this port is part of where the drafts lie. */
const portableHost = '127.0.0.1'
const answerMs = 3_000
const startMs = 60_000
const pollMs = 100

/** What answers at the port: `other` is this program with other data, from another stick or of another user. */
type Neighbour = 'nobody' | 'ours' | 'other' | 'stranger'

interface Place {
  readonly port: number
  readonly address: string
  readonly dataFolder: string
}

const say = (text: string): void => void process.stdout.write(`${text}\n`)

function isTaken(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect({ host: portableHost, port })
    socket.once('connect', () => {
      socket.destroy()
      resolve(true)
    })
    socket.once('error', () => resolve(false))
  })
}

async function textAt(address: string): Promise<string> {
  try {
    const response = await fetch(address, { signal: AbortSignal.timeout(answerMs), redirect: 'error' })
    return await response.text()
  } catch {
    return ''
  }
}

/** Every stick has the same address, so the page alone does not tell whose data is behind it. */
const isOurs = async ({ address, dataFolder }: Place): Promise<boolean> =>
  (await textAt(`${address}which-data`)) === (await dataMark(dataFolder))

async function neighbourAt(place: Place): Promise<Neighbour> {
  if (!(await isTaken(place.port))) return 'nobody'
  if (await isOurs(place)) return 'ours'
  return (await textAt(place.address)).includes('<title>采报</title>') ? 'other' : 'stranger'
}

/** Opens the person's own browser, where the system knows how. */
function openBrowser(address: string): void {
  if (process.env['CAIBAO_BROWSER'] === 'none') return
  const [program, args] =
    process.platform === 'win32' ? ['cmd.exe', ['/d', '/c', 'start', '', address]] : ['xdg-open', [address]]
  const opened = spawn(program, args, { stdio: 'ignore', detached: true })
  opened.on('error', () => say('没能自动打开浏览器，请自己打开上面的地址。'))
  opened.unref()
}

async function untilStarted(place: Place): Promise<boolean> {
  for (let waitedMs = 0; waitedMs < startMs; waitedMs += pollMs) {
    if (await isOurs(place)) return true
    await wait(pollMs)
  }
  return false
}

function explainStranger(port: number): void {
  say(`没有启动：这台电脑上有别的程序占用了端口 ${port}。`)
  say('采报不会自己换端口：浏览器按地址保存草稿，换了端口，以前填的草稿就看不到了。')
  say('请关掉占用它的程序（重启电脑通常就行），再启动一次。')
  say('实在关不掉，而且这台电脑上还没有填过：在“端口.txt”里写另一个数字（如 18621），以后一直用它。')
}

function explainOther({ address }: Place): void {
  say('没有启动：这台电脑上正在运行的是另一份采报（另一个 U 盘的、另一个用户的，或更新以前的程序）。')
  say(`现在用浏览器打开 ${address} ，看到的是那一份，收到的报送也会进它的数据，所以没有替您打开。`)
  say('请先关掉那一份的黑色窗口（别的用户开着的，请他关掉或注销；找不到窗口就重启电脑），再启动一次。')
  say('采报不会自己换端口：浏览器按地址保存草稿，换了端口，以前填的草稿就看不到了。')
}

async function start(): Promise<void> {
  const [, , portFile] = process.argv
  // A start file of before hands on what it read itself, with the blank behind it.
  const written = (portFile && (await writtenPort(portFile))) || process.env['PORT']?.trim()
  if (written) process.env['PORT'] = written
  // Any free port, which is what 0 means, is another one each time, with other drafts.
  const { port, dataFolder } = readSettings(process.env, 1)
  const address = `http://${portableHost}:${port}/`
  const place = { port, address, dataFolder }
  const neighbour = await neighbourAt(place)
  if (neighbour === 'other' || neighbour === 'stranger') {
    if (neighbour === 'other') explainOther(place)
    else explainStranger(port)
    process.exitCode = 1
    return
  }
  if (neighbour === 'ours') say(`采报已经在这台电脑上开着：${address}`)
  else await (await import('../run-server.ts')).runServer(process.env)
  if (await untilStarted(place)) openBrowser(address)
}

await start().catch((cause: unknown) => {
  say(`没有启动：${sayOnStick(cause)}`)
  process.exitCode = 1
})

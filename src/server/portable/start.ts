// Start of the USB edition: the same server, on a port that never moves, with its data beside it.
import { spawn } from 'node:child_process'
import { connect } from 'node:net'
import { setTimeout as wait } from 'node:timers/promises'
import { readSettings } from '../read-settings.ts'

/** Browsers keep drafts by address: this port is part of where the drafts lie. */
const portableHost = '127.0.0.1'
const answerMs = 3_000
const startMs = 60_000
const pollMs = 100

/** What answers at the port. */
type Neighbour = 'nobody' | 'ours' | 'stranger'

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

async function isOurs(address: string): Promise<boolean> {
  try {
    const response = await fetch(address, { signal: AbortSignal.timeout(answerMs), redirect: 'error' })
    return (await response.text()).includes('<title>采报</title>')
  } catch {
    return false
  }
}

async function neighbourAt(port: number, address: string): Promise<Neighbour> {
  if (!(await isTaken(port))) return 'nobody'
  return (await isOurs(address)) ? 'ours' : 'stranger'
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

async function untilStarted(address: string): Promise<boolean> {
  for (let waitedMs = 0; waitedMs < startMs && process.exitCode === undefined; waitedMs += pollMs) {
    if (await isOurs(address)) return true
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

async function start(): Promise<void> {
  const { port } = readSettings(process.env)
  const address = `http://${portableHost}:${port}/`
  const neighbour = await neighbourAt(port, address)
  if (neighbour === 'stranger') {
    explainStranger(port)
    process.exitCode = 1
    return
  }
  if (neighbour === 'ours') say(`采报已经在这台电脑上开着：${address}`)
  else await import('../main.ts')
  if (await untilStarted(address)) openBrowser(address)
}

await start()

/** The command line as it is, which tells at its end the most memory it held. */
import { resourceUsage, stderr } from 'node:process'

process.on('exit', () => {
  stderr.write(`most resident bytes ${resourceUsage().maxRSS * 1024}\n`)
})
await import('#cli/main.ts')

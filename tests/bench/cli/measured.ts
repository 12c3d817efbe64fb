/** The command line as it is, which tells at its end the most memory it held. */
import { resourceUsage, stdout } from 'node:process'

process.on('exit', () => {
  stdout.write(`most resident bytes ${resourceUsage().maxRSS * 1024}\n`)
})
await import('#cli/main.ts')

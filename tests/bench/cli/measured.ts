/** The command line as it is, which tells at its end the most memory it held. */
import { on, resourceUsage, stdout } from 'node:process'

on('exit', () => {
  stdout.write(`most resident bytes ${resourceUsage().maxRSS * 1024}\n`)
})
await import('#cli/main.ts')

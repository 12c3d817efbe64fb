/** The command line as it is, which tells at its end the most memory it held. */
process.on('exit', () => {
  process.stdout.write(`most resident bytes ${process.resourceUsage().maxRSS * 1024}\n`)
})
await import('#cli/main.ts')

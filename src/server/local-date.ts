/** The calendar date where this machine stands, `YYYY-MM-DD`. */
export function localDate(now: Date): string {
  const two = (part: number): string => String(part).padStart(2, '0')
  return `${now.getFullYear()}-${two(now.getMonth() + 1)}-${two(now.getDate())}`
}

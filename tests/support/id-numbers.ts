// GB 11643-1999 §4: weights and check digits.
const weights = [7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2]
const checkDigits = '10X98765432'

/** An ID number: six digits of the region, eight of the birthday, three of the order (odd: a man), the check digit. */
export function idNumberOf(region: string, birthDate: string, order: number): string {
  const body = region + birthDate.replaceAll('-', '') + String(order).padStart(3, '0')
  const sum = weights.reduce((total, weight, index) => total + weight * Number(body[index]), 0)
  return body + (checkDigits[sum % 11] ?? '')
}

/** What stands against a change at the server that nobody else made, by what the server names. */
export const serverConflicts: ReadonlyMap<string, string> = new Map([
  ['used', '这个码已经用过，收不回来了。不该用的，请在账号里停用那个人；别的没有改动。'],
  ['own account', '自己的账号不能由自己停用、换角色或换单位，没有改动。请另一位管理员来改。'],
])

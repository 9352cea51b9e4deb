/** What a call is told that sends before the yes that its team wants, which is asked for and given in the console. */
export function approvalMissing(why: string): string {
  const ask = 'ask for the approval in the console.'
  switch (why) {
    case 'requested':
      return 'The document waits for the approval of your team; send it once an approver has approved it.'
    case 'returned':
      return `An approver sent the document back; change it and ${ask}`
    case 'changed':
      return `The document was changed after the approval was asked for; ${ask}`
  }
  return `Your team wants an approval before a document is sent; ${ask}`
}

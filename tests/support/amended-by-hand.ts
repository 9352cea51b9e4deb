/** Rows of documents that a test changes by hand: what the server keeps beside them must go (decision 12). */
export const amends = (sql: string) => /^\s*update (documents|participants|files|widgets)\b/.test(sql)

export const forgetSnapshots = 'update documents set snapshot = null, version = null'

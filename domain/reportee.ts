/** 共有先: someone who is told of the outcome and takes no part. */
export type Reportee = {
  id: string
  email: string
  name: string
  organization: string
}

/** A person of a team who signs in to the console and for whom client ids act. */
export type Member = {
  id: string
  teamId: string
  name: string
  organization: string
  email: string
  authorities: Authorities
  disabled: boolean
}

export type Authorities = {
  teamAdministrator: boolean
  documentAdministrator: boolean
  documentApprover: boolean
  privateDocumentAdministrator: boolean
}

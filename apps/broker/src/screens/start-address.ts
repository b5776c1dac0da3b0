/** Where people begin who come by their organisation's link: the deployment's start application, if it has one. */
export class StartAddress {
  constructor(readonly url: string | undefined) {}
}

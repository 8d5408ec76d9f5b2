import type { IncomingMessage } from 'node:http';
import type { INestApplicationContext } from '@nestjs/common';
import { IoAdapter } from '@nestjs/platform-socket.io';
import { deny, type AdmissionRules } from '../auth/admission.ts';

type CreateServer = IoAdapter['createIOServer'];
type Options = NonNullable<Parameters<CreateServer>[1]>;

/** Socket.IO behind the same admission rules as HTTP: who is denied never gets a socket, and so no event. */
export class GuardedIoAdapter extends IoAdapter {
  readonly #rules: () => AdmissionRules;

  constructor(app: INestApplicationContext, rules: () => AdmissionRules) {
    super(app);
    this.#rules = rules;
  }

  override createIOServer(port: number, options?: Options): ReturnType<CreateServer> {
    const guarded: Partial<Options> = {
      ...options,
      serveClient: false,
      maxHttpBufferSize: 64 * 1024,
      allowRequest: (request: IncomingMessage, answer) => {
        const denial = deny({ headers: request.headers, public: false }, this.#rules());
        answer(denial?.message, denial === undefined);
      },
    };
    return super.createIOServer(port, guarded as Options); // Socket.IO fills in what is left out; Nest's type asks for all
  }
}

import type { LoggerService } from '@nestjs/common';
import type { Logger } from 'pino';

/** Lets what Nest has to say go to our log; its chatter about start-up only at debug. */
export function nestLogger(log: Logger): LoggerService {
  const text = (message: unknown) => (message instanceof Error ? message.stack ?? message.message : String(message));
  return {
    log: (message: unknown) => log.debug(text(message)),
    debug: (message: unknown) => log.debug(text(message)),
    verbose: (message: unknown) => log.trace(text(message)),
    warn: (message: unknown) => log.warn(text(message)),
    error: (message: unknown) => log.error(text(message)),
    fatal: (message: unknown) => log.fatal(text(message)),
  };
}

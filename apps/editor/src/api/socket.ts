import type { ClientMessages, ServerMessages } from '@millrace/workflow';
import { io, type Socket } from 'socket.io-client';

export type MillraceSocket = Socket<ServerMessages, ClientMessages>;

/** The one connection of this page; it reconnects by itself and sends the session cookie. */
export const socket: MillraceSocket = io({ autoConnect: false, transports: ['websocket', 'polling'], reconnectionDelay: 500, reconnectionDelayMax: 2000 });

// The worker that `tidy-up.ts` starts: one question, one answer.
import { tidyPlaces, type ToTidy } from './tidy-places.ts';

addEventListener('message', ({ data }: MessageEvent<ToTidy>) => postMessage(tidyPlaces(data)));

import { Progress } from '../manifest/sources';

/** Tells how far a long run is, on a terminal. */
export interface TerminalProgress extends Progress {
  /** Takes the last text away. */
  end(): void;
}

/** Milliseconds of a run without progress, and between two texts. */
const PATIENCE = 1_000;
const INTERVAL = 100;

/** `\r` returns to the begin of the line, and the sequence erases it. */
const ERASE = '\r\u001b[2K';

/** Progress on one line of a terminal, each text over the one before; nothing for what takes less than a second. */
export function progressOn(write: (text: string) => unknown, now: () => number = Date.now): TerminalProgress {
  const start = now();
  let last: number | undefined;
  return {
    tell(text) {
      const time = now();
      if (time - start < PATIENCE || (last !== undefined && time - last < INTERVAL)) return;
      write(`${ERASE}${text}`);
      last = time;
    },
    end() {
      if (last !== undefined) write(ERASE);
    },
  };
}

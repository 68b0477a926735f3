export type Endings = {
  readonly add: (end: () => unknown) => void;
  /** Ends everything that was added since, the latest first. One that fails does not keep the others from ending. */
  readonly run: () => Promise<void>;
};

/** Keeps how to end what was started: processes, servers, folders. */
export function createEndings(): Endings {
  const ends: (() => unknown)[] = [];
  return {
    add: (end) => {
      ends.push(end);
    },
    async run() {
      for (let end = ends.pop(); end !== undefined; end = ends.pop()) {
        try {
          await end();
        } catch (error) {
          process.stderr.write(`ending: ${error instanceof Error ? error.message : String(error)}\n`);
        }
      }
    },
  };
}

/** Works that outlive whoever asked for them. */
export interface InFlight {
  /** Follows a work to its end. */
  follow<T>(work: Promise<T>): Promise<T>;
  /** Resolves when no work is left. */
  settled(): Promise<void>;
}

/** Follows works, so that an orderly end can wait for those that nobody else waits for. */
export function createInFlight(): InFlight {
  const works = new Set<Promise<unknown>>();
  return {
    follow(work) {
      works.add(work);
      const forget = () => void works.delete(work);
      work.then(forget, forget);
      return work;
    },
    async settled() {
      while (works.size > 0) await Promise.allSettled(works);
    },
  };
}

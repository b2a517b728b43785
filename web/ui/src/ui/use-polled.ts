import { useCallback, useEffect, useRef, useState } from "preact/hooks";

export interface Polled<T> {
  /** Null before the first answer; then the newest that came. */
  readonly value: T | null;
  readonly failed: boolean;
  /** Ask now, instead of at the next turn. */
  readonly again: () => void;
}

/** Poll every `every` milliseconds while the page is visible, or once when `every` is 0. */
export function usePolled<T>(ask: () => Promise<T>, every: number): Polled<T> {
  const [held, setHeld] = useState<{ value: T | null; failed: boolean }>({ value: null, failed: false });
  const asking = useRef(false);
  const again = useCallback(async (): Promise<void> => {
    if (asking.current || document.hidden) return;
    asking.current = true;
    const value = await ask().catch(() => null);
    asking.current = false;
    setHeld((before) => ({ value: value ?? before.value, failed: value === null }));
  }, [ask]);
  useEffect(() => {
    const now = (): void => void again();
    now();
    const timer = every > 0 ? setInterval(now, every) : undefined;
    document.addEventListener("visibilitychange", now);
    return () => {
      clearInterval(timer);
      document.removeEventListener("visibilitychange", now);
    };
  }, [again, every]);
  return { ...held, again: () => void again() };
}

import { useEffect, useState } from "preact/hooks";

/** Draws the component again every second, for clocks. */
export function useTicker(): number {
  const [now, setNow] = useState(() => Date.now());
  useEffect(() => {
    const timer = setInterval(() => setNow(Date.now()), 1_000);
    return () => {
      clearInterval(timer);
    };
  }, []);
  return now;
}

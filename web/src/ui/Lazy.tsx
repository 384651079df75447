import type { ComponentType } from "preact";
import { useEffect, useState } from "preact/hooks";
import { ErrorNotice } from "./ErrorNotice.js";

/** A component whose code is fetched when it is first shown. `name` is what people wait for. */
export function lazily<Props extends object>(name: string, load: () => Promise<ComponentType<Props>>) {
  let loaded: ComponentType<Props> | undefined;
  return function Lazy(props: Props) {
    const [, redraw] = useState(0);
    const [error, setError] = useState<unknown>();
    useEffect(() => {
      if (loaded !== undefined) return;
      load().then((component) => {
        loaded = component;
        redraw((count) => count + 1);
      }, setError);
    }, []);
    if (error !== undefined) return <ErrorNotice error={error} />;
    if (loaded === undefined) return <p class="soft">Loading {name} …</p>;
    const Loaded = loaded;
    return <Loaded {...props} />;
  };
}

import type { ComponentChildren } from "preact";

interface Props {
  readonly tone?: "warn" | "loss";
  readonly children: ComponentChildren;
}

/** Something to know before going on, told to screen readers when it appears. */
export function Notice({ tone, children }: Props) {
  return (
    <div class={`notice ${tone === undefined ? "" : `notice-${tone}`}`} role={tone === "loss" ? "alert" : "status"}>
      {children}
    </div>
  );
}

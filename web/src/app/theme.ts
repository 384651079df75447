import { effect, signal } from "@preact/signals";
import { remember, remembered } from "./memory.js";

export type Theme = "light" | "dark";

const system = matchMedia("(prefers-color-scheme: dark)");
const chosen = signal<Theme | undefined>(asTheme(remembered("theme")));
const preferred = signal<Theme>(system.matches ? "dark" : "light");

system.addEventListener("change", () => {
  preferred.value = system.matches ? "dark" : "light";
});

effect(() => {
  if (chosen.value === undefined) delete document.documentElement.dataset["theme"];
  else document.documentElement.dataset["theme"] = chosen.value;
});

/** The theme that is shown: the system's until someone chooses. */
export function currentTheme(): Theme {
  return chosen.value ?? preferred.value;
}

export function toggleTheme(): void {
  chosen.value = currentTheme() === "dark" ? "light" : "dark";
  remember("theme", chosen.value);
}

function asTheme(text: string | null): Theme | undefined {
  return text === "light" || text === "dark" ? text : undefined;
}

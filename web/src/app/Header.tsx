import { WalletButton } from "../wallet/WalletButton.js";
import { Logo, MoonIcon, SunIcon } from "../ui/icons.js";
import { route } from "./route.js";
import { currentTheme, toggleTheme } from "./theme.js";

const LINKS = [
  ["tokens", "#/", "Tokens"],
  ["portfolio", "#/portfolio", "Portfolio"],
  ["simulator", "#/simulator", "Simulator"],
] as const;

export function Header() {
  const { page } = route.value;
  const isDark = currentTheme() === "dark";
  return (
    <header class="header">
      <div class="header-inner">
        <a class="brand" href="#/">
          <Logo /> Leveraged tokens
        </a>
        <nav class="nav" aria-label="Pages">
          {LINKS.map(([name, href, label]) => (
            <a key={name} href={href} aria-current={page === name ? "page" : undefined}>
              {label}
            </a>
          ))}
        </nav>
        <div class="header-tools">
          <button
            type="button"
            class="icon-button"
            aria-label={isDark ? "Use the light theme" : "Use the dark theme"}
            onClick={toggleTheme}
          >
            {isDark ? <SunIcon /> : <MoonIcon />}
          </button>
          <WalletButton />
        </div>
      </div>
    </header>
  );
}

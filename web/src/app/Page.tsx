import { useEffect, useRef } from "preact/hooks";
import { PortfolioPage } from "../portfolio/PortfolioPage.js";
import { TokenPage } from "../tokens/TokenPage.js";
import { TokensPage } from "../tokens/TokensPage.js";
import { lazily } from "../ui/Lazy.js";
import { Banners } from "./Banners.js";
import { Footer } from "./Footer.js";
import { Header } from "./Header.js";
import { OpenDialog } from "./OpenDialog.js";
import { route } from "./route.js";

const SimulatorPage = lazily(
  "the simulator",
  async () => (await import("../simulator/SimulatorPage.js")).SimulatorPage,
);

export function Page() {
  const main = useRef<HTMLElement>(null);
  const shown = useRef(route.value);
  useEffect(() => {
    // Who has followed a link starts at the top of what it leads to, on the screen and in a screen reader.
    if (shown.current === route.value) return;
    shown.current = route.value;
    scrollTo(0, 0);
    main.current?.focus({ preventScroll: true });
  }, [route.value]);
  return (
    <>
      <a
        class="skip-link"
        href="#main"
        onClick={(event) => {
          event.preventDefault();
          main.current?.focus();
        }}
      >
        Skip to content
      </a>
      <Header />
      <Banners />
      <main id="main" class="main" ref={main} tabIndex={-1}>
        <Content />
      </main>
      <Footer />
      <OpenDialog />
    </>
  );
}

function Content() {
  const at = route.value;
  switch (at.page) {
    case "tokens":
      return <TokensPage />;
    case "token":
      return <TokenPage key={at.symbol} symbol={at.symbol} />;
    case "portfolio":
      return <PortfolioPage />;
    case "simulator":
      return <SimulatorPage />;
  }
}

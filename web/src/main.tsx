import { render } from "preact";
import { AppProvider, type App } from "./app/AppContext.js";
import { openApp } from "./app/openApp.js";
import { overlookLostAnswers } from "./app/overlookLostAnswers.js";
import { Page } from "./app/Page.js";
import { StartFailure } from "./app/StartFailure.js";
import "./styles/tokens.css";
import "./styles/base.css";
import "./styles/layout.css";
import "./styles/parts.css";
import "./styles/tokens-list.css";
import "./styles/pages.css";

/** {ms} */
const RETRY = 3_000;

const root = document.getElementById("app");
if (root === null) throw new Error("index.html has no #app");

overlookLostAnswers();
const app = await findChain(root);
root.replaceChildren();
render(
  <AppProvider value={app}>
    <Page />
  </AppProvider>,
  root,
);

/** Says what is missing until it is there. */
async function findChain(place: HTMLElement): Promise<App> {
  for (;;) {
    try {
      const found = await openApp();
      render(null, place);
      return found;
    } catch (error) {
      place.querySelector(".booting")?.remove();
      render(<StartFailure error={error} />, place);
      await new Promise((resolve) => setTimeout(resolve, RETRY));
    }
  }
}

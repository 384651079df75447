import { render } from "preact";
import { AppProvider } from "./app/AppContext.js";
import { openApp } from "./app/openApp.js";
import { Page } from "./app/Page.js";
import { StartFailure } from "./app/StartFailure.js";
import "./styles/tokens.css";
import "./styles/base.css";
import "./styles/layout.css";
import "./styles/parts.css";
import "./styles/tokens-list.css";
import "./styles/pages.css";

const root = document.getElementById("app");
if (root === null) throw new Error("index.html has no #app");

try {
  const app = await openApp();
  root.replaceChildren();
  render(
    <AppProvider value={app}>
      <Page />
    </AppProvider>,
    root,
  );
} catch (error) {
  root.replaceChildren();
  render(<StartFailure error={error} />, root);
}

import { expect } from "chai";
import { BrowserProvider, WebSocketProvider } from "ethers";
import { network } from "hardhat";
import { setTimeout as sleep } from "node:timers/promises";
import { deposit } from "../../support/actions.js";
import { connect } from "../../support/connect.js";
import { deployWithSdk } from "../../support/sdk.js";
import * as sdk from "../../../src/sdk/index.js";

const connection = await connect();
const { networkHelpers } = connection;
const { loadFixture } = networkHelpers;

/** {ms} */
const FAST = { interval: 20, patience: 5_000 };

/** Collects what a follower is told, and waits for it. */
function listener() {
  const updates: sdk.Update[] = [];
  const losses: sdk.SdkError[] = [];
  const until = async (isDone: () => boolean) => {
    for (let tries = 0; !isDone(); tries++) {
      if (tries === 1_000) expect.fail("it was not told");
      await sleep(10);
    }
  };
  return {
    updates,
    losses,
    until,
    onUpdate: (update: sdk.Update) => void updates.push(update),
    onLost: (error: sdk.SdkError) => void losses.push(error),
  };
}

describe("sdk: following the chain", function () {
  this.timeout(60_000);
  const fixture = () => deployWithSdk(connection);

  it("tells each block once, with every token and what happened to it", async function () {
    const system = await loadFixture(fixture);
    const heard = listener();
    const following = sdk.follow(() => system.sdk, heard, FAST);
    await heard.until(() => heard.updates.length === 1);
    await deposit(system, system.alice, 100n * system.unit);
    await heard.until(() => heard.updates.some(({ events }) => events.length > 0));
    following.stop();
    const blocks = heard.updates.map(({ block }) => block);
    expect(blocks).to.deep.equal([...new Set(blocks)]);
    expect(heard.updates[0]!.events).to.deep.equal([]);
    const last = heard.updates.find(({ events }) => events.length > 0)!;
    expect(last.events.map(({ kind, token }) => [kind, token])).to.deep.equal([["mint", "BTC3L"]]);
    expect(last.tokens.map(({ symbol }) => symbol)).to.deep.equal(["BTC3L", "BTC3S"]);
    expect(last.tokens[0]!.totalSupply).to.equal(await system.token.totalSupply());
    await deposit(system, system.alice, 100n * system.unit);
    await sleep(60);
    expect(heard.updates.at(-1)!.block).to.equal(last.block);
    expect(heard.losses).to.deep.equal([]);
  });

  it("connects again when the connection is lost, and then has what was missed", async function () {
    const system = await loadFixture(fixture);
    const heard = listener();
    let isDown = false;
    let opened = 0;
    const flaky = new BrowserProvider(
      {
        request: (payload) =>
          isDown ? Promise.reject(new Error("connection refused")) : connection.provider.request(payload),
      },
      31_337,
      { cacheTimeout: -1, staticNetwork: true },
    );
    const following = sdk.follow(
      async () => {
        opened += 1;
        return sdk.connectSystem(flaky, system.sdk.deployment);
      },
      heard,
      FAST,
    );
    await heard.until(() => heard.updates.length === 1);
    isDown = true;
    await heard.until(() => heard.losses.length > 1);
    await deposit(system, system.alice, 100n * system.unit);
    await networkHelpers.mine(3);
    isDown = false;
    await heard.until(() => heard.updates.length === 2);
    following.stop();
    flaky.destroy();
    expect(heard.updates[1]!.events.map(({ kind }) => kind)).to.deep.equal(["mint"]);
    expect(heard.losses[0]).to.be.instanceOf(sdk.SdkError);
    expect(opened).to.be.greaterThan(1);
  });

  it("says so when the chain has gone back", async function () {
    const system = await loadFixture(fixture);
    const snapshot = await networkHelpers.takeSnapshot();
    await networkHelpers.mine(5);
    const heard = listener();
    const following = sdk.follow(() => system.sdk, heard, FAST);
    await heard.until(() => heard.updates.length === 1);
    await snapshot.restore();
    await heard.until(() => heard.updates.length === 2);
    following.stop();
    expect(heard.updates.map(({ isReset }) => isReset)).to.deep.equal([false, true]);
  });

  it("listens to a WebSocket, and opens another when it breaks", async function () {
    const server = await network.createServer("default", "127.0.0.1", 0);
    const { port } = await server.listen();
    const url = `127.0.0.1:${String(port)}`;
    const remote = await network.create({ network: "localhost", override: { url: `http://${url}` } });
    const system = await deployWithSdk(remote);
    system.sdk.provider.destroy();
    const sockets: WebSocketProvider[] = [];
    const heard = listener();
    const following = sdk.follow(
      async () => {
        const socket = new WebSocketProvider(`ws://${url}`, 31_337, { staticNetwork: true, cacheTimeout: -1 });
        // One that is given up while it opens says so to whoever listens.
        socket.websocket.onerror = () => undefined;
        sockets.push(socket);
        return sdk.connectSystem(socket, system.sdk.deployment);
      },
      heard,
      // So long that only the socket itself can tell of a block in time.
      { interval: 700, patience: 2_000 },
    );
    await heard.until(() => heard.updates.length === 1);
    await deposit(system, system.alice, 100n * system.unit);
    await heard.until(() => heard.updates.some(({ events }) => events.length > 0));
    sockets[0]!.websocket.close();
    await heard.until(() => heard.losses.length > 0);
    await deposit(system, system.alice, 100n * system.unit);
    await heard.until(() => heard.updates.at(-1)!.events.length > 0 && sockets.length > 1);
    following.stop();
    for (const socket of sockets) void socket.destroy().catch(() => undefined);
    await remote.close();
    await server.close();
  });
});

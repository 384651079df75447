import { expect } from "chai";
import type { Fault, FaultProxy } from "../../../src/faults/FaultProxy.js";
import { addCounts, Survival, total } from "../../../src/soak/Survival.js";

describe("A soak's count of faults survived", function () {
  const injected = new Map<Fault, number>();
  let survival: Survival;

  const inject = (fault: Fault, times: number) => injected.set(fault, (injected.get(fault) ?? 0) + times);

  beforeEach(function () {
    injected.clear();
    inject("slow", 5);
    survival = new Survival([{ injected } as unknown as FaultProxy]);
    survival.note([100, 100]);
  });

  it("leaves out what was injected before it began", function () {
    survival.note([101, 101]);
    expect(total(survival.injected)).to.equal(0);
    expect(total(survival.survived)).to.equal(0);
  });

  it("counts a fault once every keeper has looked twice since, so that one look began after it", function () {
    inject("lost", 2);
    survival.note([101, 101]);
    expect(survival.injected.lost).to.equal(2);
    expect(survival.survived.lost).to.equal(0);
    inject("lost", 1);
    survival.note([102, 102]);
    expect(survival.survived.lost).to.equal(2);
    survival.note([103, 103]);
    expect(survival.survived.lost).to.equal(3);
  });

  it("waits for the keeper that looks last", function () {
    inject("http", 1);
    survival.note([101, 101]);
    survival.note([102, 101]);
    expect(survival.survived.http).to.equal(0);
    survival.note([103, 102]);
    expect(survival.survived.http).to.equal(1);
  });

  it("counts nothing while one of them does not answer", function () {
    inject("error", 1);
    survival.note([101, 101]);
    survival.note([102, undefined]);
    survival.note([103, undefined]);
    expect(survival.survived.error).to.equal(0);
  });

  it("adds up kind by kind", function () {
    inject("slow", 2);
    const { injected: counts } = survival;
    expect(addCounts(counts, counts).slow).to.equal(4);
    expect(total(addCounts(counts, counts))).to.equal(4);
  });
});

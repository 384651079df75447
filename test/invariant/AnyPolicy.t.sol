// SPDX-License-Identifier: MIT
pragma solidity ^0.8.37;

import {SignedMath} from "@openzeppelin/contracts/utils/math/SignedMath.sol";
import {ILeveragedToken} from "../../contracts/interfaces/ILeveragedToken.sol";
import {CreateParams} from "../../contracts/interfaces/ILeveragedTokenFactory.sol";
import {AnythingPolicy} from "../../contracts/mocks/faulty/AnythingPolicy.sol";
import {Action, Blocker, Decision, Reason} from "../../contracts/types/Rebalance.sol";
import {Phase} from "../../contracts/types/Token.sol";
import {Invariant} from "./base/Invariant.sol";
import {Population} from "./base/Population.sol";
import {Sight, Sights} from "./base/Sight.sol";
import {VM} from "./base/IVm.sol";

/// @notice Invariant 23: a policy cannot do what the token forbids, whatever it answers, by itself or in any words.
contract AnyPolicyTest is Population {
    using Sights for Sight;

    address private constant HOLDER = address(0xA11CE);
    uint256 private constant WAD = 1e18;
    /// @dev {1} Of {AnythingPolicy}.
    uint256 private constant EMERGENCY = 1.5e18;
    /// @dev {1} Of its target a trade may pass it by so much, and must be as far from it before.
    uint256 private constant TOLERANCE = 0.00005e18;

    ILeveragedToken private _long;
    ILeveragedToken private _short;
    AnythingPolicy private _policy;

    /// @dev {1} What callers were tipped on `_day`, of equity, WAD.
    uint256 private _tipped;
    uint256 private _day;
    uint256 private _trades;
    uint256 private _tips;
    uint256 private _blocked;
    uint256 private _ownReductions;

    function setUp() external {
        deploySystem(6);
        unit = 1e12;
        provideLiquidity(provider(0), 50_000_000);
        addMarket("BTC", 50_000);
        _policy = new AnythingPolicy();
        factory.allowPolicy(_policy, true);
        _long = _fund(3e18);
        _short = _fund(-3e18);
    }

    function test_AnswersOfEveryKindAreTriedAndSomeAreTaken() external {
        uint256[4] memory seen;
        for (uint256 seed = 0; seed < 192; ++seed) {
            uint256 before = VM.snapshotState();
            this.testFuzz_NoAnswerGetsATokenAcrossItsBounds(seed);
            uint256[4] memory now_ = [_trades, _tips, _blocked, _ownReductions];
            for (uint256 i = 0; i < 4; ++i) seen[i] += now_[i];
            VM.revertToState(before);
        }
        string[4] memory names = ["a trade", "a tip", "a report", "a reduction of its own"];
        for (uint256 i = 0; i < 4; ++i) Invariant.holds(23, names[i], seen[i] != 0);
    }

    /// @dev Four answers in a row, some of them in one block, with the price somewhere and moving on.
    function testFuzz_NoAnswerGetsATokenAcrossItsBounds(uint256 seed) external {
        ILeveragedToken token = seed % 2 == 0 ? _long : _short;
        for (uint256 i = 0; i < 4; ++i) {
            if (token.leverage() == 0) return; // settled
            seed = uint256(keccak256(abi.encode(seed)));
            // A loss of up to nine tenths, or a gain of as much.
            int256 profit = int256((seed % 1.8e18)) - 0.9e18;
            if (seed % 3 == 0) pass(1 + ((seed >> 8) % 1 days));
            if (seed % 5 != 0 && look(token).leverage() < 6e18) _move((profit * 1e18) / token.leverage());
            _answer(token, uint256(keccak256(abi.encode(seed, "answer"))));
            _try(token);
        }
    }

    /// @dev No price falls by more than nine tenths at once.
    function _move(int256 change) private {
        movePrice(markets[0], change < -0.9e18 ? -0.9e18 : change);
    }

    function _answer(ILeveragedToken token, uint256 seed) private {
        uint256 kind = seed % 8;
        if (kind == 0) return _policy.set(AnythingPolicy.Manner.Burn, "");
        if (kind == 1) return _policy.set(AnythingPolicy.Manner.Revert, abi.encode(seed));
        bytes memory words = kind == 2 ? _nonsense(seed) : abi.encode(_decision(look(token), seed >> 8));
        _policy.set(AnythingPolicy.Manner.Answer, words);
    }

    /// @dev Some words, of which each may fit a decision or not.
    function _nonsense(uint256 seed) private pure returns (bytes memory words) {
        for (uint256 i = 0; i < seed % 10; ++i) {
            uint256 word = uint256(keccak256(abi.encode(seed, i)));
            words = bytes.concat(words, bytes32(word % 3 == 0 ? word : word % 5));
        }
    }

    /// @dev Mostly a trade around the one that leads to target, with any cost bound and any tip.
    function _decision(Sight memory s, uint256 seed) private view returns (Decision memory decision) {
        decision.action = Action(seed % 8 < 4 ? seed % 4 : 1);
        decision.reason = Reason((seed >> 8) % 6);
        decision.blocker = Blocker((seed >> 16) % 7);
        decision.complete = (seed >> 24) % 2 == 0;
        int256 wanted = (s.target * int256(s.equity)) / int256(s.position.price) - s.position.size;
        int256 part = int256((seed >> 32) % 1_400) - 200;
        decision.sizeDelta = (seed >> 44) % 9 == 0 ? int256(seed) : (wanted * part) / 1_000;
        uint256 notional = (SignedMath.abs(decision.sizeDelta) % 1e30) * s.position.price;
        decision.maxCost = ((notional / 1e18 / s.unit) * ((seed >> 56) % 300)) / 1_000;
        if ((seed >> 72) % 2 == 0) decision.tip = (s.units * ((seed >> 80) % 25)) / 1_000;
        decision.dueAt = block.timestamp + ((seed >> 92) % 3);
    }

    function _try(ILeveragedToken token) private {
        Sight memory b = look(token);
        uint256 owned = collateral.balanceOf(KEEPER);
        VM.prank(KEEPER);
        (bool ok, ) = address(token).call(abi.encodeCall(ILeveragedToken.rebalance, ()));
        Sight memory a = look(token);
        if (a.phase == Phase.Settled) return Invariant.holds(23, "settled a solvent fund", b.isWipedOut());
        uint256 tip = collateral.balanceOf(KEEPER) - owned;
        uint256 traded = (SignedMath.abs(a.position.size - b.position.size) * b.position.price) / WAD;
        if (traded == 0) {
            Invariant.equal(23, "a policy took money without a trade", a.units + tip, b.units);
            if (ok) ++_blocked;
        } else {
            ++_trades;
            _checkTrade(b, a, traded, tip);
        }
        _checkHardBand(b, traded);
        uint256 shares = token.balanceOf(HOLDER);
        if (!a.mayPayNothing(shares))
            Invariant.equal(23, "a policy keeps a holder in", token.maxRedeem(HOLDER), shares);
        bool isWithin = a.leverage() * WAD <= SignedMath.abs(a.target) * EMERGENCY;
        Invariant.holds(23, "a policy decides who mints", (token.maxDeposit(HOLDER) != 0) == isWithin);
    }

    function _checkTrade(Sight memory b, Sight memory a, uint256 traded, uint256 tip) private {
        uint256 target = SignedMath.abs(b.target);
        (uint256 before, uint256 then) = (b.leverage(), a.leverage());
        uint256 tolerance = (target * TOLERANCE) / WAD + a.leverageStep();
        Invariant.holds(23, "twice in a block", b.rebalancedAt != block.timestamp);
        Invariant.holds(23, "on the other side", a.position.size == 0 || (a.position.size > 0) == (a.target > 0));
        uint256 apart = before > target ? before - target : target - before;
        Invariant.atMost(23, "traded at target", (target * TOLERANCE) / WAD, apart + b.leverageStep());
        if (before > target) {
            Invariant.atMost(23, "away from target", then, before);
            Invariant.atMost(23, "past the target downward", target, then + tolerance);
        } else {
            Invariant.atMost(23, "away from target", before, then);
            Invariant.atMost(23, "past the target upward", then, target + tolerance);
        }
        // The bound is rounded up to a unit, and one more stands for the wei by which a size falls short of its dollars.
        Invariant.atMost(23, "dearer than a fifth of notional", b.units, a.units + tip + traded / 5 / b.unit + 2);
        if (tip == 0) return;
        ++_tips;
        Invariant.atMost(23, "a tip outside an emergency", target * EMERGENCY, before * WAD);
        Invariant.atMost(23, "a tip of more than 4 % of notional", tip * b.unit, traded / 25 + b.unit);
        if (block.timestamp / 1 days != _day) (_day, _tipped) = (block.timestamp / 1 days, 0);
        _tipped += (tip * WAD) / b.units;
        Invariant.atMost(23, "tips of more than 2 % of equity a day", _tipped, 0.02e18);
    }

    /// @dev Five quarters of the emergency band, and for as long as no trade was refused a minute ago, it is reduced by at
    /// least a hundredth of what is above target.
    function _checkHardBand(Sight memory b, uint256 traded) private {
        uint256 target = SignedMath.abs(b.target);
        if (b.isTooSmall() || b.isWipedOut() || b.leverage() * WAD <= (target * EMERGENCY * 5) / 4 + 1e27) return;
        if (b.rebalancedAt == block.timestamp || b.known.blocker == Blocker.Refused) return;
        uint256 gap = b.notional() - (b.equity * target) / WAD;
        Invariant.atMost(23, "a policy keeps the token from reducing", gap / 100, traded + b.unit);
        ++_ownReductions;
    }

    function _fund(int256 leverage) private returns (ILeveragedToken token) {
        CreateParams memory params = defaultToken(markets[0].id, leverage);
        params.policy = _policy;
        token = addToken(params);
        give(HOLDER, 10_000 * dollar, address(token));
        VM.prank(HOLDER);
        token.deposit(10_000 * dollar, HOLDER);
    }
}

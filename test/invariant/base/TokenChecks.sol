// SPDX-License-Identifier: MIT
pragma solidity ^0.8.37;

import {IERC4626} from "@openzeppelin/contracts/interfaces/IERC4626.sol";
import {ILeveragedToken} from "../../../contracts/interfaces/ILeveragedToken.sol";
import {Account} from "../../../contracts/mocks/venue/VenueMath.sol";
import {Phase, TokenState} from "../../../contracts/types/Token.sol";
import {Everybody} from "./Everybody.sol";
import {Invariant} from "./Invariant.sol";
import {Refusals} from "./Refusals.sol";
import {Sight, Sights} from "./Sight.sol";
import {TestSystem} from "./TestSystem.sol";
import {World} from "./World.sol";

/// @title TokenChecks
/// @notice What must hold of each token after every call, whatever the call was.
library TokenChecks {
    using Sights for Sight;

    /// @dev {s}, {usd/base} What the worlds' oracles are created with, and believe.
    uint256 private constant MAX_AGE = 26 hours;
    int256 private constant MIN_ANSWER = 1; // 1e9 WAD is less than one of a feed's eight decimals
    int256 private constant MAX_ANSWER = 1e19; // 1e29 WAD

    /// @dev Cheap enough for every token after every action.
    function checkShares(World world, ILeveragedToken token) internal view {
        uint256 minted = token.totalSupply();
        check09_supplyIsTheSumOfBalances(world, token, minted);
        uint256 settled = world.settledSupply(token);
        TokenState memory state = token.state();
        bool isSettled = state.phase == Phase.Settled;
        if (settled != 0) {
            Invariant.holds(8, "settled no more", isSettled);
            Invariant.atMost(8, "minted after settling", minted + 1, settled);
        }
        uint256 idle = world.balanceOf(address(token));
        uint256 owed = check18_owedIsTheSum(world, token, state);
        if (isSettled) {
            uint256 left = token.settledAssets();
            Invariant.atMost(2, "a settled token cannot pay", left, idle);
            // Holders come after those who are owed something.
            if (left != 0) Invariant.atMost(18, "a settled token cannot pay what it owes", left + owed, idle);
        } else {
            Invariant.equal(11, "a token holds money nobody gave it", idle, world.givenTo(address(token)));
        }
    }

    /// @dev What reads the venue many times over.
    function checkValue(World world, ILeveragedToken token) internal view {
        Sight memory s = world.look(token);
        check08_equityAndPhase(s);
        check10_maxima(s);
        check13_noPriceNoValue(world, s);
        check15_emptyMeansEmpty(s);
        check16_redemptionIsOpen(world, s);
    }

    /// @dev Unsigned numbers cannot be negative, so what is checked is that nothing reverts on the way to 0.
    function check08_equityAndPhase(Sight memory s) internal view {
        if (s.phase == Phase.Settled) {
            Invariant.equal(8, "a settled token still has an account", s.equity, 0);
            Invariant.equal(8, "a settled token can be minted", s.token.maxDeposit(address(0)), 0);
            Invariant.equal(8, "a settled token can be minted", s.token.maxMint(address(0)), 0);
        }
        if (!s.priced || s.phase == Phase.Settled) return;
        uint256 nav = s.token.nav();
        if (s.isWipedOut()) {
            Invariant.equal(8, "NAV of nothing", nav, 0);
            Invariant.equal(8, "assets of nothing", s.token.convertToAssets(s.minted), 0);
        } else {
            Invariant.equal(
                8,
                "NAV",
                nav,
                ((s.units + Sights.VIRTUAL_ASSETS / s.unit) * s.unit * 1e18) / (s.supply + s.virtualShares)
            );
        }
        Invariant.equal(8, "assets are not equity", s.token.totalAssets(), s.units);
    }

    function check09_supplyIsTheSumOfBalances(World world, ILeveragedToken token, uint256 minted) internal view {
        uint256 sum = token.balanceOf(world.collector()) + token.balanceOf(world.ATTACKER());
        for (uint256 i = 0; i < world.HOLDERS(); ++i) sum += token.balanceOf(world.holder(i));
        Invariant.equal(9, "supply and sum of balances", sum, minted);
        Invariant.atMost(9, "pending shares", minted, token.effectiveSupply());
    }

    /// @dev {collateral} What is owed is the sum over all who are ever paid without asking for it: collector and callers.
    function check18_owedIsTheSum(
        World world,
        ILeveragedToken token,
        TokenState memory state
    ) internal view returns (uint256 owed) {
        owed = token.totalOwed();
        uint256 sum = token.owed(world.collector()) + token.owed(world.KEEPER()) + token.owed(world.ATTACKER());
        Invariant.equal(18, "what is owed is not its sum", owed, sum);
        Invariant.holds(18, "debts are forgotten, or remembered", state.hasDebts == (owed != 0));
    }

    function check10_maxima(Sight memory s) internal view {
        uint256 most = s.token.maxDeposit(address(0));
        uint256 mostShares = s.token.maxMint(address(0));
        Invariant.holds(10, "one maximum is 0, the other not", (most == 0) == (mostShares == 0));
        if (most != 0) {
            Invariant.equal(10, "the maxima differ", s.token.previewDeposit(most), mostShares);
            uint256 cost = s.token.previewMint(mostShares);
            // A deposit that is made smaller for its cost counts on less of it than its shares would cost.
            if (s.position.isExact) Invariant.atMost(10, "mint of a deposit costs more", cost, most);
        }
    }

    function check13_noPriceNoValue(World world, Sight memory s) internal view {
        // An expired market closes at one price, if there was any.
        bool isValid =
            world.isExpired(s.market)
                ? world.venueOf().marketState(s.market).outage.price != 0
                : isAnswerValid(world.marketOf(s.market));
        Invariant.holds(13, "a price without a valid answer, or none with one", s.priced == isValid);
        if (isValid || s.phase == Phase.Settled) return;
        bytes[6] memory views = [
            abi.encodeCall(ILeveragedToken.nav, ()),
            abi.encodeCall(ILeveragedToken.leverage, ()),
            abi.encodeCall(IERC4626.totalAssets, ()),
            abi.encodeCall(IERC4626.convertToAssets, (1e18)),
            abi.encodeCall(IERC4626.previewDeposit, (1e6)),
            abi.encodeCall(IERC4626.previewRedeem, (1))
        ];
        for (uint256 i = 0; i < views.length; ++i) {
            (bool ok, bytes memory result) = address(s.token).staticcall(views[i]);
            Invariant.holds(13, "valued without a price", !ok && Refusals.isOracles(bytes4(result)));
        }
        Invariant.equal(13, "mintable without a price", s.token.maxDeposit(address(0)), 0);
        Invariant.equal(13, "redeemable without a price", s.token.maxRedeem(world.holder(0)), 0);
        Invariant.equal(13, "withdrawable without a price", s.token.maxWithdraw(world.holder(0)), 0);
    }

    /// @dev The rules of a Chainlink answer, by the raw words of the feed.
    function isAnswerValid(TestSystem.TestMarket memory market) internal view returns (bool) {
        try market.feed.latestRoundData() returns (uint80 id, int256 answer, uint256, uint256 updatedAt, uint80 round) {
            if (round < id || updatedAt == 0 || updatedAt > block.timestamp) return false;
            return block.timestamp - updatedAt <= MAX_AGE && answer >= MIN_ANSWER && answer <= MAX_ANSWER;
        } catch {
            return false;
        }
    }

    function check15_emptyMeansEmpty(Sight memory s) internal pure {
        if (s.minted != 0 || s.phase == Phase.Settled) return;
        Invariant.equal(15, "fee shares pending of nothing", s.supply, 0);
        Invariant.holds(15, "a position without holders", s.position.size == 0);
        Invariant.equal(15, "money without holders", s.equity, 0);
    }

    /// @dev All shares of a live and solvent fund may be redeemed, paused or not, capped or not, if they pay anything; where the
    /// venue takes reductions of some sizes only, as much as it takes.
    function check16_redemptionIsOpen(World world, Sight memory s) internal view {
        if (s.phase != Phase.Settled && (!s.isLive() || s.isWipedOut())) return;
        if (s.phase != Phase.Settled && s.token.desk().refusedSince(s.token) != 0) return;
        for (uint256 i = 0; i < world.HOLDERS(); ++i) {
            uint256 shares = s.token.balanceOf(world.holder(i));
            if (s.phase != Phase.Settled) shares = s.largestPiece(shares);
            if (s.phase != Phase.Settled && s.mayPayNothing(shares)) continue;
            uint256 most = s.token.maxRedeem(world.holder(i));
            if (most == 0 && s.isPieceTooSmall(shares)) continue;
            Invariant.equal(16, "a holder cannot leave", most, shares);
        }
    }

    /// @dev Nothing of a token that has settled is left at the venue, and what came home is the holders' and the creditors'.
    function check20_moneyCameHome(World world, ILeveragedToken token) internal view {
        Account memory acc = world.venueOf().account(token.market(), world.traderOf(token));
        Invariant.equal(20, "money stayed at the venue", acc.margin, 0);
        Invariant.holds(20, "a position stayed", acc.size == 0);
        uint256 home = world.balanceOf(address(token)) - world.givenTo(address(token));
        uint256 owed = token.totalOwed();
        // An account that went down may have left less than was owed out of it.
        if (token.settledAssets() != 0 || home > owed) {
            Invariant.equal(20, "what came home is nobody's", home, token.settledAssets() + owed);
        }
    }

    /// @dev Everybody leaves a token whose market lives, the fee collector too.
    function check02_allCanLeave(World world, ILeveragedToken token) internal {
        if (world.isExpired(token.market()) && token.state().phase != Phase.Settled) token.settle();
        Sight memory b = world.look(token);
        if (b.minted == 0) return;
        if (b.phase != Phase.Settled) token.collectFees();
        uint256 equity = b.phase == Phase.Settled ? token.settledAssets() : b.mostPaid();
        uint256 paid = Everybody.leaves(world, token, b.supply);
        Invariant.atMost(2, "together they got more than equity", paid, equity);
        Sight memory a = world.look(token);
        if (a.minted != 0) return; // what is left pays less than leaving costs
        Invariant.equal(20, "a settled token keeps what is its holders'", token.settledAssets(), 0);
        Invariant.holds(15, "a position is left", a.position.size == 0 && a.equity == 0);
    }
}
